"""A file to be completed: its draft goes back to what was sent, but for the questions that are asked again."""

import datetime as dt
from collections.abc import Collection
from typing import cast

from django.db.models import F

from forms_app.applications.models import Draft, DraftStep, Submission
from forms_app.engine.definition import definition_of, parted

from .uploads import stand_as_sent


def put_back(*, draft: Draft, submission: Submission, but: Collection[str], at: dt.datetime) -> None:
    """Take back what she changed in a correction that she never sent: it must not leave with an answer she is asked for later.

    ``but``: codes of the questions asked again; what she has begun to answer there stays. The caller holds the draft's lock.
    """
    definition, sent = definition_of(draft.form_version), submission.everything
    for row in DraftStep.objects.filter(draft=draft):
        step, now = definition.step(row.step), row.everything
        if step is None:
            continue
        said = {question.key: now if question.key in but else sent for question in step.questions}
        then = {key: answers[key] for key, answers in said.items() if key in answers}
        if then != now:
            DraftStep.objects.filter(pk=row.pk).update(**parted(definition, then), version=F("version") + 1, updated_at=at)
    for question in definition.questions():
        if question.type == "file" and question.key not in but:
            stand_as_sent(draft=draft, question=question, sent=cast("list[str]", sent.get(question.key) or []), at=at)
