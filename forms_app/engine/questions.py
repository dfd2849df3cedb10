"""What one question must be, type by type: choices, bounds, rows, files, standard field, pictures and sound."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django.contrib.staticfiles import finders
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .bounds import read_bound
from .shapes import ACCEPTED_FILES, AUDIO_VARIETIES, CHOICE_TYPES, NOT_IN_GROUPS, NUMBER_TYPES, QUESTION_TYPES, TEXT_TYPES, Audio, Question
from .standard_fields import STANDARD_FIELDS
from .structure import Place, Problem

MAX_CHOICES, MAX_ROWS, MAX_FILES, MAX_TEXT = 200, 50, 20, 10_000
#: Photos and documents that one annex may be made of.
MAX_PARTS = 40
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_AUDIO_FILE = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9/_.-]{0,200}\.(mp3|ogg|opus|m4a)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_AUTOCOMPLETE = re.compile(r"[a-z][a-z0-9 -]{0,60}")
_BOUNDED = NUMBER_TYPES | {"date", "multiple"}


def _sprite() -> frozenset[str]:
    path = cast("str", finders.find("img/sprite.svg"))
    return frozenset(re.findall(r'id="i-([a-z]+)"', Path(path).read_text(encoding="utf-8")))


#: Names of the pictograms the portal has.
PICTOGRAMS = cast("frozenset[str]", SimpleLazyObject(_sprite))


def usable_code(code: str) -> bool:
    """Small Latin letters, digits and underscores, at most 40: it stands in addresses, columns and exports."""
    return _CODE.fullmatch(code) is not None


def fits(question: Question, place: Place, *, inside: bool = False) -> Iterator[Problem]:
    """Everything wrong with one question, its code and condition apart. ``inside``: it is a field of a group."""
    if question.type not in QUESTION_TYPES or (inside and question.type in NOT_IN_GROUPS):
        yield place.problem(_("Questions of the type “%(type)s” cannot be asked here.") % {"type": question.type})
        return
    if inside and (question.show_if or question.standard or question.total_of or question.before):
        yield place.problem(_("A question inside a group has no condition and fills no standard field."))
    for check in (_choices, _bounds, _length, _rows, _files, _standard):
        yield from check(question, place)
    yield from _illustration(question.pictogram, question.audio, place)
    for choice in question.choices:
        yield from _illustration(choice.pictogram, choice.audio, place.at(choice.value, choice.label))
    if question.autocomplete and not _AUTOCOMPLETE.fullmatch(question.autocomplete):
        yield place.problem(_("“%(value)s” is no word that browsers know for filling in by themselves.") % {"value": question.autocomplete})


def _choices(question: Question, place: Place) -> Iterator[Problem]:
    codes = [choice.value for choice in question.choices]
    if bool(codes) != (question.type in CHOICE_TYPES):
        yield place.problem(_("Choices are missing.") if not codes else _("A question of this type has no choices."))
    if len(codes) != len(set(codes)) or len(codes) > MAX_CHOICES:
        yield place.problem(_("A choice is there twice, or there are too many."))
    for code in codes:
        if not usable_code(code):
            yield place.at(code).problem(_("This code cannot be used: small Latin letters, digits and “_”."))


def _bounds(question: Question, place: Place) -> Iterator[Problem]:
    limits: list[Any] = []
    for name in ("min", "max"):
        given = getattr(question, name)
        if given is None:
            continue
        limit = read_bound(question.type, given) if question.type in _BOUNDED else None
        if limit is None:
            yield place.at(name).problem(_("This limit does not suit a question of this type."))
        limits.append(limit)
    least = 1 if question.type == "multiple" else None
    if len(limits) == 2 and None not in limits and limits[0] > limits[1]:
        yield place.at("min").problem(_("The smallest value is greater than the largest."))
    if least and any(limit is not None and not least <= limit <= len(question.choices) for limit in limits):
        yield place.at("min").problem(_("This limit does not suit a question of this type."))


def _length(question: Question, place: Place) -> Iterator[Problem]:
    if question.max_length and (question.type not in TEXT_TYPES or question.max_length > MAX_TEXT):
        yield place.at("max_length").problem(_("This limit does not suit a question of this type."))
    if question.total_of and question.type != "money":
        yield place.at("total_of").problem(_("Only an amount can be a total."))


def _rows(question: Question, place: Place) -> Iterator[Problem]:
    if bool(question.questions) != (question.type == "group"):
        yield place.problem(_("A group has at least one question, and only a group has questions inside."))
    if not question.min_rows <= question.max_rows <= MAX_ROWS or question.max_rows < 1:
        yield place.at("max_rows").problem(_("This limit does not suit a question of this type."))


def _files(question: Question, place: Place) -> Iterator[Problem]:
    if (question.accept and question.type != "file") or not set(question.accept) <= set(ACCEPTED_FILES):
        yield place.at("accept").problem(_("Files are accepted by kind: %(kinds)s.") % {"kinds": ", ".join(ACCEPTED_FILES)})
    if question.annex and (question.type != "file" or "office" in question.accept):
        yield place.at("annex").problem(_("Only photos and PDFs can be put together into one document."))
    if not 1 <= question.max_files <= (MAX_PARTS if question.annex else MAX_FILES):
        yield place.at("max_files").problem(_("This limit does not suit a question of this type."))


def _standard(question: Question, place: Place) -> Iterator[Problem]:
    if not question.standard:
        return
    field = STANDARD_FIELDS.get(question.standard)
    if field is None or not field.accepts(question.type, [choice.value for choice in question.choices]):
        words = {"field": question.standard}
        yield place.problem(_("This question does not fit the standard field “%(field)s”: its type or one of its choices differs.") % words)


def _illustration(pictogram: str, audio: tuple[Audio, ...], place: Place) -> Iterator[Problem]:
    if pictogram and pictogram not in PICTOGRAMS:
        yield place.at("pictogram").problem(_("The portal has no pictogram “%(name)s”.") % {"name": pictogram})
    for one in audio:
        if one.variety not in AUDIO_VARIETIES:
            yield place.at("audio").at(one.variety).problem(_("A recording is in one of: %(varieties)s.") % {"varieties": ", ".join(AUDIO_VARIETIES)})
        if not _AUDIO_FILE.fullmatch(one.file) or not _SHA256.fullmatch(one.sha256):
            yield place.at("audio").at(one.variety).problem(_("A recording has a file of the portal’s own and its SHA-256."))
