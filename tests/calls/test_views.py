"""The list of calls and a call's page."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_app.calls.models import Call
from tests.factories_forms import call, form, region

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(response: object) -> list[str]:
    """Titles of the cards, in order."""
    return [card["title"]["fr"] for card in response.context["cards"]]


def one_in_each_state() -> dict[str, Call]:
    now = timezone.now()
    return {
        "closed": call(closes_at=now - DAY),
        "cancelled": call(cancelled_at=now - DAY, cancel_reason={"ar": "سبب", "fr": "raison"}),
        "results_published": call(closes_at=now - DAY, results_published_at=now - DAY / 2),
        "open": call(),
        "announced": call(opens_at=now + DAY),
        "closing_soon": call(closes_at=now + 3 * DAY),
        "under_review": call(closes_at=now - 2 * DAY, review_started_at=now - DAY),
        "draft": call(published_at=None),
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "إلى غاية 15 يونيو 2027، الساعة 16:30"),
        ("fr", "Jusqu’au 15 juin 2027 à 16\u00a0h\u00a030"),
        ("zgh", "ⴰⵔ 15 ⵢⵓⵏⵢⵓ 2027, ⴳ 16:30"),
    ],
)
def test_an_open_call_says_until_when(client, language, said):
    call(closes_at=dt.datetime(2027, 6, 15, 16, 30, tzinfo=timezone.get_default_timezone()))
    assert said in client.get(f"/{language}/calls/").content.decode()


def test_what_presses_comes_first_and_drafts_are_not_shown(client):
    calls = one_in_each_state()
    order = ["closing_soon", "open", "announced", "under_review", "results_published", "closed", "cancelled"]
    assert titles(client.get("/fr/calls/")) == [calls[state].title["fr"] for state in order]


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("state=open", ["closing_soon", "open"]),
        ("state=cancelled", ["cancelled"]),
        ("state=announced&kind=project_holders&programme=jisr", ["announced"]),
        ("state=announced&kind=cooperatives", []),
    ],
)
def test_filters_narrow_the_list(client, query, states):
    calls = one_in_each_state()
    assert titles(client.get(f"/fr/calls/?{query}")) == [calls[state].title["fr"] for state in states]


def test_a_programme_that_is_history_is_offered_only_where_its_page_leads_to_its_calls(client):
    over = call()
    type(over.programme).objects.update(archived=True)
    code = over.programme.code
    chosen, all_of_them = (client.get(f"/fr/calls/{query}") for query in (f"?programme={code}", ""))
    assert [page.content.decode().count(f'value="{code}"') for page in (chosen, all_of_them)] == [1, 0]
    assert f"/fr/calls/{over.slug}/" in chosen.content.decode()


def test_the_region_filter_keeps_calls_of_the_whole_country(client):
    country, elsewhere = call(), call(regions=[region("oriental", "02", ar="الشرق", fr="Oriental")])
    region()
    assert titles(client.get("/fr/calls/?region=souss-massa")) == [country.title["fr"]]
    assert set(titles(client.get("/fr/calls/?region=oriental"))) == {country.title["fr"], elsewhere.title["fr"]}


@pytest.mark.parametrize(
    "query",
    [
        "state=draft",
        "state=x",
        "kind=x",
        "region=x",
        "programme=x",
        "page=0",
        "page=2",
        "page=-1",
        "page=x",
        "page=٢",
        "page=9" + "9" * 50,
        "state=%00",
        "page=",
    ],
)
def test_a_wrong_value_is_not_found_and_never_an_error(client, query):
    call()
    assert client.get(f"/ar/calls/?{query}").status_code in {400, 404}


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_a_call_says_until_when_and_offers_its_form(client, language):
    form()
    made = call()
    page = client.get(f"/{language}/calls/{made.slug}/")
    assert (page.status_code, page.context["apply_url"]) == (200, f"/{language}/apply/{made.slug}/")


def test_a_draft_has_no_page(client):
    assert client.get(f"/ar/calls/{call(published_at=None).slug}/").status_code == 404


def test_a_closed_call_says_why_and_what_is_open_instead(client):
    now = timezone.now()
    closed, other = call(closes_at=now - DAY), call()
    page = client.get(f"/fr/calls/{closed.slug}/")
    assert (page.context["apply_url"], [card["url"] for card in page.context["instead"]]) == ("", [f"/fr/calls/{other.slug}/"])
    assert page.context["why_not"]


def test_a_missing_closing_date_is_said_to_be_missing(client):
    made = call(closes_at=None, form_key="", received=21)
    _opening, closing, received, preselected, selected = [str(fact["value"]) for fact in client.get(f"/ar/calls/{made.slug}/").context["facts"]]
    assert (received, {closing, preselected, selected}) == ("21", {closing})


@pytest.mark.parametrize("left", [3, 12])
def test_time_left_is_in_words(client, left):
    with time_machine.travel(dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC), tick=False):
        made = call(closes_at=timezone.now() + left * DAY)
        shown = client.get(f"/fr/calls/{made.slug}/").context["deadline"]["left"]
    assert re.search(rf"\b{left}\b", shown)


def test_the_list_costs_the_same_with_three_calls_and_with_thirty(client):
    counts = []
    for more in (1, 2, 9):
        for _each in range(more):
            call(regions=[region()])
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/ar/calls/")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_the_frame_apart_the_list_costs_six_queries(client):
    call(regions=[region()])
    client.get("/ar/calls/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/ar/calls/")
    assert len(queries) <= 6
