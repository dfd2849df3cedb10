"""The database engine on documents of its own: what is found, in which order, what is counted, what is hidden."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.database import candidates, store
from search.database.engine import DatabaseEngine
from search.database.spelling import counts, distance
from search.documents import SearchDocument
from search.models import SearchEntry
from search.query import Query
from search.understand import understand

pytestmark = pytest.mark.django_db
ENGINE = DatabaseEngine()
HOSTILE = [
    *('"', "'", "''" * 2, '"unclosed phrase', "(((", ")))", "[a]", "{b}", "*", "a*", "^a", "-a", "+a", "a AND", "OR", "NOT a", "NEAR(a b)", "a:b", "title:x"),
    *("a & b", "a | b", "!a", "<->", "\\", "\\'", "%", "_", "';DROP TABLE search_searchentry;--", "<script>alert(1)</script>", "\x00", "a\x00b", "\ud800"),
    *(
        "\udfff\ud800",
        "\u202e" * 50,
        "ا" * 10_000,
        "a " * 5_000,
        "\u0301" * 200,
        "🙂",
        "١٢٣",
        "\u200f",
        "{{ 7*7 }}",
        "${x}",
        "../../etc/passwd",
        "NULL",
        "0",
        "-1",
    ),
]


def document(key: str, title: str, language: str = "fr", **fields: object) -> SearchDocument:
    origin = fields.pop("origin", f"test:{key}")
    values = {"type": "page", "url": f"/{language}/{key}/"} | fields
    return SearchDocument(id=f"{origin}:{language}", origin=origin, language=language, title=title, **values)


def found(text: str, language: str = "fr", **asked: object) -> list[str]:
    return [hit.url for hit in ENGINE.search(Query(text, language, **asked)).hits]


def test_the_title_counts_before_the_body() -> None:
    store.write([document("body", "Autre chose", body="safran " * 3), document("title", "Safran de Taliouine")])
    assert found("safran") == ["/fr/title/", "/fr/body/"]


def test_a_title_that_is_the_query_comes_first() -> None:
    titles = {"long": "Une journée du safran et des amandes à Taliouine", "exact": "Safran", "twice": "Safran, encore du safran"}
    store.write([document(key, title) for key, title in titles.items()])
    assert found("safran")[0] == "/fr/exact/"


def test_two_words_are_both_wanted_and_a_word_of_three_may_lack() -> None:
    store.write([document("a", "Safran amandes"), document("b", "Safran noix"), document("c", "Safran miel"), document("d", "Amandes noix huile")])
    store.write([document(f"more-{number}", "Safran amandes rouges") for number in range(3)])
    assert set(found("safran amandes")) == {"/fr/a/", *(f"/fr/more-{number}/" for number in range(3))}
    assert set(found("safran amandes miel")) == {"/fr/a/", "/fr/c/", *(f"/fr/more-{number}/" for number in range(3))}


def test_when_hardly_anything_has_all_the_words_some_are_enough_and_the_answer_says_so() -> None:
    store.write([document("a", "Safran"), document("b", "Amandes")])
    results = ENGINE.search(Query("safran amandes", "fr"))
    assert ({hit.url for hit in results.hits}, results.partial) == ({"/fr/a/", "/fr/b/"}, True)
    assert ENGINE.search(Query("safran", "fr")).partial is False


@pytest.mark.parametrize("typed", ["safron", "safrna", "safan", "saffran"])
def test_a_misspelt_word_is_corrected_and_the_correction_is_told(typed: str) -> None:
    store.write([document("a", "Safran de Taliouine")])
    results = ENGINE.search(Query(typed, "fr"))
    assert ([hit.url for hit in results.hits], results.did_you_mean, results.corrected) == (["/fr/a/"], "safran", True)


def test_a_word_that_somebody_wrote_is_never_corrected() -> None:
    store.write([document("a", "Safran"), document("b", "Safrans rouges"), document("c", "زعفران", "ar")])
    assert ENGINE.search(Query("زعفران", "fr")).did_you_mean == ""


def test_a_word_that_came_with_a_change_is_never_corrected() -> None:
    store.write([document("a", "Safran"), document("b", "Miel", version=1)])
    store.write([document("b", "Safren", version=2)])
    results = ENGINE.search(Query("safren", "fr"))
    assert ([hit.url for hit in results.hits], results.did_you_mean) == (["/fr/b/"], "")


def test_a_word_is_counted_once_a_document_however_often_it_changes() -> None:
    for version in range(3):
        store.write([document("a", "Safran", body=f"Miel {version}", version=version), document("b", "Safran", version=version)])
    assert counts({"safran", "miel"}, "fr") == {"safran": 2, "miel": 1}


def test_words_typed_are_marked_and_everything_else_is_escaped() -> None:
    store.write([document("a", "Le <b>safran</b> & l’or", body="Un peu de safran <script>alert(1)</script> ici")])
    hit = ENGINE.search(Query("safran", "fr")).hits[0]
    assert hit.title_html == "Le &lt;b&gt;<mark>safran</mark>&lt;/b&gt; &amp; l’or"
    assert hit.extract == "Un peu de <mark>safran</mark> &lt;script&gt;alert(1)&lt;/script&gt; ici"


def test_the_extract_is_the_passage_with_the_words() -> None:
    store.write([document("a", "Titre", body="Premier mot. " + "rien du tout " * 60 + "le safran de Taliouine " + "rien encore " * 60)])
    extract = ENGINE.search(Query("safran taliouine", "fr")).hits[0].extract
    assert "<mark>safran</mark> de <mark>Taliouine</mark>" in extract
    assert len(extract) < 330
    assert extract.startswith("… ")
    assert extract.endswith(" …")


def test_other_languages_are_offered_apart_without_what_the_reader_has_in_hers() -> None:
    store.write([document("a", "Jisr", group="g1"), document("a", "Jisr", "ar", group="g1"), document("b", "Jisr autre", "zgh", group="g2")])
    results = ENGINE.search(Query("jisr", "fr"))
    assert [hit.language for hit in results.hits] == ["fr"]
    assert {language: [hit.url for hit in hits] for language, hits in results.other_languages.items()} == {"zgh": ["/zgh/b/"]}
    assert {bucket.value: bucket.count for bucket in results.facet("lang").buckets} == {"ar": 1, "fr": 1, "zgh": 1}


def test_facets_count_what_each_choice_would_leave() -> None:
    store.write(
        [
            document("a", "Safran", type="page", regions=("souss-massa",)),
            document("b", "Safran", type="news", regions=("souss-massa", "oriental")),
            document("c", "Safran", type="news", programme="jisr"),
        ]
    )
    results = ENGINE.search(Query("safran", "fr", type="news"))
    assert results.total == 2
    assert {bucket.value: bucket.count for bucket in results.facet("type").buckets} == {"news": 2, "page": 1}
    assert {bucket.value: bucket.count for bucket in results.facet("region").buckets} == {"oriental": 1, "souss-massa": 1}
    assert found("safran", region="souss-massa", type="page") == ["/fr/a/"]
    assert found("safran", programme="jisr") == ["/fr/c/"]


def test_the_state_of_a_call_follows_the_clock() -> None:
    now = timezone.now()
    dates = {"published_at": now - dt.timedelta(days=9), "opens_at": now - dt.timedelta(days=8)}
    store.write(
        [
            document("open", "Appel", type="call", dates=dates | {"closes_at": now + dt.timedelta(days=30)}),
            document("soon", "Appel", type="call", dates=dates | {"closes_at": now + dt.timedelta(days=2)}),
            document("over", "Appel", type="call", dates=dates | {"closes_at": now - dt.timedelta(days=2)}),
        ]
    )
    assert found("appel") == ["/fr/soon/", "/fr/open/", "/fr/over/"]
    assert {bucket.value: bucket.count for bucket in ENGINE.search(Query("appel", "fr")).facet("state").buckets} == {"closed": 1, "closing_soon": 1, "open": 2}
    assert found("appel", state="open") == ["/fr/soon/", "/fr/open/"]


def test_what_is_not_yet_public_is_not_found_nor_counted_nor_suggested() -> None:
    store.write([document("later", "Safran", visible_from=timezone.now() + dt.timedelta(hours=1))])
    assert (ENGINE.search(Query("safran", "fr")).total, ENGINE.suggest("safr", "fr")) == (0, [])


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    store.write([document(str(number), f"Safran {number}") for number in range(25)])
    pages = [found("safran", page=number) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({url for page in pages for url in page}) == 25


@pytest.mark.parametrize("asked", ["fr saf", "fr Safran de Tal", "fr taliou", "ar الزعف", "ar زعفران تا", "zgh ⵜⴰⵎ", "zgh tam"])
def test_suggestions_begin_as_one_types(asked: str) -> None:
    language, typed = asked.split(" ", 1)
    store.write([document("a", "Safran de Taliouine"), document("a", "زعفران تالوين", "ar"), document("a", "ⵜⴰⵎⵢⴰⵡⴰⵙⵜ", "zgh"), document("b", "Autre")])
    assert [suggestion.url for suggestion in ENGINE.suggest(typed, language)] == [f"/{language}/a/"]


def test_writing_again_changes_nothing_and_an_older_version_is_ignored() -> None:
    assert (store.write([document("a", "Safran", version=5)]), store.write([document("a", "Safran", version=6)])) == (1, 0)
    assert store.write([document("a", "Amandes", version=4)]) == 0
    assert found("safran") == ["/fr/a/"]
    assert store.write([document("a", "Amandes", version=7)]) == 1
    assert (found("safran"), found("amandes")) == ([], ["/fr/a/"])


def test_what_is_removed_is_found_no_more() -> None:
    store.write([document("a", "Safran")])
    ENGINE.remove(["test:a:fr", "test:unknown:fr"], version=1)
    assert (found("safran"), SearchEntry.objects.count()) == ([], 0)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_query_fails(text: str, language: str) -> None:
    store.write([document("a", "Safran", body="a b x 1 2 3")])
    ENGINE.search(Query(text, language))
    ENGINE.suggest(text, language)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=80))
def test_no_text_at_all_fails(text: str) -> None:
    results = ENGINE.search(Query(text, "fr"))
    assert results.total == len(results.hits) == 0


def test_a_long_query_costs_little() -> None:
    results = ENGINE.search(Query("mot " * 5000, "fr"))
    assert results.total == 0


@pytest.mark.parametrize("words", ["safran safran 0", "safran safren 1", "safran safarn 1", "safran sfrn 2", "a abc 2"])
def test_errors_between_two_words(words: str) -> None:
    one, other, errors = words.split()
    assert distance(one, other) == int(errors)


def test_a_document_that_has_the_word_in_its_title_takes_one_place_among_those_that_are_counted(monkeypatch) -> None:
    monkeypatch.setattr(candidates, "MOST_COUNTED", 3)
    store.write([document(f"p{number}", "Safran" if number < 2 else "Autre", body="safran") for number in range(6)])
    terms = {"fr": understand("safran", "fr")}
    assert len({one.id for one in candidates.candidates(terms, "fr")}) == 4
