"""Copying answers and documents from one draft to another, each to live and go by itself."""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from forms_app.applications.models import Draft, Upload
from forms_app.engine.definition import Definition, Step
from portal.core.private_files import private_storage

logger = logging.getLogger(__name__)


class NoRoom(Exception):
    """The disk keeps no copy at this moment: nothing was begun, and what was to be copied is as it was."""


class Copies:
    """The documents copied in one transaction."""

    def __init__(self) -> None:
        self._made: list[Upload] = []

    def of(self, upload: Upload, *, to: Draft) -> Upload | None:
        """The same bytes under a name of their own, so that either file may go; ``None`` when they are no longer what was received.

        Raises:
            NoRoom: when the disk does not take them.
        """
        try:
            with upload.file.open("rb") as content:
                data = content.read()
        except FileNotFoundError:
            return None
        if hashlib.sha256(data).hexdigest() != upload.sha256:
            return None
        names = ("question", "position", "name", "media_type", "size", "sha256", "pages", "turn", "scan", "created_at")
        copy = Upload(draft=to, **{name: getattr(upload, name) for name in names})
        try:
            copy.file.save("", ContentFile(data), save=False)
        except OSError as error:
            logger.error("A document could not be copied (%s, error %d).", type(error), error.errno or 0)
            raise NoRoom from None
        self._made.append(copy)
        copy.save()
        return copy

    def undo(self) -> None:
        """Delete their bytes: no row names them, and nobody would ever do it."""
        for copy in self._made:
            private_storage().delete(str(copy.file.name))

    def keep(self) -> None:
        """Their rows are written for good: nothing is undone any more, whatever fails afterwards."""
        self._made.clear()


@contextmanager
def copying() -> Iterator[Copies]:
    """A transaction in which documents are copied. If it fails, none of their bytes stays."""
    copies = Copies()
    try:
        with transaction.atomic():
            transaction.on_commit(copies.keep)
            yield copies
    except BaseException:
        copies.undo()
        raise


def same_answers(*, step: Step, before: Definition, answers: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Of answers (by question) to the form ``before``: those to questions that this step asks too (code and type), with what it still offers of each."""
    for question in step.questions:
        earlier = before.question(question.key)
        if earlier is None or earlier.type != question.type or question.key not in answers:
            continue
        value = answers[question.key]
        known = {choice.value for choice in question.choices}
        if question.type == "multiple":
            value = [one for one in value if one in known]
        elif question.type == "group":
            same = {inner.key for inner in question.questions for was in earlier.questions if (was.key, was.type) == (inner.key, inner.type)}
            value = [{key: one for key, one in row.items() if key in same} for row in value]
        yield question.key, value
