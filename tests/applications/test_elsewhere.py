"""A commune outside the call: the right call is offered, and nothing has to be written again."""

import re
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from forms_app.applications.access import COOKIE
from forms_app.applications.codes import new_resume_code, resume_hash
from forms_app.applications.models import Draft
from forms_app.applications.services import OutsideTerritory, save_step, saved_answers, submit_draft, withdraw
from forms_app.applications.services.elsewhere import calls_of_hers, carry_over, commune_code, is_outside
from forms_app.applications.services.erasing import erase_draft, erase_file
from forms_app.applications.services.reminders import dedupes_of, send_reminders
from forms_app.applications.services.uploads import add_upload, documents_of
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of
from portal.core.outbox import messages_known_as
from tests.applications.backoffice.makers import draft_of, open_call, three_places
from tests.applications.test_uploads import file, photo
from tests.factories_forms import JISR, call, commune, complete_draft, form, province, region
from tests.full_disk import full_disk

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Tiznit in the south, Nador in the north."""
    north = region("oriental", "02", ar="الشرق", fr="Oriental")
    nador = commune("02.381.01.01.", of=province("nador", "02.381.", of=north, ar="الناظور", fr="Nador"), ar="الناظور", fr="Nador")
    return {"south": region(), "north": north, "tiznit": commune(), "nador": nador}


def test_the_open_calls_of_her_commune_are_offered_and_no_other(places):
    here = call(regions=[places["south"]])
    hers = call(regions=[places["north"]])
    country = call()
    call(regions=[places["north"]], kind=Call.Kind.ASSOCIATIONS)
    call(regions=[places["north"]], form_key="")
    call(regions=[places["north"]], cancelled_at=timezone.now(), cancel_reason={"ar": "س", "fr": "r"})
    draft = complete_draft(here, places["nador"])[0]
    code = commune_code(draft=draft)
    assert (code, is_outside(draft=draft, commune=code), is_outside(draft=draft, commune=places["tiznit"].code)) == (places["nador"].code, True, False)
    assert {offered.pk for offered in calls_of_hers(draft=draft, commune=code, at=timezone.now())} == {hers.pk, country.pk}


def test_answers_are_carried_over_and_can_be_sent_at_once(places):
    here, hers = call(regions=[places["south"]]), call(regions=[places["north"]])
    draft, code = complete_draft(here, places["nador"])
    with pytest.raises(OutsideTerritory):
        submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    new, new_code = carry_over(draft=draft, resume_code=code, to=hers, at=timezone.now())
    assert (saved_answers(draft=new), new_code == code, Draft.objects.count()) == (saved_answers(draft=draft), False, 2)
    assert submit_draft(draft=new, resume_code=new_code, language="ar", at=timezone.now()).call == hers


@pytest.mark.parametrize(("carried", "reminded"), [(False, ["first"]), (True, ["second"])])
def test_she_is_reminded_of_the_file_that_took_the_place_of_the_first_and_of_no_other(places, carried, reminded):
    soon, at = timezone.now() + timedelta(days=5), timezone.now()
    here, hers = (call(regions=[places[side]], closes_at=soon) for side in ("south", "north"))
    draft, code = complete_draft(here, places["nador"])
    drafts = {"first": draft} | ({"second": carry_over(draft=draft, resume_code=code, to=hers, at=at)[0]} if carried else {})
    send_reminders(at=at)
    assert [name for name, one in drafts.items() if messages_known_as(dedupes=dedupes_of(one)).exists()] == reminded


def test_the_button_pressed_twice_gives_one_file_with_its_documents_and_leaves_the_first_its_own(client):
    places = three_places()
    here, hers = open_call(regions=[places["tiznit"].province.region]), open_call(regions=[places["nador"].province.region])
    draft, code = draft_of(here, places["nador"])
    question = definition_of(draft.form_version).question("papers")
    upload = add_upload(draft=draft, question=question, file=file(photo()), at=timezone.now())
    row = draft.steps.get(step="project")
    save_step(draft=draft, step="project", answers=row.everything | {"papers": [upload.public_id]}, at=timezone.now())
    client.post("/ar/resume/", {"code": code})
    key, address = client.cookies[COOKIE].value, f"/ar/apply/{here.slug}/{draft.public_id}/elsewhere/"
    answers = []
    for _press in range(2):
        client.cookies[COOKIE] = key
        answers.append(client.post(address, {"call": hers.slug}).headers["Location"])
    new = Draft.objects.exclude(pk=draft.pk).get()
    (copy,) = documents_of(draft=new)["papers"]
    assert answers == [f"/ar/apply/{hers.slug}/{new.public_id}/check/"] * 2
    assert (client.get(answers[0]).status_code, documents_of(draft=draft)) == (200, {"papers": [upload]})
    assert (copy.sha256, copy.file.name == upload.file.name, saved_answers(draft=new)["project"]["papers"]) == (upload.sha256, False, [copy.public_id])
    erase_draft(draft=draft, reason="request", at=timezone.now())
    sent = submit_draft(draft=new, resume_code="123456789012", language="ar", at=timezone.now())
    assert (sent.everything["papers"], copy.file.storage.exists(copy.file.name)) == ([copy.public_id], True)


def test_a_full_disk_is_told_and_begins_no_second_file(client):
    places = three_places()
    here, hers = open_call(regions=[places["tiznit"].province.region]), open_call(regions=[places["nador"].province.region])
    draft, code = draft_of(here, places["nador"])
    question = definition_of(draft.form_version).question("papers")
    for side in (60, 900):  # the first still finds room
        add_upload(draft=draft, question=question, file=file(photo((side, side))), at=timezone.now())
    before = set(Path(settings.PRIVATE_ROOT).rglob("*.jpg"))
    client.post("/ar/resume/", {"code": code})
    address = f"/ar/apply/{here.slug}/{draft.public_id}/elsewhere/"
    with full_disk(room=1500):
        page = client.post(address, {"call": hers.slug})
    assert (page.status_code, "notice--alert" in page.content.decode(), list(Draft.objects.all())) == (200, True, [draft])
    assert set(Path(settings.PRIVATE_ROOT).rglob("*.jpg")) == before
    assert client.post(address, {"call": hers.slug}).status_code == 302


def test_each_offered_call_has_a_button_that_names_it(client, places):
    """Heard one after the other, two buttons of the same words say nothing."""
    here = call(regions=[places["south"]])
    offered = {call(regions=[places["north"]], title={"ar": name, "fr": name}).title["ar"] for name in ("التسجيل الأول", "التسجيل الثاني")}
    draft, code = complete_draft(here, places["nador"])
    client.post("/ar/resume/", {"code": code})
    page = client.get(f"/ar/apply/{here.slug}/{draft.public_id}/elsewhere/").content.decode()
    buttons = [re.sub("<.*?>", "", button) for button in re.findall(r'<button class="button" name="call".*?</button>', page)]
    assert {button.partition(": ")[2] for button in buttons} == offered


def test_what_was_carried_over_and_is_no_longer_hers_is_begun_anew(places):
    here, hers = call(regions=[places["south"]]), call(regions=[places["north"]])
    draft, code = complete_draft(here, places["nador"])
    first, first_code = carry_over(draft=draft, resume_code=code, to=hers, at=timezone.now())
    Draft.objects.filter(pk=first.pk).update(resume_hash=resume_hash(new_resume_code()))  # handed over
    second, second_code = carry_over(draft=draft, resume_code=code, to=hers, at=timezone.now())
    assert (second == first, second_code == first_code, Draft.objects.count()) == (False, False, 3)


@pytest.mark.parametrize("erased", [False, True])
def test_who_withdrew_what_was_carried_over_may_apply_again_from_the_first_file(places, erased):
    here, hers, at = call(regions=[places["south"]]), call(regions=[places["north"]]), timezone.now()
    draft, code = complete_draft(here, places["nador"])
    first, first_code = carry_over(draft=draft, resume_code=code, to=hers, at=at)
    sent = withdraw(submission=submit_draft(draft=first, resume_code=first_code, language="ar", at=at), at=at)
    if erased:
        erase_file(submission=sent, reason="herself", at=at)
    second, second_code = carry_over(draft=draft, resume_code=code, to=hers, at=at)
    assert (second == first, carry_over(draft=draft, resume_code=code, to=hers, at=at)) == (False, (second, second_code))
    again = submit_draft(draft=second, resume_code=second_code, language="ar", at=at)
    assert (again.status, again.reference == sent.reference) == ("received", False)


def test_only_what_the_other_form_asks_alike_is_carried_over(client, places):
    """A question that became another one is asked anew, a consent in other words too; what is sensitive there is encrypted there."""
    other = deepcopy(JISR) | {"title": {"ar": "أخرى", "fr": "Autre"}}
    questions = {question["key"]: question for step in other["steps"] for question in step["questions"]}
    questions["project"] |= {"type": "number", "max_length": 0}
    questions["consent"]["label"] = {"ar": "أوافق على نشر اسمي", "fr": "J’accepte que mon nom soit publié", "zgh": ""}
    questions["education_level"]["sensitive"] = True
    form("other_registration", other)
    here, hers = call(regions=[places["south"]]), call(regions=[places["north"]], form_key="other_registration")
    draft, code = complete_draft(here, places["nador"])
    new, new_code = carry_over(draft=draft, resume_code=code, to=hers, at=timezone.now())
    rows = {row.step: row for row in new.steps.all()}
    assert (rows["project"].everything, rows["situation"].everything) == ({"support_requested": ["training"]}, saved_answers(draft=draft)["situation"])
    assert ("education_level" in rows["situation"].sealed, "education_level" in rows["situation"].answers) == (True, False)
    assert client.post("/ar/resume/", {"code": new_code}).headers["Location"].endswith("/project/")
    assert client.get(f"/ar/apply/{hers.slug}/{new.public_id}/form.pdf").status_code == 200


def test_where_she_has_not_said_where_she_lives_nothing_is_offered(places):
    draft = complete_draft(call(), places["tiznit"])[0]
    draft.steps.all().delete()
    code = commune_code(draft=draft)
    assert (code, is_outside(draft=draft, commune=code), calls_of_hers(draft=draft, commune=code, at=timezone.now())) == ("", False, [])
