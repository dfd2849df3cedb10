"""Sheets of figures: numbered, dated, written down, and the same whenever they are looked at."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override
from wagtail.users.models import UserProfile

from forms_app.statistics.models import Sheet
from forms_app.statistics.paper.sheet import sheet_csv, sheet_paper
from forms_app.statistics.questions import Question
from forms_app.statistics.services import keep_sheet
from portal.core.fingerprints import fingerprint
from portal.core.models import AuditEntry
from tests.query_counts import statements

from .ground import an_open_call, files, oriental, souss
from .test_staff import AT, FIGURES, SHEETS, agent, browser, manager

pytestmark = pytest.mark.django_db


def test_a_kept_sheet_is_numbered_dated_and_written_down():
    files(3, of=an_open_call())
    user = manager()
    with time_machine.travel(AT, tick=False):
        client = browser(user)
        answers = [client.post(f"{FIGURES}keep/", {"by": by, "since": "2026-07-01"}) for by in ("region", "province", "drafts_call")]
    assert [answer["Location"] for answer in answers] == [f"{SHEETS}2027/{number}/" for number in (1, 2, 3)]
    sheet = Sheet.objects.get(number=1)
    assert (sheet.question, sheet.as_of, sheet.by) == ({"by": "region", "since": "2026-07-01", "until": "", "region": "", "kind": ""}, AT, user)
    assert sheet.sha256 == fingerprint(sheet.content())
    entry = AuditEntry.objects.filter(act="statistics.sheet_kept").order_by("pk").first()
    assert (entry.object_id, entry.actor_id, entry.details) == (str(sheet.pk), user.pk, {"year": 2027, "number": 1, "sha256": sheet.sha256})


def test_a_number_begins_again_each_year_and_none_is_left_out():
    user = manager()
    with pytest.raises(PermissionError):
        keep_sheet(question=Question("drafts_day"), by=agent(region=souss()), at=AT)
    kept = [keep_sheet(question=Question("region"), by=user, at=at) for at in (AT, AT + dt.timedelta(days=365), AT)]
    assert [str(sheet) for sheet in kept] == ["2027/0001", "2028/0001", "2027/0002"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_its_paper_is_the_same_byte_for_byte_whenever_it_is_made(language):
    files(3, of=an_open_call(), marital_status="single")
    with override(language), time_machine.travel(AT):
        sheet = keep_sheet(question=Question("marital_status"), by=manager(), at=timezone.now())
    again = Sheet.objects.get(pk=sheet.pk)
    with override("fr"), time_machine.travel(AT + dt.timedelta(days=900)):
        assert sheet_paper(again) == bytes(again.paper)
        assert sheet_csv(again) == sheet_csv(sheet)
    assert bytes(again.paper).startswith(b"%PDF-")


def test_a_kept_sheet_stays_whatever_happens_to_the_files():
    of = an_open_call()
    files(3, of=of)
    user = manager()
    sheet = keep_sheet(question=Question("region"), by=user, at=AT)
    client = browser(user)
    before = {name: client.get(f"{SHEETS}{sheet.year}/{sheet.number}/sheet.{name}").content for name in ("pdf", "csv")}
    files(40, of=of)
    assert {name: client.get(f"{SHEETS}{sheet.year}/{sheet.number}/sheet.{name}").content for name in ("pdf", "csv")} == before
    assert re.search(r"(?m)^[^;]+;3;3;3;0\r$", before["csv"].decode("utf-8-sig"))


def test_a_kept_sheet_is_read_in_its_own_language_alone():
    """“As of” and “What is counted” stood in French, from right to left, around an Arabic sheet."""
    user = manager()
    with override("ar"):
        sheet = keep_sheet(question=Question("region"), by=user, at=AT)
    user.wagtail_userprofile = UserProfile.objects.create(user=user, preferred_language="fr")
    page = browser(user).get(f"{SHEETS}{sheet.year}/{sheet.number}/").content.decode()
    [told] = re.findall(r'(?s)<div lang="ar" dir="rtl">(.*?)</div>', page)
    assert ("Empreinte" in page, "بتاريخ" in told, re.findall(r"[A-Za-zÀ-ÿ]{3,}", re.sub(r"<[^>]*>", " ", told))) == (True, True, [])


def test_sheets_of_others_are_not_there():
    files(3, of=an_open_call())
    hers, other, country = agent(region=souss()), agent(region=oriental()), manager()
    sheet = keep_sheet(question=Question("region"), by=hers, at=AT)
    address = f"{SHEETS}{sheet.year}/{sheet.number}/"
    answers = {
        name: {browser(user).get(f"{address}{end}").status_code for end in ("", "sheet.pdf", "sheet.csv")}
        for name, user in {"hers": hers, "other": other, "country": country}.items()
    }
    assert answers == {"hers": {200}, "other": {404}, "country": {200}}
    assert [len(browser(user).get(SHEETS).context["sheets"]) for user in (hers, other, country)] == [1, 0, 1]


def test_the_list_of_sheets_costs_the_same_with_one_and_with_many():
    user = manager()
    client = browser(user)
    keep_sheet(question=Question("region"), by=user, at=AT)
    few = len(statements(client, SHEETS))
    Sheet.objects.bulk_create(
        Sheet(year=2020, number=number, by=user, as_of=AT, language="fr", question={}, numbers={"heading": "x"}, sha256="0" * 64, paper=b"")
        for number in range(1, 20)
    )
    assert len(statements(client, SHEETS)) == few
