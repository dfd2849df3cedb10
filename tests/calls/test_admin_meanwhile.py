"""The form of a call while an act on it is done by somebody else: between the reading of the call and the saving of the form."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from forms_app.calls.backoffice.draft import CallForm
from forms_app.calls.models import Call, State
from forms_app.calls.services import dates, propose_call, publish_call
from portal.core.models import Role
from tests.calls.acts import AT, DAY, DO, Kind
from tests.factories_forms import region, staff

from .test_admin_acts import at_work, holder, in_souss, manager, posted, url
from .test_clarifications import BEFORE, REPLY, answered, asked

pytestmark = pytest.mark.django_db
__all__ = ["manager"]


def meanwhile(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Somebody else does this while the form is being looked at."""
    usual = CallForm.clean

    def clean(form: CallForm) -> dict:
        work()
        return usual(form)

    monkeypatch.setattr(CallForm, "clean", clean)


def test_a_note_written_while_a_call_is_extended_leaves_its_new_deadline(client, manager, monkeypatch):
    made, at = in_souss(State.OPEN), AT[State.OPEN]
    meanwhile(monkeypatch, lambda: DO[Kind.EXTENDED](Call.objects.get(pk=made.pk), at))
    with at_work(client, manager, at):
        client.post(url("edit", made.pk), {"internal_note": "12"})
    stored = Call.objects.get(pk=made.pk)
    assert (stored.internal_note, stored.closes_at > made.closes_at, stored.extended_from) == ("12", True, made.closes_at)


def test_a_draft_saved_while_it_is_published_stays_published_as_it_was_approved(client, manager, monkeypatch):
    made, at = in_souss(State.DRAFT), AT[State.DRAFT]
    other = holder(Role.CALL_MANAGER, region=region())

    def publish() -> None:
        propose_call(call=Call.objects.get(pk=made.pk), by=manager, at=at)
        publish_call(call=Call.objects.get(pk=made.pk), by=other, at=at)

    meanwhile(monkeypatch, publish)
    with at_work(client, manager, at):
        answer = client.post(url("edit", made.pk), posted(slug=made.slug, title_fr="Autre", internal_note="12"), follow=True)
    stored = Call.objects.get(pk=made.pk)
    assert (stored.published_at, stored.title, stored.internal_note) == (at, made.title, "")
    assert [message.level_tag for message in get_messages(answer.wsgi_request)][-1] == "error"


def test_of_two_who_save_a_draft_the_second_leaves_dates_and_minutes_alike(client, manager, monkeypatch):
    made, at = in_souss(State.DRAFT), AT[State.DRAFT]

    def move() -> None:
        other = Call.objects.get(pk=made.pk)
        other.closes_at += DAY
        other.save()

    meanwhile(monkeypatch, move)
    with at_work(client, manager, at):
        client.post(url("edit", made.pk), posted(slug=made.slug, opens_at="2026-11-25 09:00", closes_at="2026-12-15 16:00"))
    stored = Call.objects.get(pk=made.pk)
    assert (stored.closes_at, stored.closes_local) == (made.closes_at, made.closes_local)


def test_a_draft_whose_minutes_are_set_right_while_it_is_published_stays_published(monkeypatch):
    made, at = in_souss(State.DRAFT), AT[State.DRAFT]
    Call.objects.filter(pk=made.pk).update(closes_at=made.closes_at - dt.timedelta(hours=1))
    usual, done = dates.moved_by_the_clock, []

    def moved(call: Call, **how: object) -> dict:
        if not done:
            done.append(DO[Kind.PUBLISHED](Call.objects.get(pk=made.pk), at))
        return usual(call, **how)

    monkeypatch.setattr(dates, "moved_by_the_clock", moved)
    acts = dates.recompute_deadlines(at=at)
    stored = Call.objects.get(pk=made.pk)
    assert (stored.published_at, stored.closes_at, [act.kind for act in acts]) == (at, made.closes_at, [Kind.CLOCK_CHANGED])


def test_of_two_who_answer_a_question_the_second_is_told_before_her_answer_stands_in_place_of_the_first(client):
    question, data = asked(), {"act": "answer", "published_text": "Autre ?", "reply_ar": "لا أدري", "reply_fr": "Peut-être", "reply_zgh": ""}
    client.force_login(staff(Role.PROGRAMME_MANAGER))
    address = reverse("call_question_desk", args=[question.pk])
    seen = client.get(address).context["seen"]
    answered(question, at=BEFORE)
    page = client.post(address, data | {"seen": seen})
    question.refresh_from_db()
    assert (page.context["answering"].errors.as_data()["__all__"][0].code, "Peut-être" in page.content.decode(), dict(question.reply)) == (
        "answered",
        True,
        REPLY,
    )
    assert client.post(address, data | {"seen": page.context["seen"]}).status_code == 302, "once she knows"
    question.refresh_from_db()
    assert (question.reply["fr"], question.corrected_at is not None) == ("Peut-être", True)
