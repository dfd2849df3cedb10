"""The list of erasures: on disk after the commit, without personal data; after a restore it erases again what came back, and nothing else."""

import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from forms_app.applications.models import Draft, DraftStep, Erasure, Status, Submission
from forms_app.applications.models.uploads import private_storage
from forms_app.applications.services import erasures, submit_draft
from forms_app.applications.services.erasing import draft_ident, erase_draft, erase_file, erase_question, erase_subscription
from forms_app.calls.models import CallSubscription, Clarification
from forms_app.calls.services.clarifications import ask
from forms_app.calls.services.subscriptions import Followed, follow
from portal.core.replays import replay_all
from tests.applications.backoffice.makers import draft_of, open_call
from tests.factories_forms import call, commune, complete_draft

from .ground import DAY, PHONE, a_file, everything

pytestmark = pytest.mark.django_db
REQUEST = Erasure.Reason.REQUEST


@pytest.fixture(autouse=True)
def _own_list(settings, tmp_path):
    settings.ERASURE_LIST = str(tmp_path / "below" / "erasures.jsonl")


def lines() -> list[dict]:
    path = Path(erasures.settings.ERASURE_LIST)
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def replayed() -> int:
    return replay_all()["erasures"]


def lose_the_table() -> None:
    """As a restore of an older database does; what the test restored besides is there again."""
    Erasure.objects.all().delete()


def test_a_line_is_written_after_the_commit_and_names_nobody(django_capture_on_commit_callbacks):
    file, at = a_file(), timezone.now()
    digest = draft_ident(file.draft)
    with django_capture_on_commit_callbacks(execute=True):
        erase_file(submission=file, reason=REQUEST, at=at)
        before = lines()
    after = [line | {"at": ""} for line in lines()]
    said = [{"at": "", "what": what, "which": which, "why": "request"} for what, which in (("draft", digest), ("file", file.reference))]
    assert (before, after) == ([], said)
    assert (Path(erasures.settings.ERASURE_LIST).stat().st_mode & 0o777, Erasure.objects.filter(listed_at=None).count()) == (0o640, 0)


def test_what_a_process_that_died_left_undone_is_finished_later():
    file = everything()
    places = [*file.draft.uploads.values_list("file", flat=True), *file.draft.annexes.values_list("file", flat=True)]
    erase_file(submission=file, reason=REQUEST, at=timezone.now())  # its commit never comes in a test
    before = (len(lines()), [private_storage().exists(place) for place in places])
    done = [erasures.finish(), erasures.finish()]
    assert (before, done, len(lines()), [private_storage().exists(place) for place in places]) == ((0, [True, True]), [2, 0], 2, [False, False])


def test_a_document_that_the_disk_keeps_leaves_no_other_undeleted():
    at, stuck = timezone.now(), private_storage().save("papers/inside", ContentFile(b"x"))
    others = [private_storage().save(f"paper-{number}", ContentFile(b"x")) for number in range(2)]
    for number, places in enumerate((["papers", others[0]], [others[1]])):  # a folder with something in it is not deleted
        erasures.note_erasure(kind="file", ident=f"1001-00000{number}-2", reason=REQUEST, at=at + number * DAY, places=places)
    for _again in range(2):
        with pytest.raises(OSError, match="not empty"):
            erasures.finish()
    left = [place for place in (stuck, *others) if private_storage().exists(place)]
    assert (left, Erasure.objects.exclude(places="").count()) == ([stuck], 1)


def test_a_restored_file_is_erased_again_from_the_disk_alone(django_capture_on_commit_callbacks):
    file = a_file()
    held = Submission.objects.filter(pk=file.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        erase_file(submission=file, reason=REQUEST, at=timezone.now())
    Submission.objects.filter(pk=file.pk).update(**held | {"draft_id": None})
    lose_the_table()
    counted = [replayed(), replayed()]
    again = Submission.objects.get()
    assert (counted, again.status, again.full_name, Erasure.objects.get(kind="file").reason) == ([1, 0], Status.ERASED, "", "request")


def test_a_backup_of_before_the_sending_brings_no_draft_back(django_capture_on_commit_callbacks):
    """There her file is not, but her draft is, with her answers and a code that opens it."""
    draft, code = complete_draft(call(), commune())
    held, steps = Draft.objects.filter(pk=draft.pk).values().get(), list(draft.steps.values())
    file = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        erase_file(submission=file, reason=REQUEST, at=timezone.now())
    file.delete()
    Draft.objects.create(**held)
    DraftStep.objects.bulk_create(DraftStep(**step) for step in steps)
    lose_the_table()
    assert ([replayed(), replayed()], Draft.objects.count(), DraftStep.objects.count()) == ([1, 0], 0, 0)


def test_drafts_subscriptions_and_questions_are_erased_again(django_capture_on_commit_callbacks):
    at = timezone.now()
    draft, _code = draft_of(open_call(), commune())
    follow(channel="sms", to=PHONE, language="ar", what=Followed(), at=at)
    subscription = CallSubscription.objects.get()
    question = ask(call=call(questions_until=at + DAY), text="سؤال", language="ar", at=at, channel="sms", address=PHONE)
    held = [Draft.objects.filter(pk=draft.pk).values().get()]
    with django_capture_on_commit_callbacks(execute=True):
        how = {"reason": REQUEST, "at": timezone.now()}
        erase_draft(draft=draft, **how)
        erase_subscription(subscription=subscription, **how)
        erase_question(question=question, **how)
    Draft.objects.create(**held[0])
    subscription.save()  # as it was before
    question.save()
    lose_the_table()
    counted = [replayed(), replayed()]
    left = (Draft.objects.count(), CallSubscription.objects.filter(ended_at=None).count(), Clarification.objects.get().text)
    assert (counted, left) == ([3, 0], (0, 0, ""))


def test_whoever_got_an_old_reference_after_the_restore_keeps_her_file():
    """An older database gives its next number again; the erasure was of the woman who had it before."""
    file = a_file()
    erasures.append(
        [erasures.Line("file", file.reference, REQUEST, file.submitted_at - DAY), erasures.Line("draft", draft_ident(file.draft), REQUEST, timezone.now())]
    )
    assert (replayed(), Submission.objects.get().status) == (0, Status.RECEIVED)


def test_what_was_restored_without_its_keys_is_erased_again_too(settings):
    file, at = everything(), timezone.now()
    follow(channel="sms", to=PHONE, language="ar", what=Followed(), at=at)
    question = ask(call=call(questions_until=at + DAY), text="سؤال", language="ar", at=at, channel="sms", address=PHONE)
    which = (("file", file.reference), ("subscription", CallSubscription.objects.values_list("pk", flat=True).get()), ("question", question.pk))
    erasures.append(erasures.Line(kind, str(ident), REQUEST, timezone.now()) for kind, ident in which)
    settings.DATA_KEYS = ["not the key it was written under"]
    assert (replayed(), Submission.objects.get().status) == (3, Status.ERASED)


def test_of_two_erasures_under_one_reference_the_later_counts_wherever_it_stands():
    """Two lists were put together after a restore; the reference was somebody else's before."""
    file = a_file()
    erasures.append(erasures.Line("file", file.reference, REQUEST, at) for at in (timezone.now(), file.submitted_at - DAY))
    assert replayed() == 1


def test_the_table_serves_where_the_disk_was_lost(django_capture_on_commit_callbacks):
    file = a_file()
    with django_capture_on_commit_callbacks(execute=True):
        erase_file(submission=file, reason=REQUEST, at=timezone.now())
    Path(erasures.settings.ERASURE_LIST).unlink()
    Submission.objects.filter(pk=file.pk).update(status=Status.RECEIVED, full_name="فاطمة")
    assert (replayed(), Submission.objects.get().full_name) == (1, "")


def test_a_line_cut_off_or_foreign_is_passed_over():
    path = Path(erasures.settings.ERASURE_LIST)
    erasures.append([erasures.Line("file", "1001-000001-2", REQUEST, timezone.now())])
    with path.open("a") as file:
        file.write('{"at": "2026-11-22T10:00:00+00:00", "what": "nothing", "which": "x", "why": "request"}\n[]\n{"at": 5}\n{"at": "2026-11-2')
    assert [(line.kind, line.ident) for line in erasures.read_list()] == [("file", "1001-000001-2")]


@pytest.mark.parametrize("cut", ['{"at": "2026-11-2', "\n", ""])
def test_what_is_added_after_a_line_cut_off_is_a_line_of_its_own(cut):
    path = Path(erasures.settings.ERASURE_LIST)
    added = [erasures.Line("file", f"1001-00000{number}-2", REQUEST, timezone.now()) for number in (1, 2, 3)]
    erasures.append(added[:1])
    with path.open("a") as file:
        file.write(cut)
    for line in added[1:]:
        erasures.append([line])
    assert (list(erasures.read_list()), path.read_text().count("\n")) == (added, 3 + bool(cut))


def test_a_disk_that_is_full_undoes_no_erasure(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.ERASURE_LIST = str(tmp_path)  # a folder cannot be written to
    file = a_file()
    with django_capture_on_commit_callbacks(execute=True):
        erase_file(submission=file, reason=REQUEST, at=timezone.now())
    assert (Submission.objects.get().status, Erasure.objects.filter(listed_at=None).count()) == (Status.ERASED, 2)
