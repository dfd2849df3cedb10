"""A whole draft checked again, step by step, as if it had just been sent."""

from collections.abc import Iterator, Mapping, Sequence

from .shapes import Definition, Step
from .step_forms import Reader, StepForm
from .uploads import UploadInfo


def recheck(
    definition: Definition,
    *,
    answers: Mapping[str, Mapping[str, object]],
    language: str,
    uploads: Mapping[str, Sequence[UploadInfo]] | None = None,
) -> tuple[dict[str, object], list[str]]:
    """Validate all steps on the way.

    ``answers`` are the saved answers by step. An answer that a condition now hides is dropped. ``uploads`` are the files that
    really are there; without them the saved ids are believed.

    Returns:
        The answers to keep, and the codes of the steps that are not complete.
    """
    kept: dict[str, object] = {}
    incomplete: list[str] = []
    for form, given in checked_steps(definition, answers=answers, language=language, uploads=uploads):
        kept |= given
        if not form.is_valid():
            incomplete.append(form.step.key)
    return kept, incomplete


def checked_steps(
    definition: Definition,
    *,
    answers: Mapping[str, Mapping[str, object]],
    language: str,
    uploads: Mapping[str, Sequence[UploadInfo]] | None = None,
) -> Iterator[tuple[StepForm, dict[str, object]]]:
    """The steps on the way, checked, each with the answers to keep of it: none of a step with errors. They decide which steps come after it."""
    kept: dict[str, object] = {}
    for step in definition.steps:
        if not step.shown(kept):
            continue
        saved = answers.get(step.key) or {}
        there = uploads if uploads is not None else _believed(step, saved)
        form = StepForm(saved, step=step, reader=Reader(language), answers_before=kept, uploads=there, stored=True)
        given = form.answers() if form.is_valid() else {}
        yield form, given
        kept |= given


def _believed(step: Step, saved: Mapping[str, object]) -> dict[str, list[UploadInfo]]:
    files = {question.key: saved.get(question.key) for question in step.questions if question.type == "file"}
    return {key: [UploadInfo(id=one, name="") for one in ids if isinstance(one, str)] for key, ids in files.items() if isinstance(ids, list)}
