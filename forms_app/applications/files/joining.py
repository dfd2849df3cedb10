"""From photos and PDFs to one PDF. Bytes that are not of our making are opened in a process of its own, which may not work or grow for long."""

import subprocess
import sys
from collections.abc import Iterable

from .pages import EXITS, SCRIPT, SECONDS, Part, Unreadable, join, packed

#: Pages of one annex.
MAX_PAGES = 100


def joined(parts: Iterable[Part]) -> tuple[bytes, int]:
    """The PDF of these parts, in order, and how many pages it has.

    Raises:
        Unreadable: a PDF among them is locked or damaged, or there are too many pages.
    """
    parts = list(parts)
    if any(part.is_pdf for part in parts):
        return _apart(parts)
    return join(parts, most=MAX_PAGES)


def _apart(parts: list[Part]) -> tuple[bytes, int]:
    """By a child that knows nothing of ours: no environment, so no key and no password."""
    command = [sys.executable, "-E", "-s", SCRIPT, str(MAX_PAGES)]
    try:
        done = subprocess.run(command, input=packed(parts), capture_output=True, env={}, timeout=2 * SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Unreadable("damaged") from error
    if done.returncode:
        raise Unreadable(EXITS.get(done.returncode, "damaged"))
    count, _line, data = done.stdout.partition(b"\n")
    return data, int(count)
