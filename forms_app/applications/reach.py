"""Where somebody may be written to, from what she has answered so far."""

from collections.abc import Mapping

from forms_app.applications.messages import reachable
from forms_app.applications.models import Draft
from forms_app.engine.definition import definition_of

#: Standard fields that say where somebody can be reached.
ADDRESSES = ("phone", "helper_phone", "email")


def standard_answers(draft: Draft) -> dict[str, object]:
    """Valid answers bound to standard fields, of the steps that were saved and are read with the draft."""
    rows = {row.step: row for row in draft.steps.all()}
    return {
        question.standard: row.everything.get(question.key)
        for step in definition_of(draft.form_version).steps
        if (row := rows.get(step.key)) and row.version
        for question in step.questions
        if question.standard
    }


def refused(given: dict[str, object]) -> bool:
    """She saved the step that asks whether she may be written to, and did not agree."""
    return "wants_messages" in given and given["wants_messages"] != "yes"


def reach(given: dict[str, object]) -> tuple[str, str]:
    """Channel and address: her telephone or her family's, else her e-mail; empty without one."""
    return reachable(**{name: str(given.get(name) or "") for name in ("phone", "phone_owner", "email")})


def reach_or_helper(given: dict[str, object]) -> tuple[str, str]:
    """The same, or the helper's telephone when she has neither: for what is public anyway, never for what is hers."""
    channel, to = reach(given)
    if to:
        return channel, to
    helper = given.get("helper_phone") or (given.get("phone") if given.get("phone_owner") == "helper" else "")
    return ("sms", str(helper)) if helper else ("", "")


def addresses_among(*given: Mapping[str, object]) -> list[str]:
    """Every telephone and e-mail address among answers bound to standard fields: hers, her family's, a helper's."""
    return sorted({str(answers[name]) for answers in given for name in ADDRESSES if answers.get(name)})
