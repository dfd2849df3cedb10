"""What a published call tells its readers changes by acts only (DESIGN section 6). Decision 501."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

#: Sent when the Amazigh of a published call's texts was written by its translators; carries ``call``.
call_translated = Signal()
#: A language whose sentences may come later, "to come" having been said: adding them promises nothing new.
_LATER = "zgh"
_acting: ContextVar[bool] = ContextVar("an act on a call is under way", default=False)


class SilentChange(RuntimeError):
    """Something readers of a published call are told would have changed without an act. ``fields`` names what."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@contextmanager
def by_act() -> Iterator[None]:
    """Inside, published calls may be written: whoever enters leaves an act and a version behind."""
    token = _acting.set(True)
    try:
        yield
    finally:
        _acting.reset(token)


def changed(call: object, read: Mapping[str, object]) -> list[str]:
    """Names of the fields that are no longer what was read."""
    return [name for name, before in read.items() if call.__dict__.get(name, before) != before]


def only_translated(before: object, after: object) -> bool:
    """Whether nothing but the Amazigh of a text differs."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return False
    return all(before.get(code, "") == after.get(code, "") for code in {*before, *after} - {_LATER})


def refuse_silent_change(fields: list[str]) -> bool:
    """Whether an act is under way.

    Raises:
        SilentChange: when none is, and there is something to refuse.
    """
    if fields and not _acting.get():
        raise SilentChange(fields)
    return _acting.get()
