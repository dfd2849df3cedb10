"""One suite for both engines: the same documents, the same questions, the same answers."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from search.database import store
from search.database.engine import DatabaseEngine
from search.documents import SearchDocument
from search.elastic import connection, public_index
from search.elastic.engine import ElasticEngine
from search.elastic.rebuild import rebuild
from search.engines import Engine
from search.models import SearchEntry
from search.query import Query
from search.thesaurus import Meaning

from .elastic_ground import elastic  # noqa: F401
from .test_engine import HOSTILE, document

pytestmark = pytest.mark.django_db
Fill = Callable[..., None]


@pytest.fixture(params=["database", "elastic"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each in turn."""
    if request.param == "database":
        return DatabaseEngine()
    request.getfixturevalue("elastic")
    return ElasticEngine()


@pytest.fixture
def fill(engine: Engine) -> Iterator[Fill]:
    """Write documents where the engine finds them."""

    def filled(*documents: SearchDocument) -> None:
        store.write(documents)
        if engine.name == "elasticsearch":
            for origin in public_index.origins():
                rebuild(connection.public_client(), origin, grace=0)

    return filled


def urls(engine: Engine, text: str, language: str = "fr", **asked: object) -> list[str]:
    return [hit.url for hit in engine.search(Query(text, language, **asked)).hits]


@pytest.mark.parametrize("typed", ["وزارة", "الوزارة", "الوِزارَة", "وزاره", "والوزارة", "للوزارة"])
def test_marks_article_and_last_letter_do_not_matter(engine, fill, typed: str) -> None:
    fill(document("a", "الوزارة الوصية", "ar"), document("b", "شيء آخر", "ar", body="تصدر عن وزارة التضامن"), document("c", "زيارة ميدانية", "ar"))
    assert urls(engine, typed, "ar") == ["/ar/a/", "/ar/b/"]


@pytest.mark.parametrize("typed", ["coopérative", "cooperatives", "l’coopérative", "L'COOPÉRATIVE", "Coopératives !"])
def test_accents_elision_and_plurals_do_not_matter(engine, fill, typed: str) -> None:
    fill(document("a", "Les coopératives"), document("b", "Autre", body="une coopérative agricole"), document("c", "Coopération"))
    assert urls(engine, typed)[:2] == ["/fr/a/", "/fr/b/"]


@pytest.mark.parametrize("typed", ["tamghart", "ⵜⴰⵎⵖⴰⵔⵜ", "tamɣart", "TAMGHART"])
def test_amazigh_typed_in_latin_letters_is_amazigh(engine, fill, typed: str) -> None:
    fill(document("a", "ⵜⴰⵎⵖⴰⵔⵜ ⵏ ⵓⴷⵓⵡⴰⵔ", "zgh"), document("b", "ⴰⵎⴰⵣⵉⵖ", "zgh"))
    assert urls(engine, typed, "zgh") == ["/zgh/a/"]


def test_a_title_counts_before_a_body_and_both_words_before_one(engine, fill) -> None:
    fill(
        document("body", "Autre", body="le safran rouge et mille choses"), document("title", "Safran rouge"), document("one", "Safran blanc", body="Taliouine")
    )
    assert urls(engine, "safran rouge")[:2] == ["/fr/title/", "/fr/body/"]


def test_the_pages_of_one_programme_in_each_region_do_not_hide_the_rest(engine, fill) -> None:
    told = {"type": "programme", "programme": "jisr", "body": "registration in the region"}
    regional = [document(f"r{number}", "The bridge", **told) for number in range(12)]
    fill(*regional, document("call", "Registration", body="of a project of the bridge", type="call", programme="jisr"))
    assert "/fr/call/" in urls(engine, "registration bridge")


def test_what_is_of_the_place_that_was_named_comes_before_what_is_of_another(engine, fill, monkeypatch) -> None:
    tiznit = Meaning(("Tiznit", "تيزنيت"), place=True)
    monkeypatch.setattr("search.understand.meanings", lambda: {"Tiznit": tiznit}.get)
    fill(
        document("here", "Appel aux associations", keywords=("Tiznit",)),
        document("there", "Appel à manifestation des associations incubatrices", body="appel manifestation des associations incubatrices"),
        *(document(f"o{number}", "Autre", body="associations manifestation") for number in range(9)),
    )
    assert urls(engine, "appel manifestation associations Tiznit")[0] == "/fr/here/"


def test_facets_count_and_filters_narrow(engine, fill) -> None:
    fill(
        document("a", "Safran un", type="call", regions=("souss-massa",), programme="jisr"),
        document("b", "Safran deux", type="page", regions=("souss-massa", "oriental")),
        document("c", "Safran trois", type="page"),
        document("d", "زعفران Safran", "ar"),
    )
    results = engine.search(Query("safran", "fr"))
    counted = {facet.name: {bucket.value: bucket.count for bucket in facet.buckets} for facet in results.facets}
    assert counted == {
        "lang": {"fr": 3, "ar": 1},
        "type": {"page": 2, "call": 1},
        "region": {"souss-massa": 2, "oriental": 1},
        "programme": {"jisr": 1},
        "state": {},
    }
    narrowed = engine.search(Query("safran", "fr", region="souss-massa", type="page"))
    assert ([hit.url for hit in narrowed.hits], narrowed.total) == (["/fr/b/"], 1)
    assert {bucket.value: bucket.count for bucket in narrowed.facet("type").buckets} == {"call": 1, "page": 1}
    assert {bucket.value: bucket.count for bucket in narrowed.facet("region").buckets} == {"souss-massa": 1, "oriental": 1}


def test_the_state_of_a_call_is_that_of_the_moment(engine, fill) -> None:
    now = timezone.now()
    day = dt.timedelta(days=1)
    base = {"published_at": now - 30 * day, "opens_at": now - 20 * day}
    fill(
        document("open", "Appel safran", type="call", dates=base | {"closes_at": now + 20 * day}),
        document("soon", "Appel safran", type="call", dates=base | {"closes_at": now + 2 * day}),
        document("closed", "Appel safran", type="call", dates=base | {"closes_at": now - 2 * day}),
        document("announced", "Appel safran", type="call", dates=base | {"opens_at": now + day, "closes_at": now + 9 * day}),
        document("cancelled", "Appel safran", type="call", dates=base | {"closes_at": now + 9 * day, "cancelled_at": now - day}),
        document("page", "Appel safran"),
    )
    results = engine.search(Query("safran", "fr"))
    assert {bucket.value: bucket.count for bucket in results.facet("state").buckets} == {
        "open": 2,
        "closing_soon": 1,
        "closed": 1,
        "announced": 1,
        "cancelled": 1,
    }
    for state, expected in {
        "open": {"open", "soon"},
        "closing_soon": {"soon"},
        "closed": {"closed"},
        "announced": {"announced"},
        "cancelled": {"cancelled"},
    }.items():
        assert set(urls(engine, "safran", state=state)) == {f"/fr/{key}/" for key in expected}
    order = urls(engine, "safran", type="call")
    assert order.index("/fr/soon/") < order.index("/fr/closed/") < order.index("/fr/cancelled/")


def test_what_is_to_be_seen_later_is_not_seen(engine, fill) -> None:
    now = timezone.now()
    fill(document("later", "Safran demain", visible_from=now + dt.timedelta(hours=2)), document("now", "Safran hier", visible_from=now - dt.timedelta(hours=2)))
    assert urls(engine, "safran") == ["/fr/now/"]
    assert [suggestion.url for suggestion in engine.suggest("safr", "fr")] == ["/fr/now/"]


def test_other_languages_stand_apart_but_not_translations_of_what_is_shown(engine, fill) -> None:
    fill(
        document("a", "Safran", group="page:1"),
        document("a", "Safran زعفران", "ar", origin="test:x", group="page:1"),
        document("b", "Safran آخر", "ar", group="page:2"),
    )
    results = engine.search(Query("safran", "fr"))
    assert ([hit.url for hit in results.hits], {language: [hit.url for hit in hits] for language, hits in results.other_languages.items()}) == (
        ["/fr/a/"],
        {"ar": ["/ar/b/"]},
    )


@pytest.mark.parametrize("typed", ["safron", "safrna", "saffran"])
def test_a_misspelt_word_is_corrected_and_the_answer_says_so(engine, fill, typed: str) -> None:
    fill(document("a", "Safran de Taliouine"), document("b", "Amandes"))
    results = engine.search(Query(typed, "fr"))
    assert ([hit.url for hit in results.hits], results.did_you_mean, results.corrected) == (["/fr/a/"], "safran", True)


def test_what_is_found_is_marked_and_escaped(engine, fill) -> None:
    fill(document("a", "Safran & <b>miel</b>", summary="Le <script>safran</script> des coopératives"))
    hit = engine.search(Query("safrans", "fr")).hits[0]
    assert (hit.title_html, hit.extract) == (
        "<mark>Safran</mark> &amp; &lt;b&gt;miel&lt;/b&gt;",
        "Le &lt;script&gt;<mark>safran</mark>&lt;/script&gt; des coopératives",
    )


def test_pages_follow_one_another_without_repeating(engine, fill) -> None:
    fill(*(document(f"p{number}", f"Safran {number}") for number in range(23)))
    pages = [urls(engine, "safran", page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 3, 0]
    assert len({url for page in pages for url in page}) == 23


@pytest.mark.parametrize("typed", ["saf", "Safran de T", "talio", "miel"])
def test_titles_and_other_names_are_suggested_while_typing(engine, fill, typed: str) -> None:
    fill(document("a", "Le safran de Taliouine", keywords=("Miel d’euphorbe",)), document("b", "Amandes"))
    assert [suggestion.url for suggestion in engine.suggest(typed, "fr")] == ["/fr/a/"]


def test_what_was_suggested_a_moment_ago_and_is_public_no_longer_is_not_suggested(engine, fill) -> None:
    fill(document("a", "Safran de Taliouine"), document("b", "Safran rouge"))
    before = [suggestion.url for suggestion in engine.suggest("saf", "fr")]
    SearchEntry.objects.filter(url="/fr/b/").delete()
    assert (sorted(before), [suggestion.url for suggestion in engine.suggest("saf", "fr")]) == (["/fr/a/", "/fr/b/"], ["/fr/a/"])


def test_hostile_queries_are_answered(engine, fill) -> None:
    fill(document("a", "Safran"))
    for typed in HOSTILE:
        results = engine.search(Query(typed, "fr"))
        assert results.engine == engine.name, typed[:40]
        assert isinstance(engine.suggest(typed, "fr"), list)
