"""Messages to applicants: neutral words that name neither the programme nor her situation (DESIGN 8.1)."""

from django.conf import settings
from django.utils.translation import gettext_lazy, override

from portal.core.outbox import queue_message

from .models import Submission

SUBJECT = gettext_lazy("Your file %(reference)s")
BODIES = {
    "received": gettext_lazy("We have received your file %(reference)s. Keep this number. To follow it: %(address)s"),
    "outcome": gettext_lazy("There is news of your file %(reference)s. To read it: %(address)s"),
}


def tell(*, submission: Submission, purpose: str, dedupe: str) -> None:
    """Queue one message about a file, to the telephone that is hers or, without one, to her e-mail; nothing without her consent."""
    if not submission.wants_messages or submission.synthetic:
        return
    phone = submission.phone if submission.phone_owner != "helper" else ""
    channel, to = ("sms", phone) if phone else ("email", submission.email)
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
            purpose=f"submission.{purpose}",
            dedupe=dedupe,
        )
