"""Dates, hours and numbers as Morocco writes them: Western digits, Moroccan month names, local time."""

import datetime as dt
import re

from babel.dates import format_date as babel_date
from django.utils import timezone
from django.utils.translation import gettext

from . import languages

#: Babel's locale for each language: ``ar`` alone would give the months of the Levant and Arabic-Indic digits.
_BABEL = {"ar": "ar_MA", "fr": "fr_MA", "zgh": "zgh"}
#: Names printed in public documents, from the glossary of months (data/zgh_glossary.csv, CLDR).
_MONTHS_ZGH = ["ⵉⵏⵏⴰⵢⵔ", "ⴱⵕⴰⵢⵕ", "ⵎⴰⵕⵚ", "ⵉⴱⵔⵉⵔ", "ⵎⴰⵢⵢⵓ", "ⵢⵓⵏⵢⵓ", "ⵢⵓⵍⵢⵓⵣ", "ⵖⵓⵛⵜ", "ⵛⵓⵜⴰⵏⴱⵉⵔ", "ⴽⵜⵓⴱⵔ", "ⵏⵓⵡⴰⵏⴱⵉⵔ", "ⴷⵓⵊⴰⵏⴱⵉⵔ"]
_THOUSANDS = {"fr": "\u202f", "ar": ",", "zgh": "\u202f"}
_DECIMAL = {"fr": ",", "ar": ".", "zgh": ","}
_BEFORE_COLON = {"fr": "\u202f"}
#: From so many megabytes on a tenth matters to nobody.
_PRECISE = 10
#: Groups of digits, one blank, full stop or hyphen between two of them.
_GROUPS = re.compile("[+\\d]\\d*(?:[ .\u00a0-]\\d+)+")
_ARABIC = re.compile("[\u0600-\u06ff]")
_REFERENCE = re.compile(r"\d{4}-\d{6}-\d")
#: Digits of a telephone at least, from its first 0 or its +.
_PHONE_DIGITS = 9


def format_date(value: dt.date | dt.datetime, language: str | None = None) -> str:
    """Day, month by name and year: ``15 دجنبر 2026``, ``15 décembre 2026``, ``15 ⴷⵓⵊⴰⵏⴱⵉⵔ 2026``."""
    language = language or languages.current()
    value = _local(value)
    if language == "zgh":
        return f"{value.day} {_MONTHS_ZGH[value.month - 1]} {value.year}"
    text = babel_date(value, "d MMMM y", locale=_BABEL[language])
    return text.replace("1 ", "1er ", 1) if language == "fr" and value.day == 1 else text


def format_month(value: dt.date, language: str | None = None) -> str:
    """Month by name and year: ``دجنبر 2026``, ``décembre 2026``, ``ⴷⵓⵊⴰⵏⴱⵉⵔ 2026``."""
    language = language or languages.current()
    if language == "zgh":
        return f"{_MONTHS_ZGH[value.month - 1]} {value.year}"
    return babel_date(value, "LLLL y", locale=_BABEL[language])


def format_time(value: dt.datetime, language: str | None = None) -> str:
    """Local hour and minutes on a 24-hour clock: ``23:59``, in French ``23 h 59``."""
    language = language or languages.current()
    return _local(value).strftime("%-H\u00a0h\u00a0%M" if language == "fr" else "%H:%M")


def format_datetime(value: dt.datetime, language: str | None = None) -> str:
    """A moment in words, in the portal's time zone."""
    language = language or languages.current()
    parts = {"date": format_date(value, language), "time": format_time(value, language)}
    return gettext("%(date)s at %(time)s") % parts


def format_number(value: float, language: str | None = None) -> str:
    """A number with its thousands apart: ``64,677`` in Arabic, ``64 677`` (narrow no-break space) in French."""
    language = language or languages.current()
    text = f"{value:,.1f}" if isinstance(value, float) and not value.is_integer() else f"{value:,.0f}"
    return text.translate({ord(","): _THOUSANDS[language], ord("."): _DECIMAL[language]})


def file_size(size: int) -> str:
    """Bytes in words of the language in force: ``9 ko``, ``1,4 Mo``, ``24 Mo``."""
    kilobytes, megabytes = max(round(size / 1024), 1), size / 1024**2
    if kilobytes < 1024:
        return gettext("%(amount)s KB") % {"amount": format_number(kilobytes)}
    return gettext("%(amount)s MB") % {"amount": format_number(round(megabytes, 1) if megabytes < _PRECISE else round(megabytes))}


def colon() -> str:
    """The colon between a label and what it labels, in the language in force: French has a narrow space before it."""
    return f"{_BEFORE_COLON.get(languages.current(), '')}:"


def whole_numbers(text: str) -> str:
    """Telephones and numbers of files among Arabic words: from left to right all the same, and a telephone on one line."""
    return _GROUPS.sub(_whole, text) if _ARABIC.search(text) else text


def _whole(found: re.Match[str]) -> str:
    groups = found[0]
    phone = groups[0] in "+0٠" and sum(map(str.isdigit, groups)) >= _PHONE_DIGITS
    if groups == found.string or not (phone or _REFERENCE.fullmatch(groups)):
        return groups
    return "\u2066" + groups.replace(" ", "\u00a0") + "\u2069"


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
