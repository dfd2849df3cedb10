"""Totals: an amount that nobody types, the sum of one column of a repeating group. What the browser says of it counts for nothing."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, Widget
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from portal.core.formats import format_number

from .fields import NumberField
from .numbers import as_decimal, read_number
from .shapes import Question

if TYPE_CHECKING:
    from .step_forms import StepForm


def column_of(question: Question) -> tuple[str, str]:
    """The group and the column that a total adds up."""
    group, _dot, column = question.total_of.partition(".")
    return group, column


def total(question: Question, answers: Mapping[str, object]) -> int | str | None:
    """The sum as an amount is stored; nothing when no row has an amount."""
    group, column = column_of(question)
    rows = answers.get(group)
    return _sum(row[column] for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Mapping) and row.get(column) not in (None, ""))


def _sum(amounts: Iterable[int | str]) -> int | str | None:
    found = [as_decimal(amount) for amount in amounts]
    if not found:
        return None
    whole = sum(found, Decimal(0))
    return int(whole) if whole == int(whole) else f"{whole:.2f}"


class TotalBoundField(BoundField):
    """Knows what the rows on the page add up to, as far as they can be read."""

    form: "StepForm"
    field: "TotalField"

    @property
    def amount(self) -> str:
        """The sum in words."""
        return amount_in_words(self.field.on_page(self.form) or 0)

    @property
    def thousands(self) -> str:
        """What parts thousands, for the script that keeps the sum while she types."""
        return format_number(1000)[1:-3]

    @property
    def pattern(self) -> str:
        """The sum in words, with ``#`` for the number."""
        return _("%(amount)s dirhams") % {"amount": "#"}


class TotalField(NumberField):
    """A sum: shown and kept, never read from what is posted. Its limits are those of the whole."""

    class widget(Widget):  # noqa: N801 - Django's name
        """Nothing is typed."""

        template_name = "engine/total.html"

        def value_from_datadict(self, data: object, files: object, name: str) -> None:
            """Nothing."""
            return

    def __init__(self, *, question: Question, answers_before: Mapping[str, object], **kwargs: Any) -> None:
        super().__init__(cents=True, least=question.min, most=question.max, widget=self.widget, **kwargs)
        self.question, self.answers_before = question, answers_before
        self.group, self.column = column_of(question)

    def get_bound_field(self, form: BaseForm, field_name: str) -> TotalBoundField:
        """A bound field that adds up."""
        return TotalBoundField(form, self, field_name)

    def clean(self, value: object) -> str:
        """Nothing: the sum needs the rows, which the form has."""
        return ""

    def of(self, answers: Mapping[str, object]) -> int | str | None:
        """The sum of these answers.

        Raises:
            ValidationError: when it is outside the limits.
        """
        found = total(self.question, {**self.answers_before, **answers})
        return None if found is None else super().clean(found)

    def on_page(self, form: "StepForm") -> int | str | None:
        """The sum of what stands in the rows; what is no amount is left out until it is put right."""
        if self.group not in form.fields:
            return total(self.question, self.answers_before)
        rows = getattr(form.fields[self.group], "rows", ())  # in a preview it may be no list yet, or one without the column
        return _sum(filter(None, (_readable(row[self.column].value()) for row in rows if self.column in row.fields)))


def _readable(typed: object) -> int | str | None:
    try:
        return read_number(str(typed), cents=True) if typed not in (None, "") else None
    except ValidationError:
        return None


def amount_in_words(amount: int | str) -> str:
    """An amount in dirhams, cents only when there are some."""
    whole, _point, cents = str(as_decimal(amount)).partition(".")
    mark = "." if format_number(1000)[1] == "," else ","
    return _("%(amount)s dirhams") % {"amount": format_number(int(whole)) + (f"{mark}{cents}" if int(cents or 0) else "")}
