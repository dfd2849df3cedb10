"""The officer's screens: hers alone, two steps before anything goes, everything written down, nothing personal in an address."""

import io
import json
import zipfile

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.models import Draft, Erasure, Opening, PersonalCopy, Status, Submission
from forms_app.applications.models.uploads import private_storage
from forms_app.applications.privacy.told import FORMAT
from forms_app.applications.services.copies import expire_copies
from forms_app.applications.services.erasing import erase_file
from forms_app.calls.models import CallSubscription
from forms_app.calls.services.subscriptions import Followed, follow
from portal.core.models import AuditEntry, Role
from tests.applications.backoffice.makers import content_of, draft_of, open_call, signed_in
from tests.factories_forms import change_call, commune, staff

from .ground import DAY, PHONE, a_file, everything, officers_browser

pytestmark = pytest.mark.django_db
FIND, ACT, ERASE, LOG = "/admin/personal-data/", "/admin/personal-data/chosen/", "/admin/personal-data/erase/", "/admin/personal-data/access/"


@pytest.fixture(autouse=True)
def _own_list(settings, tmp_path):
    settings.ERASURE_LIST = str(tmp_path / "erasures.jsonl")


@pytest.fixture
def officer_in():
    return officers_browser()


def chosen(browser: object, **ticked: object) -> object:
    return browser.post(ACT, {"erase": "yes"} | ticked)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.DATA_PROTECTION])
def test_no_other_role_opens_them(role):
    place = commune()
    where = {"province": place.province} if role == Role.PROVINCIAL_AGENT else {"region": place.province.region}
    user = staff(
        role, **(where if role in {Role.PROVINCIAL_AGENT, Role.REGIONAL_AGENT, Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER, Role.CALL_MANAGER} else {})
    )
    browser, file = signed_in(user), a_file()
    copy = PersonalCopy.objects.create(by=user, expires_at=timezone.now() + DAY, path="copies/x.zip")
    pages = [browser.get(FIND), browser.get(LOG), browser.get(reverse("person_copy", args=[copy.pk])), browser.get(reverse("person_copy_zip", args=[copy.pk]))]
    pages += [browser.post(FIND, {"phone": PHONE}), chosen(browser, files=file.pk), browser.post(ERASE, {"chosen": "x", "reason": "request", "sure": "on"})]
    assert ({page.status_code for page in pages}, Submission.objects.get().status) == ({302}, Status.RECEIVED)


def test_she_edits_nothing_and_opens_no_file(officer_in):
    file = a_file()
    pages = ["/admin/snippets/applications/submission/", f"/admin/snippets/applications/submission/inspect/{file.pk}/", f"/admin/files/{file.pk}/outcome/"]
    pages += ["/admin/files/exports/", "/admin/files/outcomes/", "/admin/messages/"]
    assert {officer_in.get(page).status_code for page in pages} <= {302, 404}
    assert officer_in.get("/admin/audit/").status_code == 200


def test_finding_is_written_down_without_what_was_typed(officer_in):
    file = a_file()
    page = officer_in.post(FIND, {"phone": "06 12 34 56 78"})
    entry = AuditEntry.objects.get(act="person.looked_up")
    assert (file.reference in page.content.decode(), entry.details) == (True, {"looked_for": ["phone"], "files": 1, "drafts": 0})
    assert (page.headers["Cache-Control"].count("no-store"), page.headers["Cache-Control"].count("private")) == (1, 1)


@pytest.mark.parametrize("typed", [{}, {"reference": "1001-000001-1"}, {"phone": "06"}, {"number": "12"}, {"email": "x"}])
def test_what_makes_no_sense_is_said_beside_its_field(officer_in, typed):
    form = officer_in.post(FIND, typed).context["form"]
    assert list(form.errors) == [next(iter(typed), "__all__")]


def test_erasing_takes_two_pages_and_a_word(officer_in):
    file = everything()
    draft, _code = draft_of(open_call(), commune())
    follow(channel="sms", to=PHONE, language="ar", what=Followed(), at=timezone.now())
    page = chosen(officer_in, files=file.pk, drafts=draft.pk, subscriptions=CallSubscription.objects.get().pk)
    told = (page.context["documents"], page.context["links"], page.context["messages_kept"])
    unsure = officer_in.post(ERASE, {"chosen": page.context["chosen"], "reason": "request"})
    before = Erasure.objects.count()
    done = officer_in.post(ERASE, {"chosen": page.context["chosen"], "reason": "request", "sure": "on"}, follow=True)
    again = officer_in.post(ERASE, {"chosen": page.context["chosen"], "reason": "request", "sure": "on"}, follow=True)
    assert (told, list(unsure.context["form"].errors), before, done.status_code, again.status_code) == ((1, 1, 2), ["sure"], 0, 200, 200)
    assert (Submission.objects.get().status, Draft.objects.count(), CallSubscription.objects.get().address, Erasure.objects.count()) == ("erased", 0, "", 4)


def test_the_number_of_an_erased_file_is_read_from_left_to_right(officer_in):
    file = a_file()
    erase_file(submission=file, reason=Erasure.Reason.REQUEST, at=timezone.now())
    page = officer_in.post(FIND, {"reference": file.reference})
    assert f'<bdi dir="ltr">{file.reference}</bdi>' in page.content.decode()


def test_a_page_left_open_too_long_erases_nothing(officer_in):
    file = a_file()
    token = chosen(officer_in, files=file.pk).context["chosen"]
    answers = {officer_in.post(ERASE, {"chosen": forged, "reason": "request", "sure": "on"}).status_code for forged in ("", "x", f"{token}x")}
    with time_machine.travel(timezone.now() + DAY / 24, tick=False):
        answers.add(officer_in.post(ERASE, {"chosen": token, "reason": "request", "sure": "on"}).status_code)
    assert (answers, Submission.objects.get().status) == ({302}, Status.RECEIVED)


@pytest.mark.parametrize("ticked", [{}, {"files": "x"}, {"files": "9" * 30}, {"files": "-"}, {"drafts": "99999"}])
def test_nothing_chosen_is_nothing_done(officer_in, ticked):
    assert chosen(officer_in, **ticked).status_code == 302


def test_a_sealed_file_is_neither_copied_nor_erased_by_its_number(officer_in):
    file = a_file()
    change_call(file.call, sealed=True)
    pages = [chosen(officer_in, files=file.pk), officer_in.post(ACT, {"copy": "yes", "files": file.pk, "language": "ar"})]
    assert ([page.status_code for page in pages], PersonalCopy.objects.count(), Submission.objects.get().status) == ([302, 302], 0, Status.RECEIVED)


def copy_of(browser: object, **ticked: object) -> tuple[PersonalCopy, zipfile.ZipFile]:
    browser.post(ACT, {"copy": "yes", "language": "ar"} | ticked)
    made = PersonalCopy.objects.latest("pk")
    return made, zipfile.ZipFile(io.BytesIO(content_of(browser.get(reverse("person_copy_zip", args=[made.pk])))))


def test_her_copy_holds_all_of_it(officer_in):
    file = everything()
    file.answers, file.sealed = {"idea": "زيت أركان", "old": "سؤال قديم"}, {"card": "JB123456", "family": "widowed"}
    file.save()
    draft, _code = draft_of(open_call(), commune(), idea="مسودة")
    made, archive = copy_of(officer_in, files=file.pk, drafts=draft.pk)
    said = json.loads(archive.read("data.json"))
    whole = said["files"][0]
    answers = {one["question"]: one["answer"] for one in whole["answers"]}
    assert (said["format"], answers, whole["earlier_versions"][0]["answers"][0]["answer"]) == (FORMAT, {**file.answers, **file.sealed}, "JB123456")
    assert archive.read(whole["documents"][0]["place"]) == b"%PDF-1.4 hers"
    assert {one["question"]: one["answer"] for one in said["drafts"][0]["answers"]}["idea"] == "مسودة"
    assert ([act["by_staff"] for act in whole["history"]], len(whole["messages"])) == ([False, True], 2)
    assert (archive.read("data.pdf")[:5], sorted(archive.namelist())[:4]) == (
        b"%PDF-",
        ["data-format.md", "data.json", "data.pdf", whole["documents"][0]["place"]],
    )
    entry = AuditEntry.objects.get(act="person.copied")
    assert (entry.details["files"], Opening.objects.filter(submission=file, by=made.by).count()) == ([file.reference], 1)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_her_copy_is_in_her_language(officer_in, language):
    file = a_file()
    _made, archive = copy_of(officer_in, files=file.pk, language=language)
    asked = {one["question"]: one["asked"] for one in json.loads(archive.read("data.json"))["files"][0]["answers"]}
    assert (asked["idea"], archive.read("data.pdf")[:5]) == ("Votre idée" if language == "fr" else "فكرتك", b"%PDF-")


def test_every_name_in_the_data_is_explained(officer_in):
    file = everything()
    draft, _code = draft_of(open_call(), commune())
    _made, archive = copy_of(officer_in, files=file.pk, drafts=draft.pk)
    said, guide = json.loads(archive.read("data.json")), archive.read("data-format.md").decode()
    names = {*said, *said["files"][0], *said["files"][0]["documents"][0], *said["files"][0]["answers"][0], *said["drafts"][0], *said["files"][0]["messages"][0]}
    assert [name for name in sorted(names) if f"`{name}`" not in guide] == []


def test_the_copy_is_hers_who_made_it_and_for_a_day(officer_in):
    file = a_file()
    made, _archive = copy_of(officer_in, files=file.pk)
    zip_page = reverse("person_copy_zip", args=[made.pk])
    other = officers_browser().get(zip_page).status_code
    assert private_storage().exists(made.path)
    with time_machine.travel(made.expires_at, tick=False):
        officer_in.force_login(made.by)
        over = (officer_in.get(zip_page).status_code, officer_in.get(reverse("person_copy", args=[made.pk])).status_code)
    assert (other, over, expire_copies(at=made.expires_at), private_storage().exists(made.path)) == (404, (404, 200), 1, False)
    assert AuditEntry.objects.filter(act="person.copy_fetched").count() == 1


def test_a_document_whose_bytes_were_lost_stops_no_copy(officer_in):
    file = a_file()
    private_storage().delete(file.draft.uploads.get().file.name)
    _made, archive = copy_of(officer_in, files=file.pk)
    whole = json.loads(archive.read("data.json"))["files"][0]
    assert (whole["documents"][0]["place"] in archive.namelist(), len(whole["documents"])) == (False, 1)
