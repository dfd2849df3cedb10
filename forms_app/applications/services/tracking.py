"""Finding a file again: by its reference and secret, or by a one-time code to the telephone she said is hers."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy, override

from forms_app.applications.codes import digits_of, read_reference, secret_hash, secret_matches
from forms_app.applications.messages import code_key
from forms_app.applications.models import Status, Submission, TrackingCode
from forms_app.calls.sealing import purpose_of
from portal.core.crypt import keyed_hash, keyed_hashes
from portal.core.outbox import queue_message

CODE_DIGITS = 6
CODE_MINUTES = 15
CODE_LIFE = dt.timedelta(minutes=CODE_MINUTES)
CODE_TEXT = gettext_lazy("Your code: %(code)s. It is good for %(minutes)d minutes. Give it to nobody.")
_WRONG_CODES = 5


def find_submission(*, reference: str, secret: str) -> Submission | None:
    """The file of this reference if the secret is its own; ``None`` otherwise, after the same work."""
    known = read_reference(reference)
    submission = Submission.objects.select_related("call", "form_version", "draft").filter(reference=known).first()
    stored = submission.secret_hash if submission else secret_hash(reference="", secret="")
    matches = secret_matches(reference=known, secret=digits_of(secret), stored=stored)
    return submission if submission and matches else None


@transaction.atomic
def send_code(*, reference: str, at: dt.datetime) -> None:
    """Send a one-time code to the telephone of this file, if it is hers and not too many were sent today.

    Says nothing of whether the file exists, has a telephone, or has had its share: the caller's answer is always the same.
    """
    known = Submission.objects.filter(reference=reference).exclude(status=Status.ERASED)
    # Asked for twenty times at once, they are counted one by one.
    submission = known.select_related("call").select_for_update(of=("self",), no_key=True).first()
    if submission is None or not submission.phone or submission.phone_owner not in {"", "mine"}:
        return
    if submission.codes.filter(made_at__gt=at - dt.timedelta(days=1)).count() >= settings.TRACKING_CODES_A_DAY:
        return
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    made = TrackingCode.objects.create(submission=submission, code_hash=_hash(reference, code), made_at=at)
    with override(submission.language):
        body = str(CODE_TEXT) % {"code": code, "minutes": CODE_MINUTES}
    queue_message(
        channel="sms",
        to=submission.phone,
        body=body,
        language=submission.language,
        purpose=purpose_of("tracking.code", submission.call),
        dedupe=code_key(made.pk),
        expires_at=at + CODE_LIFE,
    )


@transaction.atomic
def find_by_code(*, reference: str, code: str, at: dt.datetime) -> Submission | None:
    """The file of this reference if the code is the last one sent, still good and not used; five wrong ones spoil it."""
    made = (
        TrackingCode.objects.select_for_update(of=("self",))
        .select_related("submission__call", "submission__form_version", "submission__draft")
        .filter(submission__reference=reference)
        .order_by("-made_at", "-pk")
        .first()
    )
    stored = made.code_hash if made else ""
    right = any(constant_time_compare(candidate, stored) for candidate in keyed_hashes("tracking code", f"{reference}:{digits_of(code)}"))
    if made is None or made.used_at or made.made_at <= at - CODE_LIFE or made.tries >= _WRONG_CODES:
        return None
    if not right:
        TrackingCode.objects.filter(pk=made.pk).update(tries=F("tries") + 1)
        return None
    TrackingCode.objects.filter(pk=made.pk).update(used_at=at)
    return made.submission


def _hash(reference: str, code: str) -> str:
    return keyed_hash("tracking code", f"{reference}:{code}")
