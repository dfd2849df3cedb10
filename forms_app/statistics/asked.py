"""Who has no answer of a field, as everybody knows who reads the forms. Pure; why it matters is in decision 750.

The women who are not asked something are a number like any other. Where it stands in two rows, or is a sum of another row, one row
would tell what the other one hides.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms_app.applications.standard_columns import IDENTITY
from forms_app.engine.definition import Definition, Question
from forms_app.engine.shapes import Test

from .dictionary import PERSON
from .protect import Missing

_SUPPORT = ("support_requested", "service_card_need")
#: Standard fields that fill what is counted; any other is filled by the standard field of its name.
_SOURCES = {PERSON: IDENTITY, "wants_training": _SUPPORT, "wants_accompaniment": _SUPPORT}
#: Filled whatever is asked: from how the file was begun.
_NEVER_EMPTY = "filled_by"
#: Filled from the other one where the form does not ask for it.
_FOLLOWS, _FOLLOWED = "applicant_kind", "legal_form"


@dataclass(frozen=True)
class Gap:
    """Why women who filled in one form have no answer: the conditions of the question and of its step were not met, or she left it empty.

    Without conditions the form never asks it.
    """

    form: int
    conditions: tuple[Test | None, ...] = ()
    left_empty: str = ""

    @property
    def among(self) -> tuple[int, str]:
        """Two gaps with the same one may have women in common by rule; others have only by chance."""
        return self.form, self.left_empty if self.conditions == (None, None) else ""


def missing_from(forms: Sequence[Definition], fields: Sequence[str]) -> dict[str, Missing]:
    """By field, who has no answer, given every form that was filled in. Fields that can have no row are left out.

    These are: what no form asks; what is asked, or filled, by the answer to another field that is counted; and fields whose gaps are
    partly those of other fields (the difference of two rows would be a group of women). Of such, the gaps that most fields have are kept.
    """
    gaps = {field: _gaps(forms, field) for field in fields if not any(_follows(form, field, fields) for form in forms)}
    asked = {field: found for field, found in gaps.items() if any(gap is None or gap.conditions for gap in found)}
    patterns = {field: frozenset(gap for gap in found if gap) for field, found in asked.items()}
    common = Counter(patterns.values())
    known: dict[str, Missing] = {}
    kept: dict[frozenset[Gap], set[tuple[int, str]]] = {frozenset(): set()}
    for field in sorted(patterns, key=lambda one: -common[patterns[one]]):
        pattern = patterns[field]
        among = {gap.among for gap in pattern}
        if pattern not in kept and any(among & taken for taken in kept.values()):
            continue
        kept[pattern] = among
        known[field] = Missing.NOBODY if not pattern else Missing.SHARED if common[pattern] > 1 else Missing.OWN
    return {field: known[field] for field in fields if field in known}


def _gaps(forms: Sequence[Definition], field: str) -> list[Gap | None]:
    """One a form; ``None``: every woman who fills it in answers."""
    return [_gap(number, list(_asking(form, field)), field) for number, form in enumerate(forms)]


def _gap(form: int, asking: Sequence[tuple[Question, Test | None]], field: str) -> Gap | None:
    if field == _NEVER_EMPTY or any(_must_answer(question, of_step) for question, of_step in asking):
        return None
    if not asking:
        return Gap(form)
    question, of_step = asking[0]
    return Gap(form, (question.show_if, of_step), "" if question.required else question.key)


def _follows(form: Definition, field: str, fields: Sequence[str]) -> bool:
    """Whether this form lets the number of a field be computed from another one's, or in a way that is not understood here."""
    asking = list(_asking(form, field))
    if field == _NEVER_EMPTY or any(_must_answer(question, of_step) for question, of_step in asking):
        return False
    counted = {source for one in fields for source in _SOURCES.get(one, (one,))}
    filled = field == _FOLLOWS and any(_asking(form, _FOLLOWED))
    return filled or len(asking) > 1 or any(not counted.isdisjoint(_rests_on(form, question.key)) for question, _of_step in asking)


def _asking(form: Definition, field: str) -> Iterator[tuple[Question, Test | None]]:
    """The questions that fill a field, with the condition of their step."""
    sources = _SOURCES.get(field, (field,))
    return ((question, step.show_if) for step in form.steps for question in step.questions if question.standard in sources)


def _must_answer(question: Question, of_step: Test | None) -> bool:
    return question.required and question.show_if is None and of_step is None


def _rests_on(form: Definition, key: str) -> set[str]:
    """Standard fields whose answers decide, at first or second hand, whether a question is asked. Conditions look back only."""
    tests = [test for step in form.steps for question in step.questions if question.key == key for test in (question.show_if, step.show_if) if test]
    keys = {leaf.key for test in tests for leaf in test.leaves()}
    return {question.standard for question in form.questions() if question.key in keys}.union(*(_rests_on(form, each) for each in keys))
