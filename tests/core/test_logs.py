"""What a line of the log holds: what the code says, and nobody's words."""

import json
import logging
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.logs import WITHHELD, JsonLines, Told, about
from tests.core.log_ground import WORDS, betrayed, written

logger = logging.getLogger("tests.logs")
words = st.sampled_from(sorted(WORDS.values()))


class Row:
    """Speaks when asked for its text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


#: How a word may come to a logger.
WAYS = [str, Row, ValueError, lambda text: [text], lambda text: {"row": text}, lambda text: {text: 1}, str.encode, lambda text: bytearray(text.encode())]


def the(lines: list[str]) -> dict:
    (line,) = lines
    return json.loads(line)


@settings(deadline=None, max_examples=60)
@given(words, st.data())
def test_no_word_is_told_however_it_reaches_a_logger(word: str, data: st.DataObject) -> None:
    """As a message, an argument of any kind, inside containers and objects, in the words of exceptions, of their causes, and of warnings."""
    given_as = data.draw(st.sampled_from(WAYS))
    with written() as lines:
        logger.warning("Given: %s", given_as(word))
        logger.warning("Given: %(row)r", {"row": given_as(word)})
        logger.warning(given_as(word))
        logger.warning(f"Put together: {word}")
        try:
            try:
                raise KeyError(word)
            except KeyError as error:
                raise RuntimeError(f"Failing row contains ({word})") from error
        except RuntimeError:
            logger.exception("It failed with %s", word)
            logger.error("It failed", exc_info=True, stack_info=True, extra={"row": word, "args2": given_as(word)})
    assert (betrayed(lines), len(lines)) == ([], 6)


@pytest.mark.parametrize(("template", "told"), [("Too many: %s", "Too many: %s"), ("None asked for", "None asked for"), ("A number: %d", "A number: %d")])
def test_arguments_that_do_not_fit_are_left_out(template: str, told: str) -> None:
    """Python would print a traceback with all of them; the line is what the code says."""
    record = logging.LogRecord("a.library", logging.ERROR, __file__, 1, template, (WORDS["phone"], WORDS["name"])[: 1 + template.count("%s")], None)
    assert json.loads(JsonLines().format(record))["message"] == told


def test_what_the_code_says_is_told_with_numbers_and_kinds() -> None:
    with written() as lines:
        logger.warning("%s missed %d of %s in %.1f s: %s %s", Told("Redis"), 3, None, 2.55, ValueError, ValueError("words"))
    assert the(lines)["message"] == "Redis missed 3 of None in 2.5 s: builtins.ValueError builtins.ValueError"


@pytest.mark.parametrize(("number", "told"), [(9_999_999, "9999999"), (10_000_000, WITHHELD), (612345678, WITHHELD), (-612345678, WITHHELD)])
def test_a_number_as_long_as_a_telephone_is_withheld(number: int, told: str) -> None:
    with written() as lines:
        logger.warning("Number %s", number)
    assert the(lines)["message"] == f"Number {told}"


def test_a_line_says_when_how_grave_who_and_what_it_is_about() -> None:
    with written() as lines, about(job="send_outbox"):
        logger.error("It stopped")
    line = the(lines)
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "ERROR", "logger": "tests.logs", "message": "It stopped", "job": "send_outbox"}


def test_what_a_line_is_about_ends_with_its_block() -> None:
    with written() as lines:
        with about(job="outer"), about(request="0"):
            logger.warning("Inside")
        logger.warning("Outside")
    inside, outside = map(json.loads, lines)
    assert ((inside["job"], inside["request"]), {"job", "request"} & set(outside)) == (("outer", "0"), set())


def test_a_failure_is_told_by_the_lines_of_the_code_the_first_cause_first() -> None:
    with written() as lines:
        try:
            try:
                int("x")
            except ValueError as error:
                raise LookupError from error
        except LookupError:
            logger.exception("It failed")
    cause, effect = the(lines)["failure"].split("\n\n")
    assert (cause.splitlines()[-1], effect.splitlines()[-1]) == ("builtins.ValueError", "builtins.LookupError")
    assert 'int("x")' in cause


def test_a_warning_is_told_by_where_and_of_which_kind_it_is() -> None:
    logging.captureWarnings(True)
    try:
        with warnings.catch_warnings(), written() as lines:
            warnings.simplefilter("always")
            logging.captureWarnings(False)
            logging.captureWarnings(True)
            warnings.warn(WORDS["email"], RuntimeWarning, stacklevel=1)
    finally:
        logging.captureWarnings(False)
    message = the(lines)["message"]
    assert (message.split("/")[-1].split(":")[0], message.split(": ")[-1]) == ("test_logs.py", "RuntimeWarning")


def test_one_line_even_when_the_code_says_several() -> None:
    with written() as lines:
        logger.warning("Two\nlines")
    assert ("\n" in lines[0], the(lines)["message"], isinstance(JsonLines(), logging.Formatter)) == (False, "Two\nlines", True)
