"""The server's analysers: the و that is a word's own, elision, Tifinagh; letters folded as our normaliser folds them."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_app.calls.models.state import State
from search.database import store
from search.elastic import connection, public_index
from search.elastic.indices import create, public
from search.elastic.rebuild import rebuild
from search.elastic.states import state_filters
from search.normalise import fold, tokens
from search.states import DATES, state_at

from .elastic_ground import elastic  # noqa: F401
from .test_engine import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysed(elastic) -> object:  # noqa: F811
    """What an analyser of an index makes of a text."""
    for origin in public_index.origins():
        create(connection.public_client(), origin.alias, origin.mapping())

    def ask(language: str, text: str, analyser: str = "") -> list[str]:
        answer = elastic.indices.analyze(index=public(language).next, analyzer=analyser or f"portal_{language}", text=text)
        return [token["token"] for token in answer.body["tokens"]]

    return ask


def test_a_first_letter_that_is_the_words_own_stays(analysed) -> None:
    for word in ("وزارة", "وثيقة", "ولاية", "وكالة", "وجدة", "واحة", "ورشة"):
        (own,) = analysed("ar", word)
        assert own.startswith("و"), word
        assert analysed("ar", " ".join(tokens(f"ال{word}", "ar"))) == [own]


def test_arabic_endings_meet_in_the_stem_and_not_beside_it(analysed) -> None:
    words = [" ".join(tokens(word, "ar")) for word in ("مواطنون", "مواطنين", "مواطنة")]
    assert len({tuple(analysed("ar", word)) for word in words}) == 1
    assert [analysed("ar", word, "portal_folded") for word in words] == [[word] for word in words]


def test_french_articles_accents_and_endings_go(analysed) -> None:
    assert analysed("fr", "L’école") == analysed("fr", "écoles") == analysed("fr", "ecole")
    assert analysed("fr", "financement") != analysed("fr", "finance", "portal_folded")


@pytest.mark.parametrize(
    ("language", "indexed", "text"),
    [
        ("ar", "portal_ar_folded", "الوزارة والتعاونيات بالأطلس المواطنون مشاريعهن إدارة وثيقة المدارس ڭلميم ٦٤٬٦٧٧"),
        ("fr", "portal_fr_folded", "L’école des élèves, coopératives régionaux œuvre financement mangeaient 64 677"),
        ("zgh", "portal_folded", "ⵜⴰⵎⵖⴰⵔⵜ ⴰⴳⵯⴷⵣ ⴰⵥⵥⴰⵢ tamghart coopérative"),
    ],
)
def test_words_are_indexed_as_what_is_typed_is_read(analysed, language: str, indexed: str, text: str) -> None:
    folded = " ".join(tokens(text, language))
    assert analysed(language, folded, indexed) == analysed(language, folded)


@pytest.mark.parametrize(("language", "words"), [("ar", "أَهْلاً إدارة مدرسةٌ ڭلميم پاپ قرى"), ("zgh", "ⵜⴰⵎⵖⴰⵔⵜ ⴰⴳⵯⴷⵣ ⴰⵥⵥⴰⵢ ⵜⴰⵡⵓⵔⵉ")])
def test_letters_are_folded_as_we_fold_them(analysed, language: str, words: str) -> None:
    for word in words.split():
        assert analysed(language, word) == analysed(language, fold(word, language)), word


def _calls(now: dt.datetime) -> list[dict[str, dt.datetime]]:
    """Calls of every kind of past: each date missing, long ago, a minute ago, in a minute, or later."""
    moments = (None, now - dt.timedelta(days=9), now - dt.timedelta(minutes=3), now + dt.timedelta(minutes=3), now + dt.timedelta(days=9))
    calls = []
    for number in range(300):
        chosen = {name: moments[number * (place * place + 3 * place + 7) // (place + 1) % 5] for place, name in enumerate(DATES)}
        chosen["published_at"] = chosen["published_at"] or moments[1]
        calls.append({name: moment for name, moment in chosen.items() if moment})
    return calls


def test_each_call_is_found_under_its_state_and_no_other(elastic) -> None:  # noqa: F811
    now = timezone.now().replace(second=0, microsecond=0)
    calls = _calls(now)
    store.write(document(str(number), "Appel", type="call", dates=dates) for number, dates in enumerate(calls))
    origin = next(origin for origin in public_index.origins() if origin.alias == public("fr"))
    rebuild(connection.public_client(), origin, grace=0)
    expected: dict[str, set[str]] = {}
    for number, dates in enumerate(calls):
        expected.setdefault(state_at(dates, now).value, set()).add(f"test:{number}:fr")
    expected[State.OPEN] = expected.get(State.OPEN, set()) | expected.get(State.CLOSING_SOON, set())
    found = {}
    for state, condition in state_filters(now).items():
        hits = elastic.search(index=public("fr").name, query=condition, size=1000).body["hits"]["hits"]
        found[state] = {hit["_id"] for hit in hits}
    assert {state: keys for state, keys in found.items() if keys} == {str(state): keys for state, keys in expected.items() if keys}
    assert len(expected) >= 7
