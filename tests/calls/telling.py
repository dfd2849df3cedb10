"""What tests of telling about calls share: acts, subscriptions, files, and who was written to."""

import datetime as dt

from django.utils import timezone

from forms_app.applications.models import Submission
from forms_app.applications.services import save_step, start_draft
from forms_app.calls.models import Call, CallAct, CallSubscription
from forms_app.calls.services.notices import tell_waiting
from forms_app.calls.services.subscriptions import Followed, confirm, follow
from portal.core.models import OutboxMessage
from tests.applications.test_reminders import CONTACT, HERS
from tests.factories_forms import call, form

Kind = CallAct.Kind
DAY = dt.timedelta(days=1)
#: Columns of a file that may be written to.
AGREED = {"wants_messages": True, "phone": "+212612345678", "phone_owner": "mine"}


def contact_call(**values: object) -> Call:
    """An open call whose form asks where she may be written to."""
    form("contact", CONTACT)
    return call(form_key="contact", **values)


def act(of: Call, kind: str = Kind.EXTENDED, *, at: dt.datetime | None = None) -> CallAct:
    """Something done to the call now."""
    return CallAct.objects.create(call=of, kind=kind, at=at or timezone.now())


def begun(of: Call, given: dict | None = None, *, agreement: dict | None = None, language: str = "fr") -> object:
    """A draft with its contact step saved."""
    at = timezone.now() - DAY
    draft, _code = start_draft(call=of, language=language, filled_by="self", at=at)
    save_step(draft=draft, step="contact", answers=HERS if given is None else given, at=at)
    if agreement is not None:
        save_step(draft=draft, step="agreement", answers=agreement, at=at)
    return draft


def sent_file(of: Call, number: int = 1, *, language: str = "fr", **columns: object) -> Submission:
    """A file that was sent yesterday."""
    values = AGREED | columns
    return Submission.objects.create(
        reference=f"{of.number}-{number:06d}-0",
        call=of,
        form_version=form("contact", CONTACT),
        idempotency_key=f"00000000-0000-0000-{of.number:04d}-{number:012d}",
        secret_hash="x",
        language=language,
        submitted_at=timezone.now() - DAY,
        **values,
    )


def follower(to: str, *, language: str = "fr", since: dt.datetime | None = None, **what: object) -> CallSubscription:
    """Somebody who follows calls since yesterday."""
    at = since or timezone.now() - DAY
    follow(channel="email" if "@" in to else "sms", to=to, language=language, what=Followed(**what), at=at)
    row = CallSubscription.objects.latest("pk")
    OutboxMessage.objects.filter(purpose="call.follow").delete()
    return confirm(token=row.token, language=language, at=at)


def tell() -> list[tuple[str, str]]:
    """Tell what waits; address and language of every message about it, in order of the address."""
    tell_waiting(at=timezone.now())
    return told()


def told() -> list[tuple[str, str]]:
    """Address and language of every message about acts."""
    return sorted((message.address, message.language) for message in OutboxMessage.objects.filter(bulk=True))
