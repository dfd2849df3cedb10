"""A failure of ours leaves a trace on the server, and the trace holds nobody's words."""

import logging
import sys

from portal.core.logs import WithoutWords
from tests.core.test_settings import COMPLETE, start

FAIL = """
import django; django.setup()
import logging
try:
    try:
        int("Fatima")
    except ValueError as error:
        raise RuntimeError("Failing row contains (+212612345678)") from error
except RuntimeError:
    logging.getLogger("django.request").error("Internal Server Error: %s", "/fr/", exc_info=True)
"""


def test_production_writes_failures_down() -> None:
    """Django's default only mails them to administrators, of whom there are none."""
    done = start(COMPLETE, FAIL)
    assert done.returncode == 0, done.stderr
    assert "Internal Server Error: /fr/" in done.stderr
    assert "builtins.ValueError" in done.stderr
    assert "builtins.RuntimeError" in done.stderr
    assert not [words for words in ("Fatima", "212612345678") if words in done.stderr.replace(FAIL, "")]


def test_a_context_that_was_suppressed_is_left_out() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError:
            raise ValueError("outer") from None
    except ValueError:
        text = WithoutWords().formatException(sys.exc_info())
    assert ("KeyError" in text, text.endswith("builtins.ValueError"), logging.WARNING) == (False, True, 30)
