"""Two dates are asked before a file is begun: she is told the rule, where else to go, and nothing is kept until she begins."""

import datetime as dt

import pytest
from django.test import Client

from forms_app.applications.models import Draft, DraftStep
from forms_app.engine.definition import parse
from tests.engine.shipped import SHIPPED
from tests.factories_forms import call, form

pytestmark = pytest.mark.django_db
KEY = "mourafaka_cooperative"
START = "/fr/apply/cooperatives/"
RULE = "quatre ans au plus d’existence légale"


@pytest.fixture(autouse=True)
def opened(time_machine):
    """An open call of cooperatives, on a day that stands still."""
    time_machine.move_to(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    form(KEY, SHIPPED[KEY])
    return call(slug="cooperatives", kind="cooperatives", form_key=KEY)


def dates(founded: str, active: str) -> dict[str, str]:
    """The boxes of both dates, as a browser posts them."""
    given = {"founded_on": founded, "active_since": active}
    return {f"{name}-{part}": value for name, date in given.items() for part, value in zip(("year", "month", "day"), date.split("-"), strict=True)}


def ask(client: Client, founded: str, active: str, **more: str):
    return client.post(START, {"who": "check", **dates(founded, active), **more})


def test_the_questions_come_first_and_nothing_can_be_begun_without_them(client):
    page = client.get(START)
    assert [one.key for one in page.context["before"].step.questions] == ["founded_on", "active_since"]
    assert page.content.decode().count('name="who"') == page.content.decode().count('value="check"') == 1
    begun = client.post(START, {"who": "me"})
    assert (begun.status_code, sorted(begun.context["before"].errors), Draft.objects.count()) == (200, ["active_since", "founded_on"], 0)


@pytest.mark.parametrize(
    ("founded", "active", "answer", "links"),
    [
        ("2022-11-22", "2023-01-01", "yes", []),
        ("2025-11-22", "2025-11-22", "yes", []),
        ("2026-03-01", "2024-03-01", "committee", ["programmes/mourafaka/"]),
        ("2022-11-21", "2023-01-01", "elsewhere", ["services/incubation/"]),
        ("2024-01-01", "2025-11-23", "elsewhere", ["services/social-solidarity-economy/"]),
        ("2020-01-01", "2027-01-01", "elsewhere", ["services/incubation/", "services/social-solidarity-economy/"]),
    ],
    ids=["four years to the day", "one year to the day", "active before it was founded", "a day too old", "a day too young", "neither"],
)
def test_she_is_told_where_the_cooperative_stands(client, founded, active, answer, links):
    page = ask(client, founded, active)
    found = page.context["standing"]
    assert (found.answer, [rule.link for rule in found.rules if rule.link]) == (answer, links)
    assert all(f'href="/fr/{link}"' in page.content.decode() for link in links)
    assert (Draft.objects.count(), client.cookies.get("file")) == (0, None)


def test_nobody_is_refused_in_silence(client):
    page = ask(client, "2015-01-01", "2016-01-01").content.decode()
    assert page.count(RULE) == 1
    assert page.count('name="who" value="me"') == 1, "she may begin all the same"
    assert page.count("1er janvier 2015") == 1, "what she answered is shown"


@pytest.mark.parametrize("founded", ["2024-05-06", "2015-01-01"], ids=["told yes", "told to go elsewhere"])
def test_the_dates_go_into_the_file(client, founded):
    carried = dict(ask(client, founded, "2024-06-07").context["carried"])
    begun = client.post(START, {"who": "me", **carried})
    draft, step = Draft.objects.get(), DraftStep.objects.get()
    assert (begun.status_code, begun.headers["Location"]) == (302, f"{START}{draft.public_id}/cooperative/")
    assert (step.step, step.answers) == ("cooperative", {"founded_on": founded, "active_since": "2024-06-07"})
    page = client.get(begun.headers["Location"]).content.decode()
    assert page.count('name="founded_on-year" id="id_founded_on-year" value="') == 1
    assert f'name="founded_on-year" id="id_founded_on-year" value="{founded[:4]}"' in page


def test_they_can_be_changed_before_beginning(client):
    carried = dict(ask(client, "2015-01-01", "2016-02-03").context["carried"])
    page = client.post(START, {"who": "change", **carried})
    assert (page.context["before"].initial, page.context.get("standing")) == (carried, None)
    assert 'value="2015"' in page.content.decode()


def test_a_wrong_date_is_told_beside_it_and_what_was_typed_stays(client):
    page = client.post(START, {"who": "check", **dates("2024-13-01", "2024-06-07")})
    assert dict(page.context["before"].errors) == {"founded_on": ["Le mois est un nombre de 1 à 12."]}
    assert 'value="13"' in page.content.decode()


def test_an_unfinished_file_is_kept_first_and_the_dates_come_along(client):
    carried = dict(ask(client, "2024-05-06", "2024-06-07").context["carried"])
    client.post(START, {"who": "me", **carried})
    asked = client.post(START, {"who": "me", **carried})
    assert (asked.templates[0].name, Draft.objects.count()) == ("applications/keep_first.html", 1)
    begun = client.post(START, {"who": "me", "sure": "yes", **dict(asked.context["kept"])})
    assert (begun.status_code, Draft.objects.count(), DraftStep.objects.filter(answers=carried).count()) == (302, 2, 2)


def test_no_answer_is_in_the_address_or_kept_by_a_cache(client):
    page = ask(client, "2015-01-01", "2016-01-01")
    assert (page.request["QUERY_STRING"], page.headers["Cache-Control"]) == ("", "max-age=0, no-cache, no-store, must-revalidate, private")


def test_a_form_without_such_questions_begins_at_once(client):
    form("association_interest", SHIPPED["association_interest"])
    call(slug="associations", kind="associations", form_key="association_interest")
    page = client.get("/fr/apply/associations/")
    assert (page.context["before"], page.content.decode().count('name="who"')) == (None, 1)
    assert client.post("/fr/apply/associations/", {"who": "me"}).status_code == 302


def test_the_rule_is_quoted_as_the_programme_has_it():
    """The very words of the programme's page, in Arabic."""
    quotes = {rule.answer: rule.text["ar"] for rule in parse(SHIPPED[KEY]).rules[:1]}
    assert "«التعاونيات حديثة التأسيس المتوفرة على أربع سنوات من التواجد القانوني وعلى الأقل سنة من النشاط»" in quotes["yes"]
