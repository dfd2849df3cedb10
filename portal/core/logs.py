"""What the server writes down: one JSON object a line, about which request or job, and never with anybody's words (DESIGN 8.1, decision 760).

A line can only hold what the code itself says: the message as it stands in the source, numbers, kinds of errors and :class:`Told` words.
Whatever was typed, sent or stored reaches a logger as an argument, an exception's words or a message put together beforehand, and is left out.
"""

import contextlib
import datetime as dt
import functools
import json
import logging
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from http import HTTPStatus
from pathlib import Path
from types import CodeType, TracebackType

#: Stands where words are left out.
WITHHELD = "…"
#: A telephone, a card and a tracking code have more digits; a count or a key of the database has not.
_LONGEST_NUMBER = 10**7
#: Django tells of an answer by its status; the sentence comes from elsewhere, with the address in it.
_REASONS = {int(status): status.phrase for status in HTTPStatus}
#: Where a warning was given and of which kind; its words come after.
_WARNED = re.compile(r"[^:\n]+:\d+: \w+")
_about: ContextVar[Mapping[str, object]] = ContextVar("about", default={})  # noqa: B039 - never changed, always replaced


class Told(str):
    """A word of ours that may stand in a log: a name given by the code or a setting, never something a visitor sent or the database holds."""

    __slots__ = ()


@contextlib.contextmanager
def about(**fields: str | int) -> Iterator[None]:
    """Every line written inside the block carries these fields: ``request`` and ``number``, or ``job``. The caller answers for their words."""
    before = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(before)


class WithoutWords(logging.Formatter):
    """The lines of a failure and the kinds of its exceptions; their messages are left out: PostgreSQL's quote the whole row."""

    def formatException(  # noqa: N802 - the base class's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Every exception of the chain, the first cause first."""
        parts, error = [], ei[1]
        while error is not None:
            parts.append("".join(traceback.format_tb(error.__traceback__)) + _kind(type(error)))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(parts))


class JsonLines(WithoutWords):
    """Production's lines: ``time`` (UTC), ``level``, ``logger``, ``message``, what it is about, and ``failure`` with the lines of the code."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, in letters every terminal and log store can take."""
        line = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
            **(_about.get() or getattr(getattr(record, "request", None), "log_about", {})),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["failure"] = self.formatException(record.exc_info)
        return json.dumps(line)


def said(record: logging.LogRecord) -> str:
    """The message as it stands in the file that logged it, with those of its arguments that are nobody's words."""
    template = record.msg
    if record.name == "py.warnings" and (warned := _WARNED.match(record.getMessage())):
        return warned.group()
    if record.name.startswith("django.") and (status := getattr(record, "status_code", None)) in _REASONS:
        return _REASONS[status]
    if not isinstance(template, str) or template not in _written_in(record.pathname):
        return WITHHELD
    if not record.args:
        return template
    if isinstance(record.args, Mapping) and "%(" not in template:  # the names themselves would be told
        return template.replace("%s", WITHHELD)
    shown = {name: _shown(value) for name, value in record.args.items()} if isinstance(record.args, Mapping) else tuple(map(_shown, record.args))
    try:
        return template % shown
    except (TypeError, ValueError, KeyError):
        return template


def _shown(value: object) -> object:
    if isinstance(value, type):
        return _kind(value)
    if isinstance(value, BaseException):
        return _kind(type(value))
    if value is None or isinstance(value, Told):
        return value
    return value if isinstance(value, int | float) and abs(value) < _LONGEST_NUMBER else WITHHELD


def _kind(of: type) -> str:
    return f"{of.__module__}.{of.__qualname__}"


@functools.lru_cache(maxsize=256)
def _written_in(path: str) -> frozenset[str]:
    """Every text that stands as such in a file of code; none when it cannot be read."""
    try:
        code = compile(Path(path).read_bytes(), path, "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    return frozenset(_texts(code.co_consts))


def _texts(constants: Iterable[object]) -> Iterator[str]:
    for constant in constants:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, CodeType):
            yield from _texts(constant.co_consts)
        elif isinstance(constant, tuple | frozenset):
            yield from _texts(constant)
