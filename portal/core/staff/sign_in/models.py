"""What proves, beside the password, that it is she: the authenticator on her telephone, or one of her backup codes."""

from binascii import unhexlify
from typing import ClassVar

from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from portal.core.crypt import keyed_hash, keyed_hashes
from portal.core.encrypted import EncryptedTextField

#: Steps of half a minute by which a telephone's clock may be wrong, either way.
_TOLERANCE = 1
_PURPOSE = "backup code"


class _OneAPerson(TimestampMixin, ThrottlingMixin, Device):
    """What both have alike: after a wrong code one waits, and what knew the code notes it. Called with its row locked (``django_otp.verify_token``)."""

    class Meta:
        """No table of its own."""

        abstract = True

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first wrong code; each further one doubles them."""
        return 1

    def verify_token(self, token: str) -> bool:
        """Whether these digits are hers now; they will not be a second time."""
        if not self.verify_is_allowed()[0]:
            return False
        if not self.takes(token):
            self.throttle_increment()
            return False
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def takes(self, token: str) -> bool:
        """Whether it knows the digits, which it uses up."""
        raise NotImplementedError


class Authenticator(_OneAPerson):
    """The application that makes a new code of six digits every half minute (RFC 6238); one a person.

    django-otp's own device keeps its secret readable, and lets the clock drift further at each use: hence ours.
    """

    secret = EncryptedTextField(help_text="Hexadecimal; only the authenticator has it too.")
    last_step = models.BigIntegerField(default=-1, help_text="Step of the last code taken: neither it nor an earlier one is taken again.")

    class Meta:
        """One a person."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user"], name="one_authenticator_a_person")]

    def takes(self, token: str) -> bool:
        """Six digits of a step after the last one taken."""
        clock = TOTP(unhexlify(self.secret))
        if not clock.verify(int(token), tolerance=_TOLERANCE, min_t=self.last_step + 1):
            return False
        self.last_step = clock.t()
        return True


class BackupSheet(_OneAPerson):
    """The sheet of codes kept for the day the telephone is lost; one a person."""

    class Meta:
        """One a person."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user"], name="one_backup_sheet_a_person")]

    def takes(self, token: str) -> bool:
        """Ten digits on the sheet; they are struck out."""
        marks = keyed_hashes(_PURPOSE, f"{self.user_id}:{token}")
        return bool(self.codes.filter(mark__in=marks).delete()[0])

    def write(self, codes: list[str]) -> None:
        """Put these codes on the sheet instead of what it holds."""
        self.codes.all().delete()
        self.codes.bulk_create(BackupCode(sheet=self, mark=keyed_hash(_PURPOSE, f"{self.user_id}:{code}")) for code in codes)


class BackupCode(models.Model):
    """One code that was not used yet. Only its hash is kept: nobody can read it again."""

    sheet = models.ForeignKey(BackupSheet, related_name="codes", on_delete=models.CASCADE)
    mark = models.CharField(max_length=64)

    class Meta:
        """Each once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "mark"], name="backup_code_once_a_sheet")]
