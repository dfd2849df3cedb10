"""What the server writes down when something fails: where, never with whose words (DESIGN 8.1)."""

import logging
import traceback
from types import TracebackType


class WithoutWords(logging.Formatter):
    """The lines of a failure and the kinds of its exceptions; their messages are left out: PostgreSQL's quote the whole row."""

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:  # noqa: N802 - the base class's name
        """Every exception of the chain, the first cause first."""
        parts, error = [], ei[1]
        while error is not None:
            kind = type(error)
            parts.append("".join(traceback.format_tb(error.__traceback__)) + f"{kind.__module__}.{kind.__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(parts))
