"""What a line of the register is the SHA-256 of. Plain text: ``sha256sum`` is all that is needed to compute it again (docs/register.md)."""

import datetime as dt
import hashlib
from typing import NamedTuple

#: Of this spelling of lines and files. Another one gets another number, and the old files stay as they are.
SPELLING = "register 1"


class Record(NamedTuple):
    """One version of a file as it was sent: number, version, moment, what it consists of, and the code only its owner was given."""

    reference: str
    version: int
    sent: dt.datetime
    contents: str
    salt: str

    @property
    def text(self) -> str:
        """Six lines, each ended."""
        moment = in_utc(self.sent)
        return f"{SPELLING}\nfile {self.reference}\nversion {self.version}\nsent {moment}\ncontents {self.contents}\nsalt {self.salt}\n"

    @property
    def digest(self) -> str:
        """Its line in the register."""
        return sha256(self.text)


def contents_of(*, answers: str, documents: str, form: str, call: str, consent: str) -> str:
    """One fingerprint of the five that stood when it was sent (DESIGN section 6)."""
    return sha256(f"answers {answers}\ndocuments {documents}\nform {form}\ncall {call}\nconsent {consent}\n")


def sha256(text: str) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def in_utc(moment: dt.datetime) -> str:
    """To the second: ``2026-11-22T14:03:07Z``. No change of the country's hour ever changes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
