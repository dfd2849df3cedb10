"""Messages to applicants: neutral words that name neither the programme nor her situation (DESIGN 8.1)."""

from django.conf import settings
from django.utils.translation import gettext_lazy, override

from forms_app.calls.sealing import purpose_of
from portal.core.outbox import queue_message

from .models import Submission, SubmissionAct

SUBJECT = gettext_lazy("Your file %(reference)s")
BODIES = {
    "received": gettext_lazy("We have received your file %(reference)s. Keep this number. To follow it: %(address)s"),
    "outcome": gettext_lazy("There is news of your file %(reference)s. To read it: %(address)s"),
}


def reachable(*, phone: str, phone_owner: str, email: str) -> tuple[str, str]:
    """Channel and address of whoever may be written to: her telephone or her family's, never a helper's, else her e-mail; empty without one."""
    if phone and phone_owner != "helper":
        return "sms", phone
    return ("email", email) if email else ("", "")


def dedupes_of(submission: Submission) -> list[str]:
    """The keys under which every message about a file was queued, so that hers can be told from those of others on the same telephone."""
    acts = submission.acts.filter(kind=SubmissionAct.Kind.OUTCOME).values_list("pk", flat=True)
    return [
        received_key(submission.pk, 1),
        *(received_key(submission.pk, version) for version in range(2, submission.version + 1)),
        *(outcome_key(act) for act in acts),
        *(code_key(code) for code in submission.codes.values_list("pk", flat=True)),
    ]


def received_key(submission: int, version: int) -> str:
    """Of the message that a version of a file has arrived."""
    return f"received-{submission}" if version == 1 else f"received-{submission}-{version}"


def outcome_key(act: int) -> str:
    """Of the message that there is news."""
    return f"outcome-{act}"


def code_key(code: int) -> str:
    """Of the message that holds a one-time code."""
    return f"code-{code}"


def tell(*, submission: Submission, purpose: str, dedupe: str) -> None:
    """Queue one message about a file, to the telephone that is hers or, without one, to her e-mail; nothing without her consent."""
    if not submission.wants_messages or submission.synthetic:
        return
    channel, to = reachable(phone=submission.phone, phone_owner=submission.phone_owner, email=submission.email)
    if not to:
        return
    with override(submission.language):
        values = {"reference": submission.reference, "address": f"{settings.WAGTAILADMIN_BASE_URL}/{submission.language}/track/"}
        queue_message(
            channel=channel,
            to=to,
            subject=str(SUBJECT) % values if channel == "email" else "",
            body=str(BODIES[purpose]) % values,
            language=submission.language,
            purpose=purpose_of(f"submission.{purpose}", submission.call),
            dedupe=dedupe,
        )
