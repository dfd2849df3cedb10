"""The public page and the files below /data/: in three languages, without inline style or script, every chart with its table."""

import csv
import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from forms_app.statistics.dictionary import dictionary
from forms_app.statistics.models import CountedMonth
from forms_app.statistics.services import count_months
from portal.core import languages
from portal.core.days import midnight
from portal.core.formats import format_number
from regions.models import RegistrationCount
from tests.query_counts import COLD, WARM, cold, warm

from .ground import AUGUST, JULY, an_open_call, files, oriental, souss

pytestmark = pytest.mark.django_db
PAGES = [f"/{code}/statistics/" for code in languages.codes()]
PRINTED = {"09": 3771, "02": 3142}
IN_OCTOBER = midnight(dt.date(2026, 10, 3))


TAGS, BLANKS = re.compile(r"<[^>]*>"), re.compile(r"\s+")


def read(client, address: str) -> str:
    return client.get(address).content.decode()


def words(html: str) -> str:
    return BLANKS.sub("", TAGS.sub("", html))


def drawn(page: str) -> list[tuple[str, str]]:
    """Labels and numbers of each chart, and those of the rows of the table beside it."""
    found = []
    for part in page.split('<div class="charted">')[1:]:
        picture, rest = part.split("</svg>", 1)
        found.append((words(picture.split("</title>")[1]), words(rest.split("<tbody>")[1].split("</tbody>")[0])))
    return found


def printed() -> None:
    for place in (souss(), oriental()):
        RegistrationCount.objects.create(region=place, women=PRINTED[place.code], as_of="2023")


def two_months() -> None:
    """Something to draw: two regions, two months, a rare answer."""
    of = an_open_call()
    files(1240, of=of, at=JULY, marital_status="married", project_sector="farming")
    files(30, of=of, at=AUGUST, marital_status="divorced", region=oriental())
    for status, number in {"single": 20, "divorced": 15, "widowed": 4}.items():
        files(number, of=of, at=JULY, marital_status=status, project_sector="trade")
    count_months(at=IN_OCTOBER)
    cache.clear()


@pytest.mark.parametrize("address", PAGES)
def test_every_chart_has_its_table_with_the_same_words_and_numbers(client, address):
    two_months()
    printed()
    charts = drawn(read(client, address))
    assert len(charts) == len(["month", "region", "marital_status", "project_sector", "before"])
    assert [picture for picture, table in charts if picture != table] == []


@pytest.mark.parametrize("address", [*PAGES, "/data/"])
def test_nothing_is_inline(client, address):
    two_months()
    assert re.findall(r"<style|<script(?! type=\"module\" src)|\s(?:style|on[a-z]+)=", read(client, address)) == []


def test_numbers_in_a_drawing_are_numbers_in_every_language(client):
    """A French comma in an attribute would draw nothing."""
    two_months()
    for address in PAGES:
        lengths = re.findall(r' (?:x|y|width|height|dx)="([^"]+)"', re.search(r"<svg role=.*</svg>", client.get(address).content.decode(), re.S)[0])
        assert [one for one in lengths if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(em|%)", one)] == []


def test_bars_grow_from_where_lines_begin(client):
    two_months()
    first = {
        code: re.search(r'<rect x="([0-9.]+)%"[^>]* width="([0-9.]+)%"', client.get(f"/{code}/statistics/").content.decode()).groups() for code in ("ar", "fr")
    }
    assert first == {"ar": ("24.0", "76.0"), "fr": ("0", "76.0")}


@pytest.mark.parametrize("code", languages.codes())
def test_without_figures_the_page_says_when_and_tells_those_of_before(client, code):
    printed()
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=False), override(code):
        page = client.get(f"/{code}/statistics/").content.decode()
        assert ("2026" in page, format_number(sum(PRINTED.values())) in page) == (True, True)
        assert page.count('role="img"') == 1


def test_the_figures_of_before_are_added_to_nothing(client):
    two_months()
    printed()
    pages = "".join(client.get(address).content.decode() for address in PAGES)
    names = ("by-month", "by-answer")
    everything = pages + "".join(client.get(f"/data/registrations/latest/{name}.{end}").content.decode() for name in names for end in ("csv", "json"))
    mixed = {PRINTED["09"] + 1279, PRINTED["02"] + 30, sum(PRINTED.values()) + 1309}
    assert [number for number in mixed for code in languages.codes() if str(number) in everything or format_number(number, code) in everything] == []


def test_small_numbers_are_on_no_page_and_in_no_file(client):
    two_months()
    found = client.get("/data/registrations/latest/by-answer.json").json()["rows"]
    marital = {(row["region"], row["answer"]): row["registrations"] for row in found if row["field"] == "marital_status"}
    shown = {"married": 1240, "single": 20, "not_given": 0, "together": 19}
    assert marital == {("oriental", "together"): 30} | {("souss-massa", answer): number for answer, number in shown.items()}


def rows_of(client, address: str) -> list[dict]:
    response = client.get(address)
    assert response.content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    "name", ["registrations/latest/by-month", "registrations/2026-08-31/by-month", "registrations/latest/by-answer", "before-this-portal", "dictionary"]
)
def test_both_formats_say_the_same(client, name):
    two_months()
    printed()
    table = rows_of(client, f"/data/{name}.csv")
    records = client.get(f"/data/{name}.json").json()["rows"]
    assert table == [{key: str(value) for key, value in record.items()} for record in records]
    assert len(table) > 1


def test_a_state_keeps_its_address_and_its_content(client):
    two_months()
    address = "/data/registrations/2026-09-30/by-answer.csv"
    before = client.get(address).content
    files(300, of=an_open_call(), at=midnight(dt.date(2026, 10, 5)), marital_status="single")
    count_months(at=midnight(dt.date(2027, 1, 3)))
    cache.clear()
    assert client.get(address).content == before
    assert client.get("/data/registrations/latest/by-answer.csv").content != before


@pytest.mark.parametrize(
    "address",
    [
        "registrations/2026-09-29/by-month.csv",
        "registrations/latest/by-person.csv",
        "registrations/latest/by-month.xlsx",
        "registrations/x/by-month.csv",
        "else.csv",
    ],
)
def test_there_is_no_other_file(client, address):
    two_months()
    assert client.get(f"/data/{address}").status_code == 404


def test_nothing_is_published_before_the_first_month(client):
    assert client.get("/data/registrations/latest/by-month.csv").status_code == 404
    assert "registrations/latest" not in client.get("/data/").content.decode()


def test_who_has_a_file_gets_nothing(client):
    two_months()
    address = reverse("data_registrations", args=["latest", "by-month", "csv"])
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content, first.headers["Access-Control-Allow-Origin"], first.headers["Cache-Control"]) == (
        304,
        b"",
        "*",
        "public, max-age=600",
    )


def test_the_list_of_files_leads_to_every_file(client):
    two_months()
    printed()
    addresses = re.findall(r'href="(/data/[^"]+)"', client.get("/data/").content.decode())
    assert len(addresses) == 4 + 2 + 2 + 2 + 2 + 4
    assert [address for address in addresses if client.get(address).status_code != 200] == []


def test_the_list_speaks_the_readers_language(client):
    assert [
        re.search(r'<html lang="(\w+)" dir="(\w+)"', client.get("/data/", headers={"accept-language": code}).content.decode()).groups() for code in ("ar", "fr")
    ] == [
        ("ar", "rtl"),
        ("fr", "ltr"),
    ]


def test_a_licence_that_is_not_confirmed_says_so(client, settings):
    settings.OPEN_DATA_LICENCE_CONFIRMED = False
    proposed = client.get("/data/").content.decode().count("notice--wait")
    settings.OPEN_DATA_LICENCE_CONFIRMED = True
    cache.clear()
    assert (proposed, client.get("/data/").content.decode().count("notice--wait")) == (1, 0)


def test_the_dictionary_knows_every_code_that_is_published(client):
    two_months()
    known = {(row["field"], row["code"]) for row in rows_of(client, "/data/dictionary.csv")}
    assert {(row["field"], row["answer"]) for row in rows_of(client, "/data/registrations/latest/by-answer.csv")} - known == set()


def test_the_dictionary_is_in_arabic_and_french_throughout():
    texts = [one.label for one in dictionary().fields] + [one.definition for one in dictionary().fields]
    texts += [label for one in dictionary().fields for label in one.values.values()]
    assert [text for text in texts if not (text.get("ar") and text.get("fr"))] == []


@pytest.mark.parametrize("address", [*PAGES, "/data/"])
def test_queries(client, address):
    two_months()
    printed()
    assert (cold(client, address) <= COLD, warm(client, address) <= WARM) == (True, True)


def test_a_page_costs_the_same_with_one_month_and_with_many(client):
    two_months()
    few = cold(client, "/fr/statistics/")
    for at in range(10, 13):
        files(15, of=an_open_call(), at=midnight(dt.date(2026, at, 5)))
    count_months(at=midnight(dt.date(2027, 6, 3)))
    assert (cold(client, "/fr/statistics/"), CountedMonth.objects.count()) == (few, 11)
