"""Repeating groups: the same few questions once for each partner, activity or child. Rows come and go without JavaScript."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .shapes import Question, Step

if TYPE_CHECKING:
    from .step_forms import StepForm

#: Name of the buttons that add or remove a row; the value is ``add`` or ``remove:<row>``.
BUTTON = "group:"


def rows_name(name: str) -> str:
    """Name of the hidden field that says how many rows the page showed."""
    return f"{name}-rows"


def row_prefix(name: str, row: object) -> str:
    """Prefix of the fields of one row."""
    return f"{name}-{row}"


def row_step(question: Question) -> Step:
    """A row, as the small step it is."""
    return Step(key=question.key, title=question.label, questions=question.questions)


def pressed(data: Mapping[str, object]) -> tuple[str, str] | None:
    """The group and the act of the button pressed, if one was."""
    return next(((name.removeprefix(BUTTON), str(data[name])) for name in data if isinstance(name, str) and name.startswith(BUTTON)), None)


def rearranged(data: Mapping[str, object], question: Question, act: str) -> dict[str, object]:
    """What was posted, with a row more or a row less; everything typed stays in its row."""
    changed: dict[str, object] = {name: list(data.getlist(name)) if hasattr(data, "getlist") else data[name] for name in data}
    count = posted_rows(data, question)
    verb, _colon, number = act.partition(":")
    if verb == "add":
        count = min(count + 1, question.max_rows)
    elif verb == "remove" and number.isascii() and number.isdigit() and int(number[:4]) < count:
        gone = int(number[:4])
        for name in [name for name in changed if name.startswith(f"{question.key}-")]:
            row, _dash, rest = name.removeprefix(f"{question.key}-").partition("-")
            if rest and row.isascii() and row.isdigit() and gone <= int(row[:4]):
                value = changed.pop(name)
                if int(row[:4]) > gone:
                    changed[f"{row_prefix(question.key, int(row[:4]) - 1)}-{rest}"] = value
        count -= 1
    changed[rows_name(question.key)] = [str(count)]
    return changed


def posted_rows(data: Mapping[str, object], question: Question) -> int:
    """How many rows the page showed, never more than allowed."""
    said = str(data.get(rows_name(question.key), ""))
    return min(int(said[:4]), question.max_rows) if said.isascii() and said.isdigit() else 0


class GroupField(forms.Field):
    """All rows of a group; the answer is a list of the rows' own answers, empty rows left out."""

    class widget(forms.Widget):  # noqa: N801 - Django's name
        """Rows draw themselves."""

        use_fieldset = True
        template_name = "engine/group.html"

        def value_from_datadict(self, data: object, files: object, name: str) -> None:
            """Nothing: each row reads its own."""
            return

    def __init__(self, *, question: Question, rows: list["StepForm"], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question, self.rows = question, rows

    @property
    def has_room(self) -> bool:
        """Whether one more row may be added."""
        return len(self.rows) < self.question.max_rows

    def clean(self, value: object) -> list[dict[str, object]]:
        """The rows' answers.

        Raises:
            ValidationError: one for each wrong row, or saying how many are needed.
        """
        filled = [(number, row) for number, row in enumerate(self.rows, 1) if not row.is_blank()]
        wrong = [ValidationError(_wrong_row(number, row), code="row") for number, row in filled if not row.is_valid()]
        if wrong:
            raise ValidationError(wrong)
        if not filled and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if filled and len(filled) < self.question.min_rows:
            message = ngettext("Fill in at least %(count)d of these.", "Fill in at least %(count)d of these.", self.question.min_rows)
            raise ValidationError(message, params={"count": self.question.min_rows}, code="min")
        return [row.answers() for _number, row in filled]


def _wrong_row(number: int, row: "StepForm") -> SafeString:
    """A label that exists in another language only brings its own mark-up."""
    field = next(iter(row.errors))
    words = {"question": row.fields[field].label, "error": row.errors[field][0]}
    safe = {name: conditional_escape(cast("str", one)) for name, one in words.items()}
    return SafeString(escape(_("Number %(number)d, %(question)s: %(error)s")) % {"number": number, **safe})
