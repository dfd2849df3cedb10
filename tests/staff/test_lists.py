"""The staff's lists say what they hold in words, dates as Morocco writes them; each screen has the style that keeps it whole on a telephone."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import formats, translation

from portal.core.formats import format_datetime
from portal.core.models import SiteNotice
from programmes.models import Programme
from regions.models import Agreement, IncubatorState
from search.models import PromotedResult
from tests.factories_forms import call, region

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 23, 13, 5, tzinfo=dt.UTC)


@pytest.fixture
def administrator(client: Client, django_user_model) -> Client:
    client.force_login(django_user_model.objects.create_superuser(username="head"))
    return client


def cells(browser: Client, address: str) -> list[str]:
    """What the rows of a list say, without mark-up."""
    page = browser.get(f"/admin/snippets/{address}/", headers={"accept-language": "ar"}).content.decode()
    return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)]


def test_moments_are_written_as_morocco_writes_them(administrator: Client) -> None:
    """They read “نوفمبر 23, 2026, 2:05 م”."""
    call(opens_at=MOMENT, closes_at=None)
    SiteNotice.objects.create(text={"ar": "تنبيه", "fr": "Avis"}, starts_at=MOMENT)
    with translation.override("ar"):
        written = format_datetime(MOMENT)
    assert [cells(administrator, address).count(written) for address in ("calls/call", "core/sitenotice")] == [1, 1]


def test_what_holds_or_not_is_said_in_words(administrator: Client) -> None:
    """They read “True” and “False”."""
    for number, holds in enumerate((True, False)):
        Programme.objects.create(code=f"p{number}", name={"ar": "برنامج", "fr": "Programme"}, archived=holds)
        Agreement.objects.create(region=region(), order=number, signed="2022", ministry=20, total=20, earlier=holds)
        PromotedResult.objects.create(words={"ar": "كلمة"}, call=call(), active=holds)
    for address in ("programmes/programme", "regions/agreement", "search/promotedresult"):
        said = cells(administrator, address)
        assert (said.count("نعم"), {"نعم", "لا", "True", "False"} & set(said)) == (1, {"نعم", "لا"}), address


def test_the_state_of_an_incubator_is_told_in_words(administrator: Client) -> None:
    """It was told by its code."""
    IncubatorState.objects.create(region=region(), status="works_in_progress", text={"ar": "الأشغال جارية.", "fr": "Travaux en cours."})
    said = cells(administrator, "regions/incubatorstate")
    assert (said.count("الأشغال جارية."), said.count("works_in_progress")) == (1, 0)


def test_what_wagtail_dates_by_itself_has_the_day_first() -> None:
    """Django has no Arabic form of a moment: its American one stood there."""
    with translation.override("ar"):
        moment = dt.datetime(2026, 11, 2, 14, 5)
        written = [formats.date_format(moment, form) for form in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "DATE_FORMAT", "TIME_FORMAT")]
    assert written == ["02/11/2026 14:05", "02/11/2026 14:05", "02/11/2026", "14:05"]


@pytest.mark.parametrize("address", ["/admin/", "/admin/audit/", "/admin/snippets/calls/call/"])
def test_every_screen_has_the_staffs_own_style(administrator: Client, address: str) -> None:
    """Without it a table loses its last columns beyond the edge of a telephone: Wagtail's screens do not scroll sideways."""
    assert administrator.get(address).content.decode().count('href="/static/css/admin/staff.css"') == 1
