"""Copying answers and documents from one draft to another, each to live and go by itself."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile

from forms_app.applications.models import Draft, Upload
from forms_app.engine.definition import Definition, Step


def copy_upload(*, upload: Upload, draft: Draft) -> Upload | None:
    """The same bytes under a name of their own, so that either file may go; ``None`` when they are no longer what was received."""
    try:
        with upload.file.open("rb") as content:
            data = content.read()
    except FileNotFoundError:
        return None
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        return None
    names = ("question", "position", "name", "media_type", "size", "sha256", "pages", "turn", "scan", "created_at")
    copy = Upload(draft=draft, **{name: getattr(upload, name) for name in names})
    copy.file.save("", ContentFile(data), save=False)
    copy.save()
    return copy


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
