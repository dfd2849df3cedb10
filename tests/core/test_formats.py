"""Dates, hours and numbers as Morocco writes them."""

import datetime as dt

import pytest
from django.utils import translation

from portal.core import formats
from portal.core.formats import format_date, format_datetime, format_number, format_time, whole_numbers

MONTHS = {
    "ar": ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "zgh": ["ⵉⵏⵏⴰⵢⵔ", "ⴱⵕⴰⵢⵕ", "ⵎⴰⵕⵚ", "ⵉⴱⵔⵉⵔ", "ⵎⴰⵢⵢⵓ", "ⵢⵓⵏⵢⵓ", "ⵢⵓⵍⵢⵓⵣ", "ⵖⵓⵛⵜ", "ⵛⵓⵜⴰⵏⴱⵉⵔ", "ⴽⵜⵓⴱⵔ", "ⵏⵓⵡⴰⵏⴱⵉⵔ", "ⴷⵓⵊⴰⵏⴱⵉⵔ"],
}
THIN = "\u202f"


@pytest.mark.parametrize("language", MONTHS)
def test_months_are_moroccan(language: str) -> None:
    """Babel's and Django's plain "ar" would say أغسطس and ديسمبر."""
    assert [format_date(dt.date(2026, month, 15), language) for month in range(1, 13)] == [f"15 {name} 2026" for name in MONTHS[language]]


@pytest.mark.parametrize(
    ("day", "expected"), [(dt.date(2026, 1, 1), "1er janvier 2026"), (dt.date(2026, 1, 11), "11 janvier 2026"), (dt.date(2021, 8, 21), "21 août 2021")]
)
def test_the_first_of_the_month_in_french(day: dt.date, expected: str) -> None:
    assert format_date(day, "fr") == expected


@pytest.mark.parametrize(("language", "expected"), [("ar", "1 ماي 2026"), ("zgh", "1 ⵎⴰⵢⵢⵓ 2026")])
def test_the_first_of_the_month_elsewhere(language: str, expected: str) -> None:
    assert format_date(dt.date(2026, 5, 1), language) == expected


def test_a_moment_is_told_in_moroccan_time() -> None:
    """23:30 in UTC is already the next day in Morocco."""
    moment = dt.datetime(2026, 7, 31, 23, 30, tzinfo=dt.UTC)
    assert (format_date(moment, "fr"), format_time(moment)) == ("1er août 2026", "00:30")


@pytest.mark.parametrize(("language", "hour"), [("ar", "16:00"), ("fr", "16\u00a0h\u00a000"), ("zgh", "16:00")])
def test_a_moment_has_its_date_and_its_hour(language: str, hour: str) -> None:
    with translation.override(language):
        text = format_datetime(dt.datetime(2026, 12, 15, 15, 0, tzinfo=dt.UTC))
    assert f"15 {MONTHS[language][11]} 2026" in text
    assert hour in text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (64677, {"ar": "64,677", "fr": f"64{THIN}677", "zgh": f"64{THIN}677"}),
        (999, {"ar": "999", "fr": "999", "zgh": "999"}),
        (0, {"ar": "0", "fr": "0", "zgh": "0"}),
        (19.5, {"ar": "19.5", "fr": "19,5", "zgh": "19,5"}),
        (36000.0, {"ar": "36,000", "fr": f"36{THIN}000", "zgh": f"36{THIN}000"}),
        (1234567.8, {"ar": "1,234,567.8", "fr": f"1{THIN}234{THIN}567,8", "zgh": f"1{THIN}234{THIN}567,8"}),
    ],
)
def test_digits_are_western_and_grouped(value: float, expected: dict[str, str]) -> None:
    assert {language: format_number(value, language) for language in MONTHS} == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, {"ar": "1 كيلوبايت", "fr": "1 ko", "zgh": "1 ko"}),
        (9_500, {"ar": "9 كيلوبايت", "fr": "9 ko", "zgh": "9 ko"}),
        (1_048_575, {"ar": "1 ميغابايت", "fr": "1 Mo", "zgh": "1 Mo"}),
        (1_500_000, {"ar": "1.4 ميغابايت", "fr": "1,4 Mo", "zgh": "1,4 Mo"}),
        (25_000_000, {"ar": "24 ميغابايت", "fr": "24 Mo", "zgh": "24 Mo"}),
    ],
)
def test_sizes_of_files_are_written_in_words_that_she_reads(size: int, expected: dict[str, str]) -> None:
    found = {}
    for language in MONTHS:
        with translation.override(language):
            found[language] = formats.file_size(size)
    assert found == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("اتصلي على 06 12 34 56 78. 12 يوما", "اتصلي على [06~12~34~56~78]. 12 يوما"),
        ("الهاتف: +212 5 37 68 40 60، أو 0537-684060", "الهاتف: [+212~5~37~68~40~60]، أو [0537-684060]"),
        ("ملفك 1012-000004-0 ينقصه شيء", "ملفك [1012-000004-0] ينقصه شيء"),
        ("استراتيجية 2022-2026، القانون 05-81، 12 000 000 درهم، يوم 01/02/2026", "استراتيجية 2022-2026، القانون 05-81، 12 000 000 درهم، يوم 01/02/2026"),
        ("06 12 34 56 78", "06 12 34 56 78"),
    ],
)
def test_telephones_and_references_in_a_sentence_are_not_turned_round(written: str, read: str) -> None:
    """Arabic letters before them would show “78 56 34 12 06”; years, laws and amounts are left to the sentence."""
    assert whole_numbers(written) == read.translate({ord("["): "\u2066", ord("]"): "\u2069", ord("~"): "\u00a0"})
