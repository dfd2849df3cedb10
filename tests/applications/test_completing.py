"""A file to be completed, and corrections that were begun and never sent."""

import copy
import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_app.applications.backoffice.outcomes import OutcomeForm
from forms_app.applications.models import Draft, Status, Submission
from forms_app.applications.services import may_correct, may_send_until, record_outcome, reopen, save_step, start_draft, submit_draft
from forms_app.applications.services.uploads import add_upload, documents_of, move_upload, remove_upload, turn_upload
from forms_app.applications.words import STATES, sentence_of
from forms_app.engine.definition import definition_of
from portal.core.models import Role
from portal.core.templatetags.portal_text import portal_date
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.applications.test_uploads import file, photo
from tests.factories_forms import JISR, POSTED, answers, call, change_call, commune, form, province, region, staff

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
IDEA = {
    "key": "idea_since",
    "type": "number",
    "min": 0,
    "max": 50,
    "show_if": {"key": "has_idea", "in": ["yes"]},
    "label": {"ar": "منذ", "fr": "Depuis", "zgh": "A"},
}
PAPERS = {"key": "papers", "type": "file", "required": False, "accept": ["image"], "max_files": 3, "label": {"ar": "و", "fr": "D", "zgh": "D"}}
CARD = {"key": "card", "type": "cin", "standard": "cin", "sensitive": True, "label": {"ar": "ب", "fr": "C", "zgh": "C"}}


def form_with(question: dict, step: int) -> None:
    """The small form with one question more."""
    definition = copy.deepcopy(JISR)
    definition["steps"][step]["questions"].append(question)
    form(definition=definition)


def ask(submission: Submission, *questions: str) -> None:
    """Ask her to complete these within three days."""
    now = timezone.now()
    record_outcome(
        submission=submission, outcome="to_complete", by=staff(Role.PROGRAMME_MANAGER), at=now, until=now + dt.timedelta(days=3), questions=questions
    )


def sent_without_idea(client: Client) -> tuple[str, Submission]:
    """A file of a woman who had no idea yet; the page where she completes it."""
    base = begin(client)
    fill(client, base, ("you",))
    client.post(f"{base}situation/", {"wizard-current_step": "situation", **POSTED["situation"], "has_idea": "not_yet"})
    fill(client, base, ("project",))
    send(client, base)
    ask(Submission.objects.get(), "has_idea")
    client.post(f"{base}correct/")
    return base, Submission.objects.get()


def asked(client: Client, address: str) -> list[str]:
    return [question.key for question in client.get(address).context["form"].asked]


def save(client: Client, base: str, step: str, **values: object) -> str:
    return client.post(f"{base}{step}/", {"wizard-current_step": step, "wizard-version": client.get(f"{base}{step}/").context["version"], **values}).headers[
        "Location"
    ]


def test_a_page_reads_once_what_she_was_asked_for(client, open_call):  # noqa: F811
    base, _file = sent_without_idea(client)
    for address in (f"{base}situation/", f"{base}check/", f"{base}receipt/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len([query for query in queries if 'FROM "applications_submissionact"' in query["sql"] and "to_complete" in query["sql"]]) <= 1, address


def test_what_her_answer_asks_for_beside_is_open_in_a_later_step(client, open_call):  # noqa: F811
    base, file_sent = sent_without_idea(client)
    before = asked(client, f"{base}situation/"), client.get(f"{base}project/").status_code
    assert save(client, base, "situation", has_idea="yes") == f"{base}check/"
    assert client.get(f"{base}check/").headers["Location"] == f"{base}project/?check"
    assert (before, asked(client, f"{base}project/")) == ((["has_idea"], 302), ["project", "legal_form"])
    assert (save(client, base, "project", project="زيت أركان"), send(client, base)) == (f"{base}check/", f"{base}receipt/")
    file_sent.refresh_from_db()
    assert (file_sent.version, file_sent.answers["has_idea"], file_sent.answers["project"]) == (2, "yes", "زيت أركان")


def test_what_her_answer_asks_for_beside_is_open_in_the_same_step(client, open_call):  # noqa: F811
    form_with(IDEA, 1)
    base, file_sent = sent_without_idea(client)
    save(client, base, "situation", has_idea="yes")
    assert client.get(f"{base}check/").headers["Location"] == f"{base}situation/?check"
    assert asked(client, f"{base}situation/") == ["has_idea", "idea_since"]
    save(client, base, "situation", has_idea="yes", idea_since="٣")
    save(client, base, "project", project="زيت أركان")
    assert send(client, base) == f"{base}receipt/"
    file_sent.refresh_from_db()
    assert file_sent.answers["idea_since"] == 3


def test_nobody_is_asked_to_complete_what_her_answers_hide(client, open_call):  # noqa: F811
    _base, submission = sent_without_idea(client)
    offered = [code for code, _label in OutcomeForm(submission=submission, outcome=Status.TO_COMPLETE).fields["questions"].choices]
    with pytest.raises(ValidationError) as refused:
        ask(submission, "project")
    assert (refused.value.code, "has_idea" in offered, "project" in offered) == ("questions", True, False)
    ask(submission, "project", "experience")


def test_every_page_of_a_file_to_be_completed_says_until_when_it_may_be_and_leads_on(client, open_call):  # noqa: F811
    base, submission = sent_without_idea(client)
    change_call(submission.call, closes_at=timezone.now() - dt.timedelta(days=1))
    until, closing = portal_date(submission.acts.latest("pk").until), portal_date(submission.call.closes_at)
    pages = [client.get(f"{base}{page}").content.decode() for page in ("situation/", "finish-later/", "receipt/")]
    assert [(until in page, f"إلى غاية {closing}" in page) for page in pages] == [(True, False)] * 3
    assert ("لم يُرسل بعد" in pages[1], f'href="{base}check/"' in pages[1]) == (False, True)


def test_a_file_to_be_completed_may_be_as_long_as_its_call_is_open_for_all(client, open_call, time_machine):  # noqa: F811
    _base, submission = sent_without_idea(client)
    closes, given = submission.call.closes_at, submission.completion.until
    minute = dt.timedelta(minutes=1)
    assert [may_correct(submission=submission, at=at) for at in (given + minute, closes + minute - SECOND, closes + minute)] == [True, True, False]
    time_machine.move_to(given + minute, tick=False)
    said = sentence_of(submission, correctable=True), may_send_until(call=submission.call, submission=submission)
    assert said == (str(STATES[Status.TO_COMPLETE]), closes)
    change_call(submission.call, closes_at=given - dt.timedelta(days=1))
    late = Submission.objects.get()
    assert (may_correct(submission=late, at=given + minute - SECOND), may_correct(submission=late, at=given + minute)) == (True, False)
    assert may_send_until(call=late.call, submission=late) == given


def test_the_next_woman_finds_nothing_of_the_one_before_her_though_the_call_is_closed(client, open_call):  # noqa: F811
    base, submission = sent_without_idea(client)
    change_call(submission.call, closes_at=timezone.now() - dt.timedelta(days=1))
    assert client.get(f"{base}receipt/").status_code == 200
    client.post(f"/ar/apply/{submission.call.slug}/", {"who": "another", "sure": "yes"})
    assert client.get(f"{base}receipt/").status_code == 404


def test_an_answer_that_holds_no_longer_is_asked_again(client, open_call, time_machine):  # noqa: F811
    form_with({"key": "start", "type": "date", "min": "today", "label": {"ar": "متى", "fr": "Quand", "zgh": "M"}}, 1)
    day = timezone.localdate()
    base = begin(client)
    fill(client, base, ("you",))
    client.post(f"{base}situation/", {"wizard-current_step": "situation", **POSTED["situation"], "start": day.isoformat()})
    fill(client, base, ("project",))
    send(client, base)
    ask(Submission.objects.get(), "phone")
    client.post(f"{base}correct/")
    time_machine.move_to(timezone.now() + dt.timedelta(days=2))
    assert (client.get(f"{base}check/").headers["Location"], asked(client, f"{base}situation/")) == (f"{base}situation/?check", ["start"])


def test_what_was_changed_and_never_sent_does_not_leave_with_what_is_asked():
    form_with(PAPERS, 2)
    made, place, now = call(), commune(), timezone.now()
    draft, code = start_draft(call=made, language="ar", filled_by="self", at=now)
    given = answers(place)
    papers = definition_of(draft.form_version).question("papers")
    old = add_upload(draft=draft, question=papers, file=file(photo(), "sent.jpg"), at=now)
    for step, values in (given | {"project": given["project"] | {"papers": [old.public_id]}}).items():
        save_step(draft=draft, step=step, answers=values, at=now)
    first = submit_draft(draft=draft, resume_code=code, language="ar", at=now)
    reopen(submission=first, at=now)
    remove_upload(draft=draft, public_id=old.public_id, at=now)
    new = add_upload(draft=draft, question=papers, file=file(photo((50, 50)), "never.jpg"), at=now)
    save_step(draft=draft, step="project", answers=given["project"] | {"project": "آخر", "papers": [new.public_id]}, at=now)
    save_step(draft=draft, step="situation", answers=given["situation"] | {"experience": "6_10", "education_level": "none"}, at=now)
    change_call(made, closes_at=now - dt.timedelta(hours=1))
    ask(first, "experience")
    again = submit_draft(draft=Draft.objects.get(), resume_code=code, language="ar", at=now)
    assert (again.version, again.everything, again.documents_sha256) == (2, first.everything | {"experience": "6_10"}, first.documents_sha256)
    assert [one.name for one in documents_of(draft=draft)["papers"]] == ["sent.jpg"]


@pytest.mark.parametrize("annex", [True, False])
def test_pages_moved_and_turned_and_never_sent_lie_as_they_were_sent(annex):
    form_with(PAPERS | {"annex": annex}, 2)
    made, place, now = call(), commune(), timezone.now()
    draft, code = start_draft(call=made, language="ar", filled_by="self", at=now)
    papers = definition_of(draft.form_version).question("papers")
    first, last = (add_upload(draft=draft, question=papers, file=file(photo(), name), at=now) for name in ("1.jpg", "2.jpg"))
    turn_upload(draft=draft, public_id=last.public_id, turn=90, at=now)
    given = answers(place)
    for step, values in (given | {"project": given["project"] | {"papers": [first.public_id, last.public_id]}}).items():
        save_step(draft=draft, step=step, answers=values, at=now)
    submission = submit_draft(draft=draft, resume_code=code, language="ar", at=now)
    reopen(submission=submission, at=now)
    move_upload(draft=draft, public_id=last.public_id, place=0, at=now)
    turn_upload(draft=draft, public_id=last.public_id, turn=180, at=now)
    remove_upload(draft=draft, public_id=first.public_id, at=now)
    ask(submission, "experience")
    again = submit_draft(draft=Draft.objects.get(), resume_code=code, language="ar", at=now)
    assert again.documents_sha256 == submission.documents_sha256
    assert [(one.name, one.turn) for one in documents_of(draft=draft)["papers"]] == [("1.jpg", 0), ("2.jpg", 90 if annex else 180)]


def test_a_corrected_place_outside_the_call_is_told_and_the_file_stays(client):
    form()
    here = commune()
    other = commune(
        "02.381.01.01.",
        of=province("nador", "02.381.", of=region("oriental", "02", ar="الشرق", fr="Oriental"), ar="الناظور", fr="Nador"),
        ar="الناظور",
        fr="Nador",
    )
    made, there = call(slug="registration", regions=[here.province.region]), call(regions=[other.province.region])
    base = begin(client)
    fill(client, base)
    send(client, base)
    client.post(f"{base}correct/")
    save(client, base, "you", **POSTED["you"] | {"commune": "الناظور"})
    assert client.get(f"{base}check/").headers["Location"] == f"{base}elsewhere/"
    page = client.get(f"{base}elsewhere/")
    assert (page.status_code, page.context["offered"], page.context["edit_url"]) == (200, [], f"{base}you/")
    assert (client.post(f"{base}elsewhere/", {"call": there.slug}).status_code, Draft.objects.count()) == (200, 1)
    save(client, base, "you", **POSTED["you"])
    made.regions.set([other.province.region])
    assert send(client, base) == f"{base}receipt/", "the place with which it was sent stays good when the call's territory is corrected"


@pytest.mark.parametrize(
    ("cards", "corrected", "flags"), [(("AB1", "AB2"), "AB1", [True, True]), (("AB1", "AB1"), "AB2", [False, False]), (("AB1", "AB2"), "AB2", [False, False])]
)
def test_a_corrected_card_number_says_anew_who_sent_twice(cards, corrected, flags):
    form_with(CARD, 0)
    made, given, now = call(), answers(commune()), timezone.now()
    drafts = []
    for card in cards:
        draft, code = start_draft(call=made, language="ar", filled_by="self", at=now)
        for step, values in (given | {"you": given["you"] | {"card": card}}).items():
            save_step(draft=draft, step=step, answers=values, at=now)
        drafts.append((draft, code, submit_draft(draft=draft, resume_code=code, language="ar", at=now)))
    draft, code, last = drafts[-1]
    reopen(submission=last, at=now)
    save_step(draft=draft, step="you", answers=given["you"] | {"card": corrected}, at=now)
    again = submit_draft(draft=Draft.objects.get(pk=draft.pk), resume_code=code, language="ar", at=now)
    found = list(Submission.objects.order_by("pk").values_list("possible_duplicate", flat=True))
    assert (again.version, again.status, found) == (2, Status.RECEIVED, flags)


def test_the_last_moment_stands_above_the_buttons():
    """Below them it touched the one that withdraws the file."""
    of_hers = SimpleNamespace(reference="1012-000004-0", get_status_display="x")
    page = render_to_string("applications/file.html", {"submission": of_hers, "until": "UNTIL", "may_correct": True, "may_withdraw": True})
    assert 0 < page.index("UNTIL") < page.index("<form")


def test_words_typed_where_one_question_was_asked_hide_no_saved_answer_of_the_whole_step(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    send(client, base)
    ask(Submission.objects.get(), "experience", "project")
    client.post(f"{base}correct/")
    client.post(f"{base}situation/autosave/", {"wizard-version": "1", "experience": "6_10"})
    send(client, base)
    client.post(f"{base}correct/")
    shown = client.get(f"{base}situation/").context["form"]
    assert {name: shown[name].value() for name in shown.fields} == POSTED["situation"] | {"experience": "6_10"}
