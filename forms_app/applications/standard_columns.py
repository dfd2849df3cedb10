"""From answers bound to standard fields to the typed columns of a submission."""

from collections.abc import Mapping

from forms_app.engine.definition import Definition

_YES_NO = {"yes": True, "no": False}


def columns(definition: Definition, answers: Mapping[str, object]) -> dict[str, object]:
    """Values by column; a question that was not asked or answered fills none. ``commune`` is given as its code."""
    values: dict[str, object] = {}
    for question in definition.questions():
        answer = answers.get(question.key)
        if not question.standard or answer in (None, "", []):
            continue
        if question.standard in {"disability", "head_of_household"}:
            values[question.standard] = _YES_NO[str(answer)]
        elif question.standard == "support_requested":
            values["wants_training"] = "training" in answer
            values["wants_accompaniment"] = "accompaniment" in answer
        else:
            values[question.standard] = answer
    return values
