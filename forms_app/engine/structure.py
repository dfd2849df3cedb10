"""Whether arbitrary JSON has the shape of a definition: every entry of the right kind, every text in the languages it needs.

Nothing here raises, whatever it is given; :mod:`.problems` goes on only when there is nothing to say here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeGuard

from django.utils.translation import gettext as _

from portal.core import languages
from portal.core.text import UNSTORABLE
from portal.core.translated import REQUIRED_LANGUAGES, TranslatedText

from .conditions import MAX_DEPTH, SPANS

#: Larger numbers are nobody's, and no browser holds them exactly.
MAX_NUMBER = 10**15
MAX_YEARS = 100


@dataclass(frozen=True)
class Problem:
    """Something that forbids publishing, or (a warning) that an editor should know.

    ``place`` is the path by codes (``you.full_name.label``), ``where`` the same in the words of the form, ``language`` the
    language it concerns, if one. Words are in the language active when the definition was examined.
    """

    place: str
    text: str
    where: str = ""
    language: str = ""

    def __str__(self) -> str:
        return f"{self.where or self.place}: {self.text}"


@dataclass(frozen=True)
class Place:
    """Where we are: codes and words, outermost first."""

    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def at(self, code: object, words: object = None) -> "Place":
        """One level deeper. ``words`` may be a translated text; without them the code is said."""
        said = str(TranslatedText(words)) if isinstance(words, Mapping) and all(isinstance(one, str) for one in words.values()) else ""
        return Place((*self.codes, _short(code)), (*self.words, _short(said or (words if isinstance(words, str) else code))))

    def problem(self, text: str, language: str = "") -> Problem:
        """A problem here."""
        return Problem(".".join(self.codes), text, " › ".join(self.words), language)


def _short(value: object) -> str:
    return UNSTORABLE.sub("?", str(value)[:60]) if isinstance(value, str | int) else "?"


Check = Callable[[object, Place], Iterator[Problem]]
#: What may stand in an object: how it is checked, and whether it must be there.
Entries = Mapping[str, tuple[Check, bool]]


def _storable(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not UNSTORABLE.search(value)


def text(value: object, place: Place) -> Iterator[Problem]:
    """A text in several languages, the required ones among them."""
    if not isinstance(value, Mapping):
        yield place.problem(_("A text in each language is expected here."))
        return
    for language, words in value.items():
        if language not in languages.codes() or not _storable(words):
            yield place.problem(_("This text has an unknown language, or characters that cannot be stored."), str(language)[:20] if _storable(language) else "")
    for language in REQUIRED_LANGUAGES:
        if not isinstance(value.get(language), str) or not value[language].strip():
            yield place.problem(_("Missing in: %(languages)s") % {"languages": languages.own_name(language)}, language)


def optional_text(value: object, place: Place) -> Iterator[Problem]:
    """Nothing, or a text in the required languages."""
    if not isinstance(value, Mapping) or any(value.values()):
        yield from text(value, place)


def string(value: object, place: Place) -> Iterator[Problem]:
    """A short code or word without language."""
    if not _storable(value) or len(value) > 500:
        yield place.problem(_("A short word or code is expected here."))


def boolean(value: object, place: Place) -> Iterator[Problem]:
    """Yes or no."""
    if not isinstance(value, bool):
        yield place.problem(_("Yes or no is expected here."))


def whole(value: object, place: Place) -> Iterator[Problem]:
    """A count."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
        yield place.problem(_("A whole number is expected here."))


def bound(value: object, place: Place) -> Iterator[Problem]:
    """A number, a decimal or a date: what it must be depends on the question."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MAX_NUMBER
    if not number and not (_storable(value) and len(value) <= 30):
        yield place.problem(_("A number or a date is expected here."))


def listed(check: Check, value: object, place: Place) -> Iterator[Problem]:
    """A list whose entries are all right."""
    if not isinstance(value, list | tuple):
        yield place.problem(_("A list is expected here."))
        return
    for number, one in enumerate(value, 1):
        yield from check(one, _entry(place, one, number))


def _entry(place: Place, one: object, number: int) -> Place:
    entry = one if isinstance(one, Mapping) else {}
    code = next((entry[name] for name in ("key", "value") if isinstance(entry.get(name), str) and entry[name]), number)
    return place.at(code, next((entry[name] for name in ("title", "label") if isinstance(entry.get(name), Mapping)), None))


def record(entries: Entries, value: object, place: Place) -> Iterator[Problem]:
    """An object with known entries; an empty one (``null``) counts as absent."""
    if not isinstance(value, Mapping):
        yield place.problem(_("Several named entries are expected here."))
        return
    for name, (check, required) in entries.items():
        here = place if name in _TRANSPARENT else place.at(name)
        if value.get(name) is not None:
            yield from check(value[name], here)
        elif required:
            yield here.problem(_("This is missing."))


def condition(value: object, place: Place, depth: int = 0) -> Iterator[Problem]:
    """``{key, in}``, ``{key, years}``, or several under ``all`` or ``any``."""
    if isinstance(value, Mapping) and depth < MAX_DEPTH and len(value) == 1 and (word := next(iter(value))) in {"all", "any"}:
        if value[word]:
            yield from listed(partial(condition, depth=depth + 1), value[word], place)
            return
    elif isinstance(value, Mapping) and set(value) == {"key", "in"} and value["in"]:
        yield from record(_CONDITION, value, place)
        return
    elif isinstance(value, Mapping) and set(value) == {"key", "years"}:
        yield from record(_ELAPSED, value, place)
        return
    yield place.problem(_("This condition cannot be understood: it needs a question and at least one of its answers."))


def years(value: object, place: Place) -> Iterator[Problem]:
    """``{at_most: 4}``: one of the spans, and a number of years."""
    if not isinstance(value, Mapping) or len(value) != 1 or not set(value) <= set(SPANS):
        yield place.problem(_("A number of years is expected here."))
        return
    (count,) = value.values()
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MAX_YEARS:
        yield place.problem(_("A number of years is expected here."))


def audio(value: object, place: Place) -> Iterator[Problem]:
    """Recordings by variety."""
    if not isinstance(value, Mapping):
        yield place.problem(_("Several named entries are expected here."))
        return
    for variety, one in value.items():
        yield from record(_AUDIO, one, place.at(variety))


def transcript(value: object, place: Place) -> Iterator[Problem]:
    """Words said: one text, or one in each language."""
    if not _storable(value):
        yield from text(value, place)


#: Entries whose name says nothing to an editor: their children say where we are.
_TRANSPARENT = frozenset({"steps", "questions", "choices"})
_CONDITION: Entries = {"key": (string, True), "in": (partial(listed, string), True)}
_ELAPSED: Entries = {"key": (string, True), "years": (years, True)}
_AUDIO: Entries = {"file": (string, True), "sha256": (string, True), "transcript": (transcript, True)}
_ILLUSTRATED: Entries = {"pictogram": (string, False), "audio": (audio, False)}
CHOICE: Entries = {"value": (string, True), "label": (text, True), "hint": (optional_text, False), **_ILLUSTRATED}
_INNER: Entries = {
    "key": (string, True),
    "type": (string, True),
    "label": (text, True),
    "hint": (optional_text, False),
    "text": (optional_text, False),
    "required": (boolean, False),
    "show_if": (condition, False),
    "standard": (string, False),
    "sensitive": (boolean, False),
    "min": (bound, False),
    "max": (bound, False),
    "max_length": (whole, False),
    "autocomplete": (string, False),
    "choices": (partial(listed, partial(record, CHOICE)), False),
    "min_rows": (whole, False),
    "max_rows": (whole, False),
    "accept": (partial(listed, string), False),
    "max_files": (whole, False),
    "annex": (boolean, False),
    "valid_months": (whole, False),
    "source": (string, False),
    "total_of": (string, False),
    "before": (boolean, False),
    **_ILLUSTRATED,
}
QUESTION: Entries = {**_INNER, "questions": (partial(listed, partial(record, _INNER)), False)}
STEP: Entries = {
    "key": (string, True),
    "title": (text, True),
    "intro": (optional_text, False),
    "show_if": (condition, False),
    "questions": (partial(listed, partial(record, QUESTION)), True),
    **_ILLUSTRATED,
}
RULE: Entries = {"if": (condition, True), "answer": (string, True), "text": (text, True), "link": (string, False), "source": (string, True)}
FORM: Entries = {
    "title": (text, True),
    "intro": (optional_text, False),
    "steps": (partial(listed, partial(record, STEP)), True),
    "rules": (partial(listed, partial(record, RULE)), False),
}


def examine(data: object) -> list[Problem]:
    """Everything that is not shaped as a definition."""
    return list(record(FORM, data, Place()))
