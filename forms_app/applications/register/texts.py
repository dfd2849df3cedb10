"""The texts of the register: how one is written, and how it is read again by whoever verifies it. docs/register.md describes them."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core import languages

from .record import SPELLING, in_utc, sha256

_BLIND_BYTES = 32


@dataclass(frozen=True)
class Head:
    """What every text begins with.

    ``previous``: name and SHA-256 of the text before it in the chain, empty for the first. ``audit``: place and hash of the last sealed entry
    of the audit; the hash alone is written, for the place would count the entries about sealed calls.
    """

    name: str
    number: int
    previous: tuple[str, str]
    audit: tuple[int, str]

    def written(self) -> str:
        """Five lines after the explanation."""
        before = f"{self.previous[0]}.txt {self.previous[1]}" if self.previous[0] else "none"
        return f"{_explained()}{SPELLING}\nname {self.name}.txt\nnumber {self.number}\nprevious {before}\naudit {self.audit[1] or 'none'}\n"


def _explained() -> str:
    """For whoever opens a text without knowing what it is: a line in each language."""
    said = []
    for code in languages.codes():
        with override(code):
            what = _("Each line stands for one application that arrived that day, and names nobody. Whoever has the receipt can check her line.")
            said.append(f"# {_('Public register of applications')} – {_('Jisr Tamkin wa Riyada')}. {what}\n")
    return "".join(said)


def day_text(head: Head, *, held: Mapping[int, str], lines: Iterable[str]) -> str:
    """The text of a day. ``held``: by number of the sealed call, the SHA-256 of what is held back. The order of lines tells nothing: they are sorted."""
    listed = sorted(lines)
    sealed = "".join(f"sealed {number} {digest}\n" for number, digest in sorted(held.items()))
    return _ended(f"{head.written()}{sealed}lines {len(listed)}\n{_joined(listed)}")


def held_text(*, call: int, day: dt.date, lines: Iterable[str]) -> str:
    """What a sealed call holds back of a day. The random number keeps anybody from trying out how many lines there may be."""
    return f"held {call} {day.isoformat()} {secrets.token_hex(_BLIND_BYTES)}\n{_joined(sorted(lines))}"


def opening_text(head: Head, *, opened: dt.datetime, held: Iterable[str], rest: Iterable[str]) -> str:
    """The text of an opening: every part held back, an empty line after each, then what no day's text has held yet."""
    listed = sorted(rest)
    parts = "".join(f"{part}\n" for part in held)
    return _ended(f"{head.written()}opened {in_utc(opened)}\n\n{parts}lines {len(listed)}\n{_joined(listed)}")


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _ended(text: str) -> str:
    return f"{text}sha256 {sha256(text)}\n"


@dataclass
class Read:
    """A text taken apart again. ``whole``: its last line is the SHA-256 of what stands above it."""

    whole: bool = False
    name: str = ""
    number: str = ""
    previous: str = ""
    audit: str = ""
    sealed: dict[str, str] = field(default_factory=dict)
    #: Of an opening: the parts that were held back, as they are hashed.
    held: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_text(text: str) -> Read:
    """Take a text apart; of one that is not ours, what can be recognised."""
    above, _word, last = text.rpartition("sha256 ")
    read = Read(whole=last == f"{sha256(above)}\n")
    listing = False
    held: list[str] = []
    for line in above.split("\n"):
        word, _space, rest = line.partition(" ")
        if listing and line:
            read.lines.append(line)
        elif word in {"name", "number", "previous", "audit"}:
            setattr(read, word, rest)
        elif word == "sealed":
            number, _space, digest = rest.partition(" ")
            read.sealed[number] = digest
        elif word == "lines":
            listing = True
        elif word == "held" or held:
            held = _go_on(read, held, line)
    return read


def _go_on(read: Read, held: list[str], line: str) -> list[str]:
    if line:
        return [*held, line]
    read.held.append(_joined(held))
    return []


def lines_held(text: str) -> list[str]:
    """The lines of a part that is or was held back."""
    return text.splitlines()[1:]
