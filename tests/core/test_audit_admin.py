"""The audit in the admin: filters, paging by the last row seen, whom it concerns."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.admin.menu import reports_menu

from portal.core.audit import acts as module
from portal.core.audit import record_act, register_act
from portal.core.models import Assignment, Role

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def officer(client, django_user_model):
    user = django_user_model.objects.create(username="officer")
    Assignment.objects.create(user=user, role=Role.DATA_PROTECTION)
    client.force_login(user)
    return client


def shown(client, **filters) -> list[int]:
    return [entry.pk for entry, *_words in client.get("/admin/audit/", filters).context["entries"]]


def test_the_list_is_filtered_by_act_person_record_and_day(officer, acts, notice, django_user_model) -> None:
    mine = [entry.pk for entry in reversed(acts(2))]
    other = record_act(act="call.extended", of=django_user_model.objects.get(username="amina"), at=dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)).pk
    assert shown(officer) == [other, *mine]
    assert shown(officer, act="notice.changed") == mine
    assert shown(officer, actor="amina") == mine
    assert shown(officer, actor="nobody") == []
    assert shown(officer, record=f"core.SiteNotice:{notice.pk}") == mine
    assert shown(officer, since="2026-11-23") == [other]  # half past midnight in Morocco
    assert shown(officer, until="2026-11-22") == mine
    assert shown(officer, since="not a day") == []
    assert shown(officer, since="0001-01-01", until="9999-12-31") == [other, *mine]


def test_the_list_goes_on_by_the_last_row_seen(officer, acts, django_assert_num_queries) -> None:
    made = [entry.pk for entry in reversed(acts(120))]
    seen, address = [], "/admin/audit/?act=notice.changed"
    while address:
        context = officer.get(address).context
        seen.append([entry.pk for entry, *_words in context["entries"]])
        address = f"/admin/audit/?{context['next']}" if context["next"] else ""
    assert ([len(page) for page in seen], [pk for page in seen for pk in page]) == ([50, 50, 20], made)


@pytest.mark.parametrize("after", ["x", "999999999999999999999999", "-1", "٣"])
def test_a_place_that_is_none_gives_the_first_page(officer, acts, after) -> None:
    made = [entry.pk for entry in reversed(acts(2))]
    assert shown(officer, after=after) in (made, [])


def test_the_list_costs_the_same_with_one_entry_and_with_many(officer, acts, django_assert_max_num_queries) -> None:
    acts(1)
    shown(officer)
    with CaptureQueriesContext(connection) as one:
        shown(officer)
    acts(40)
    with CaptureQueriesContext(connection) as many:
        shown(officer)
    assert len(one) == len(many)


def test_what_is_long_breaks_among_the_details_and_no_word_elsewhere(officer, django_user_model) -> None:
    """Wagtail's lists break words in cells of the class “title” only; a fingerprint that breaks nowhere pushes the last column off the screen."""
    record_act(act="form.published", of=django_user_model.objects.get(username="officer"), sha256="c0de" * 16)
    assert re.findall(r'<td class="title">\s*(.*?)\s*</td>', officer.get("/admin/audit/").content.decode()) == [f'<bdi dir="ltr">sha256: {"c0de" * 16}</bdi>']


def test_details_have_half_the_width_that_words_leave(officer, acts) -> None:
    """Between a menu and a long record they were some letters wide: “refere”, “nce:”."""
    acts(1)
    page = officer.get("/admin/audit/").content.decode()
    assert re.findall(r'<th scope="col" class="w-w-1/2">(.*?)</th>|<bdi dir="ltr">(core\..*?):', page) == [("التفاصيل", ""), ("", "core.<wbr>sitenotice")]


def test_acts_with_a_name_are_shown_by_it(officer, acts) -> None:
    acts(1)
    register_act("notice.changed", "Notice <changed>")
    try:
        response = officer.get("/admin/audit/")
        assert [label for _entry, label, _record in response.context["entries"]] == ["Notice <changed>"]
        assert ("Notice &lt;changed&gt;" in response.content.decode(), "Notice <changed>" in response.content.decode()) == (True, False)
    finally:
        del module._labels["notice.changed"]


@pytest.mark.parametrize("role", ["programme_manager", "data_protection_officer", "technical_administrator", "communication_team", "amazigh_team"])
def test_who_reads_the_audit(client, django_user_model, role) -> None:
    user = django_user_model.objects.create(username="x")
    Assignment.objects.create(user=user, role=role)
    client.force_login(user)
    response = client.get("/admin/audit/")
    reports = [item.name for item in reports_menu.menu_items_for_request(response.wsgi_request)]
    expected = role in {"programme_manager", "data_protection_officer"}
    assert (response.status_code == 200, "audit" in reports) == (expected, expected)


def test_every_act_the_portal_writes_down_has_a_name() -> None:
    """“export.asked” stood in an Arabic list."""
    apps = [path for app in ("portal", "regions", "programmes", "forms_app", "home", "search") for path in (ROOT / app).rglob("*.py")]
    recorded = {act for path in apps for call in re.findall(r"record_act\(\s*act=([^,]*),", path.read_text()) for act in re.findall(r'"([a-z_.]+)"', call)}
    assert (sorted(recorded - set(module.known_acts())), "export.asked" in recorded) == ([], True)
