"""Answers for staff: in the form's order, with what a reader may not see said to be hidden, and what a correction changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from forms_app.applications.models import Annex, Submission, Upload
from forms_app.engine.definition import Definition, Question, sensitive_keys
from forms_app.engine.shown import facts_of
from forms_app.engine.texts import fill_blanks
from portal.core.translated import TranslatedText


@dataclass(frozen=True)
class Shown:
    """A definition, and whether the reader may see its sensitive answers."""

    definition: Definition
    entitled: bool

    def hides(self, question: Question) -> bool:
        """Whether the answer to this question is kept from the reader."""
        return not self.entitled and question.key in sensitive_keys(self.definition)


def fact_groups(
    shown: Shown, answers: Mapping[str, object], documents: Mapping[str, Sequence[Upload]], annexes: Mapping[str, Annex] | None = None
) -> list[dict[str, Any]]:
    """Each step on her way with its facts: ``label``, ``value``, ``dir``, ``hidden``, ``documents``, ``annex`` (the one PDF of its pages)."""
    made = annexes or {}
    return [
        {
            "title": step.title,
            "facts": [
                fact | {"annex": made.get(question.key)}
                for question in step.questions
                for fact in _facts(shown, question, answers, documents.get(question.key, ()))
            ],
        }
        for step in shown.definition.shown_steps(answers)
    ]


def _facts(shown: Shown, question: Question, answers: Mapping[str, object], documents: Sequence[Upload]) -> Iterable[dict[str, Any]]:
    if question.type == "information" or not question.asked(answers):
        return []
    if shown.hides(question):
        return [{"label": question.label, "value": "", "dir": "", "hidden": True}]
    if question.type == "file":
        return [{"label": question.label, "value": "", "dir": "", "documents": documents}]
    return facts_of(question, answers)


def changes(shown: Shown, submission: Submission) -> list[dict[str, Any]]:
    """Earlier versions, newest first: when each was sent, and which answers the next one changed."""
    earlier = list(submission.versions.order_by("number"))
    sent = [version.everything for version in earlier]
    steps = zip(earlier, pairwise([*sent, submission.everything]), strict=True)
    return [{"version": version, "changed": _changed(shown, before, after)} for version, (before, after) in reversed(list(steps))]


def _changed(shown: Shown, before: Mapping[str, object], after: Mapping[str, object]) -> list[dict[str, Any]]:
    found = []
    for question in shown.definition.questions():
        if question.type == "information" or before.get(question.key) == after.get(question.key):
            continue
        if shown.hides(question):
            found.append({"label": question.label, "hidden": True})
        else:
            found.append({"label": question.label, "before": _values(question, before), "after": _values(question, after)})
    return found


def _values(question: Question, answers: Mapping[str, object]) -> list[TranslatedText | str]:
    """The answer's words; nothing when it was not asked or answered."""
    return [fact["value"] for fact in facts_of(question, answers) if fact["value"] and question.asked(answers)]


def consent_words(definition: Definition, submission: Submission) -> list[dict[str, Any]]:
    """What she was told and agreed to, in the language she read it in, its blanks filled as they were then."""
    consent = submission.consent or {}
    language, values = consent.get("language") or submission.language, consent.get("values") or {}
    return [
        {
            "given": question.key in consent.get("given", ()),
            "words": [fill_blanks(text.choose(language)[0], values) for text in (question.label, question.hint, question.text) if text],
            "language": language,
        }
        for question in definition.questions()
        if question.type == "consent" and consent
    ]
