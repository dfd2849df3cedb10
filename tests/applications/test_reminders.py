"""Drafts by the calendar: who is reminded, of what, once; what is erased and what never is."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from forms_app.applications.codes import new_resume_code, resume_hash
from forms_app.applications.models import Draft, DraftStep, Erasure, Upload
from forms_app.applications.services import save_step, start_draft, submit_draft, withdraw
from forms_app.applications.services.erasing import erase_draft, expire_drafts
from forms_app.applications.services.reminders import SUBJECT, dedupes_of, send_reminders
from portal.core.formats import format_date
from portal.core.models import OutboxMessage
from portal.core.outbox import messages_known_as, names_programme
from tests.factories_forms import call, change_call, form

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WORDS = {"ar": "نص", "fr": "Texte"}


def question(key: str, kind: str, **values: object) -> dict:
    return {"key": key, "type": kind, "label": WORDS, "required": False, **values}


#: The questions a reminder looks at, and no other.
CONTACT = {
    "title": WORDS,
    "steps": [
        {
            "key": "contact",
            "title": WORDS,
            "questions": [
                question(
                    "phone_owner",
                    "choice",
                    standard="phone_owner",
                    choices=[{"value": code, "label": {"ar": f"نص {code}", "fr": f"Texte {code}"}} for code in ("mine", "family", "helper")],
                ),
                question("phone", "phone", standard="phone", sensitive=True),
                question("helper_phone", "phone", standard="helper_phone", sensitive=True),
                question("email", "email", standard="email", sensitive=True),
                question("name", "short_text", standard="full_name", sensitive=True),
                question("card", "cin", standard="cin", sensitive=True),
            ],
        },
        {"key": "agreement", "title": WORDS, "questions": [question("messages", "consent", standard="wants_messages")]},
    ],
}
HERS = {"phone_owner": "mine", "phone": "+212612345678"}


def draft(*, closes_in: dt.timedelta = 5 * DAY, given: dict | None = HERS, agreement: dict | None = None, language: str = "fr", **values) -> Draft:
    """A draft of a call that closes in some days, with a contact step saved."""
    now = timezone.now()
    form("contact", CONTACT)
    of = call(form_key="contact", closes_at=now + closes_in, opens_at=now - 200 * DAY, **values)
    made, _code = start_draft(call=of, language=language, filled_by="self", at=now - 30 * DAY)
    for step, answers in (("contact", given), ("agreement", agreement)):
        if answers is not None:
            save_step(draft=made, step=step, answers=answers, at=now)
    return Draft.objects.get(pk=made.pk)


def queued() -> list[tuple[str, str, str]]:
    return list(OutboxMessage.objects.order_by("created_at").values_list("channel", "address", "purpose"))


@pytest.mark.parametrize(
    ("given", "agreement", "expected"),
    [
        (HERS, None, [("sms", "+212612345678", "draft.reminder")]),
        (HERS | {"phone_owner": "family"}, None, [("sms", "+212612345678", "draft.reminder")]),
        (HERS | {"email": "a@example.org"}, {"messages": "yes"}, [("sms", "+212612345678", "draft.reminder")]),
        ({"email": "a@example.org"}, None, [("email", "a@example.org", "draft.reminder")]),
        ({"phone_owner": "helper", "helper_phone": "+212612345678"}, None, []),
        ({"phone_owner": "helper", "phone": "+212612345678"}, None, []),
        (HERS, {}, []),
        ({}, None, []),
        (None, None, []),
    ],
)
def test_only_her_own_address_and_not_against_her_will(given, agreement, expected):
    draft(given=given, agreement=agreement)
    send_reminders(at=timezone.now())
    assert queued() == expected


@pytest.mark.parametrize(("days", "count"), [(8, 0), (6.9, 1), (2.5, 1), (1.9, 1), (-0.1, 0)])
def test_when_a_reminder_leaves(days, count):
    draft(closes_in=days * DAY)
    assert (send_reminders(at=timezone.now())["reminder"], OutboxMessage.objects.count()) == (count, count)


def test_a_draft_that_no_key_opens_keeps_no_other_waiting(settings):
    opened = settings.DATA_KEYS
    settings.DATA_KEYS = ["a key that was lost"]
    draft(given=HERS | {"phone": "+212611111111"})
    settings.DATA_KEYS = opened
    draft()
    assert (send_reminders(at=timezone.now())["reminder"], queued()) == (1, [("sms", "+212612345678", "draft.reminder")])


def test_once_at_seven_days_once_at_two_and_again_after_an_extension():
    made = draft(closes_in=6 * DAY)
    now = timezone.now()
    counts = [send_reminders(at=now + days * DAY)["reminder"] for days in (0, 1, 3, 4.5, 5)]
    change_call(made.call, closes_at=made.call.closes_at + 10 * DAY)
    counts.append(send_reminders(at=now + 10 * DAY)["reminder"])
    assert counts == [1, 0, 0, 1, 0, 1]


def test_nobody_is_reminded_of_what_is_sent_cancelled_or_made_up():
    now = timezone.now()
    sent = draft()
    submit_draft(draft=sent, resume_code="123456789012", language="fr", at=now)
    OutboxMessage.objects.all().delete()
    draft(sample=True)
    draft(cancelled_at=now - DAY, cancel_reason={"ar": "نص", "fr": "Texte"})
    assert (send_reminders(at=now), queued()) == ({"reminder": 0, "expiring": 0}, [])


NAMED = HERS | {"name": "فاطمة أيت", "card": "AB123456"}
FAMILY = {"phone_owner": "family", "phone": HERS["phone"]}
MAIL = {"email": "a@example.org"}


@pytest.mark.parametrize(
    ("lost", "sent", "count"),
    [
        (HERS, HERS, 0),
        (HERS, HERS | {"phone": "+212611111111"}, 1),
        (FAMILY, HERS, 1),
        (HERS, FAMILY, 1),
        (FAMILY | {"name": "فاطمة ايت"}, HERS | {"name": "فاطمة أيت"}, 0),
        (HERS | {"name": "زهرة"}, NAMED, 1),
        (NAMED, NAMED | {"phone": "+212611111111", "name": "Fatima"}, 0),
        (NAMED | {"card": "AB123457"}, NAMED, 1),
        (MAIL, MAIL | {"phone_owner": "mine", "phone": "+212611111111"}, 0),
        (HERS, MAIL, 1),
    ],
)
def test_who_lost_her_draft_and_sent_another_file_is_not_reminded_of_it(lost, sent, count):
    made, at = draft(given=lost), timezone.now()
    other, code = start_draft(call=made.call, language="fr", filled_by="self", at=at)
    save_step(draft=other, step="contact", answers=sent, at=at)
    submit_draft(draft=other, resume_code=code, language="fr", at=at)
    assert (send_reminders(at=at)["reminder"], OutboxMessage.objects.count()) == (count, count)


def test_a_file_of_hers_that_was_withdrawn_or_is_of_another_call_stops_no_reminder():
    made, at = draft(), timezone.now()
    for of, back in ((made.call, True), (call(form_key="contact"), False)):
        other, code = start_draft(call=of, language="fr", filled_by="self", at=at)
        save_step(draft=other, step="contact", answers=HERS, at=at)
        sent = submit_draft(draft=other, resume_code=code, language="fr", at=at)
        if back:
            withdraw(submission=sent, at=at)
    assert send_reminders(at=at)["reminder"] == 1


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_words_are_neutral_and_say_where_to_go_on(language):
    draft(language=language)
    send_reminders(at=timezone.now())
    body = OutboxMessage.objects.get().body
    assert (names_programme(body), f"/{language}/resume/" in body, OutboxMessage.objects.get().last_error) == ([], True, "")


def test_a_mail_has_a_subject_and_a_text_message_none():
    for given in (HERS, MAIL):
        draft(given=given)
    send_reminders(at=timezone.now())
    with override("fr"):
        assert sorted(OutboxMessage.objects.values_list("channel", "subject")) == [("email", str(SUBJECT)), ("sms", "")]


@pytest.mark.parametrize(("days", "count"), [(14.5, 0), (13.5, 1), (-0.5, 0)])
def test_a_notice_fourteen_days_before_the_erasure_once(days, count):
    made = draft(closes_in=-61 * DAY)
    now = timezone.now()
    Draft.objects.filter(pk=made.pk).update(expires_at=now + days * DAY)
    counts = [send_reminders(at=now)["expiring"], send_reminders(at=now)["expiring"]]
    assert (counts, queued()) == ([count, 0], [("sms", "+212612345678", "draft.expiring")] * count)


def extended() -> Draft:
    """A draft saved a hundred days ago, when its call was to close soon after; it was extended since, far beyond the day then noted."""
    made = draft(closes_in=-70 * DAY)
    now = timezone.now()
    Draft.objects.filter(pk=made.pk).update(expires_at=now - 10 * DAY)
    change_call(made.call, closes_at=now + 5 * DAY, extended_from=now - 70 * DAY)
    return Draft.objects.get(pk=made.pk)


def test_an_extension_keeps_a_draft_that_was_not_saved_since(client):
    made = extended()
    now = timezone.now()
    code = new_resume_code()
    Draft.objects.filter(pk=made.pk).update(resume_hash=resume_hash(code))
    assert made.kept_until == made.call.closes_at + 60 * DAY
    opened = client.post("/fr/resume/", {"code": code})
    assert (opened.status_code, made.public_id in opened.headers.get("Location", "")) == (302, True)
    page = client.get(f"/fr/apply/{made.call.slug}/{made.public_id}/finish-later/").content.decode()
    with override("fr"):
        assert format_date(made.kept_until) in page
    assert [send_reminders(at=now + days * DAY) for days in (0, 1, 50.9, 51.1, 52)] == [
        {"reminder": 1, "expiring": 0},
        {"reminder": 0, "expiring": 0},
        {"reminder": 0, "expiring": 0},
        {"reminder": 0, "expiring": 1},
        {"reminder": 0, "expiring": 0},
    ]


def test_the_notice_after_an_extension_names_the_day_that_counts_and_is_forgotten_with_the_draft():
    made = extended()
    send_reminders(at=timezone.now() + 60 * DAY)
    message = OutboxMessage.objects.get()
    with override("fr"):
        assert format_date(made.kept_until) in message.body
    assert list(messages_known_as(dedupes=dedupes_of(made))) == [message]
    assert [expire_drafts(at=made.kept_until + moment) for moment in (-DAY, dt.timedelta(0))] == [0, 1]


def test_messages_of_days_that_have_moved_since_are_forgotten_with_the_draft():
    made = draft(closes_in=5 * DAY)
    closes, now = made.call.closes_at, timezone.now()
    send_reminders(at=now)
    for days in (20, 40):
        change_call(made.call, closes_at=closes + days * DAY, extended_from=closes)
        send_reminders(at=now + days * DAY)
    send_reminders(at=made.kept_until - DAY)
    save_step(draft=made, step="contact", answers=HERS, at=made.kept_until - DAY)
    assert (OutboxMessage.objects.count(), erase_draft(draft=made, reason=Erasure.Reason.RETENTION, at=now)) == (4, True)
    assert set(OutboxMessage.objects.values_list("address_hash", "emptied")) == {("", True)}


def expired(*, closed: dt.timedelta) -> Draft:
    """A draft whose time is over, of a call closed so long ago."""
    made = draft()
    now = timezone.now()
    change_call(made.call, opens_at=now - closed - 30 * DAY, closes_at=now - closed)
    Draft.objects.filter(pk=made.pk).update(expires_at=now - DAY)
    return made


@pytest.mark.parametrize(("closed", "erased"), [(61 * DAY, 1), (59 * DAY, 0), (-DAY, 0)])
def test_nothing_is_erased_within_sixty_days_after_the_closing(closed, erased):
    expired(closed=closed)
    assert (expire_drafts(at=timezone.now()), Draft.objects.count()) == (erased, 1 - erased)


def test_answers_and_documents_go_with_the_draft(django_capture_on_commit_callbacks):
    files = {}
    for owner in (expired(closed=61 * DAY), draft()):
        upload = Upload(draft=owner, question="documents", name="a.jpg", media_type="image/jpeg", size=3, sha256="0" * 64)
        upload.file.save("", ContentFile(b"abc"), save=False)
        upload.save()
        files[owner.pk] = upload.file
    _gone, kept = files
    with django_capture_on_commit_callbacks(execute=True):
        expire_drafts(at=timezone.now())
    left = [file.storage.exists(file.name) for file in files.values()]
    assert (list(Draft.objects.values_list("pk", flat=True)), set(DraftStep.objects.values_list("draft", flat=True)), left) == ([kept], {kept}, [False, True])
    files[kept].storage.delete(files[kept].name)


def test_what_was_sent_is_never_erased():
    made = draft()
    submit_draft(draft=made, resume_code="123456789012", language="fr", at=timezone.now())
    Draft.objects.filter(pk=made.pk).update(expires_at=timezone.now() - DAY)
    change_call(made.call, opens_at=timezone.now() - 200 * DAY, closes_at=timezone.now() - 100 * DAY)
    assert (expire_drafts(at=timezone.now()), Draft.objects.count()) == (0, 1)


def test_a_draft_in_use_is_kept_longer():
    made = draft(closes_in=10 * DAY)
    Draft.objects.filter(pk=made.pk).update(expires_at=timezone.now() + DAY)
    save_step(draft=Draft.objects.get(pk=made.pk), step="contact", answers=HERS, at=timezone.now())
    assert Draft.objects.get(pk=made.pk).expires_at > timezone.now() + 89 * DAY


def test_the_commands_say_what_they_did(capsys):
    draft()
    call_command("send_reminders")
    call_command("expire_drafts")
    assert capsys.readouterr().out == "reminder: 1, expiring: 0\nerased: 0\n"
