"""What a receipt says of the register: the day, the line, and the code that ties them to this file alone."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from forms_app.applications.models import Submission

from .listing import record_of
from .record import Record

_GROUP = 8


@dataclass(frozen=True)
class Proof:
    """Of the version that counts. ``sealed``: its line waits for the opening of its call."""

    record: Record
    sealed: bool

    @property
    def day(self) -> dt.date:
        """The Moroccan day whose text lists or holds it."""
        return timezone.localdate(self.record.sent)

    @property
    def line(self) -> str:
        """Its digest in groups, to be compared by eye."""
        digest = self.record.digest
        return " ".join(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))

    @property
    def fragment(self) -> str:
        """What fills in the page that checks a receipt; a fragment is never sent nor logged."""
        return f"#{self.record.reference}/{self.record.salt}"

    def address(self, language: str) -> str:
        """That page, filled in, as a QR code holds it."""
        with override(language):
            return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('proof')}{self.fragment}"


def proof_of(submission: Submission) -> Proof | None:
    """What is printed; nothing for a made-up file or one without a code, which the register does not list."""
    if submission.synthetic or not submission.salt:
        return None
    return Proof(record_of(submission), submission.call.still_sealed)
