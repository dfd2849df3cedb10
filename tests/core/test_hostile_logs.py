"""A failure of ours leaves a trace on the server, and the trace holds nobody's words. Each start is a process with production's settings."""

import json
import sys
from pathlib import Path

from portal.core.logs import WithoutWords
from tests.core.test_settings import COMPLETE, start

FAIL = """
import logging, warnings
import django; django.setup()
from django.test import RequestFactory
from django.core.handlers.wsgi import WSGIHandler
from django.conf import settings
settings.ROOT_URLCONF = "tests.core.urls_that_fail"
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "portal.example"})
answer = client.post("/fail/bug/", {"name": "Fatimazahra", "phone": "0612345678"}, secure=True)
print(answer.status_code, answer.headers["X-Request-ID"])
warnings.warn("0612345678", RuntimeWarning)
"""


def test_production_writes_a_failure_down_as_lines_that_name_the_request_and_nobody() -> None:
    """Django's default only mails it to administrators, of whom there are none."""
    done = start(COMPLETE, FAIL)
    assert done.returncode == 0, done.stderr
    status, request_id = done.stdout.split()
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    told = {line["logger"]: line for line in lines}
    failed, answered = told["django.request"], told["portal.requests"]
    assert (status, failed["request"], answered["request"]) == ("500", request_id, request_id)
    assert (failed["message"], failed["number"] == answered["number"]) == ("Internal Server Error", True)
    assert [kind for kind in ("builtins.KeyError", "builtins.RuntimeError") if kind in failed["failure"]] == ["builtins.KeyError", "builtins.RuntimeError"]
    assert (answered["route"], answered["method"], answered["status"]) == ("fail/<slug:how>/", "POST", 500)
    assert told["py.warnings"]["message"] == "<string>:12: RuntimeWarning"
    assert [words for words in ("Fatimazahra", "0612345678") if words in done.stderr] == []


def test_a_context_that_was_suppressed_is_left_out() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError:
            raise ValueError("outer") from None
    except ValueError:
        text = WithoutWords().formatException(sys.exc_info())
    assert ("KeyError" in text, text.endswith("builtins.ValueError")) == (False, True)


def test_every_logger_of_ours_says_whole_sentences_that_stand_in_the_code() -> None:
    """``logger.error(f"...")`` and ``logger.error(str(error))`` would be withheld, and tell nobody anything."""
    root = Path(__file__).parents[2]
    files = [path for app in ("portal", "regions", "programmes", "home", "forms_app", "search") for path in (root / app).rglob("*.py")]
    spoken = [line.strip() for path in files for line in path.read_text(encoding="utf-8").splitlines() if "logger." in line.lower() and "(" in line]
    said = [line for line in spoken if line.lower().startswith(("logger.", "_logger."))]
    assert len(said) >= 8
    assert [line for line in said if '("' not in line] == []
