"""A date typed in three small boxes, day first in every language, any digits; wrong parts are told apart."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.formats import format_date
from portal.core.text import clear_signs, western_digits

from .bounds import FIRST_YEAR, LAST_YEAR, TODAY, read_bound

PARTS = ("day", "month", "year")
_LABELS = {"day": pgettext_lazy("of the month", "Day"), "month": _("Month"), "year": _("Year")}
_MISSING = {"day": _("The day is missing."), "month": _("The month is missing."), "year": _("The year is missing.")}
_WRONG = {
    "day": _("The day is a number from 1 to 31."),
    "month": _("The month is a number from 1 to 12."),
    "year": _("The year has 4 digits, for example 1990."),
}
_RANGES = {"day": (1, 31), "month": (1, 12), "year": (FIRST_YEAR, LAST_YEAR)}


class DateParts(forms.Widget):
    """Three boxes named ``key-day``, ``key-month``, ``key-year``; an ISO date under ``key`` is understood too."""

    template_name = "components/date.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> object:
        """The three parts as typed, or whatever stands under the plain name."""
        typed = tuple(data.get(f"{name}-{part}", "") for part in PARTS)
        return typed if any(typed) else data.get(name) or ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        """Whether no part was sent."""
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}-day"

    def decompress(self, value: object) -> tuple[str, ...]:
        """Day, month and year of a stored date; parts that were typed, as they were."""
        if isinstance(value, tuple):
            return value
        try:
            date = dt.date.fromisoformat(str(value or ""))
        except ValueError:
            return ("", "", "")
        return (str(date.day), str(date.month), str(date.year))

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        """Each part with its words; the wrong one marked."""
        context = super().get_context(name, None, attrs)
        attrs = context["widget"]["attrs"]
        wrong = attrs.pop("wrong", "")
        complete = attrs.pop("autocomplete", "") == "bday"
        context["widget"]["parts"] = [
            {
                "name": f"{name}-{part}",
                "id": f"{attrs.get('id', name)}-{part}",
                "label": _LABELS[part],
                "value": typed,
                "wrong": wrong in {part, "all"},
                "digits": 4 if part == "year" else 2,
                "autocomplete": f"bday-{part}" if complete else "",
            }
            for part, typed in zip(PARTS, self.decompress(value), strict=True)
        ]
        return context


class DateBoundField(BoundField):
    """Knows which part is wrong."""

    def as_widget(self, widget: forms.Widget | None = None, attrs: dict | None = None, only_initial: bool = False) -> SafeString:
        """The boxes, the wrong one marked."""
        return super().as_widget(widget, {**(attrs or {}), "wrong": self.wrong}, only_initial)

    @property
    def wrong(self) -> str:
        """The part that is wrong, ``all`` when it is none of them alone, nothing when the date is right."""
        codes = [error.code for error in self.errors.as_data()]
        return next((code for code in codes if code in PARTS), "all" if codes else "")

    @property
    def id_for_label(self) -> str:
        """Where a link to the error leads: the wrong box, or the first."""
        return f"{self.auto_id}-{self.wrong if self.wrong in PARTS else PARTS[0]}"


class DateField(forms.Field):
    """A date; the answer is ``YYYY-MM-DD``."""

    widget = DateParts

    def __init__(self, *, least: float | str | None = None, most: float | str | None = None, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> DateBoundField:
        """A bound field that marks the wrong part."""
        return DateBoundField(form, self, field_name)

    def clean(self, value: object) -> str:
        """The ISO date, or nothing.

        Raises:
            ValidationError: whose code is the wrong part, or ``early``, ``late``.
        """
        if not isinstance(value, tuple):
            value = self._from_iso(value)
        if not value or not any(western_digits(str(part)).strip() for part in value):
            super().clean(None)
            return ""
        numbers = [_number(name, part) for name, part in zip(PARTS, value, strict=True)]
        try:
            date = dt.date(*reversed(numbers))
        except ValueError as error:
            raise ValidationError(_("This month has no day %(day)s."), params={"day": numbers[0]}, code="day") from error
        self._within(date)
        return date.isoformat()

    def _from_iso(self, value: object) -> tuple[str, ...]:
        if value is None or (isinstance(value, str) and not value.strip()):
            return ()
        parts = value.strip()[:20].split("-") if isinstance(value, str) else ()
        if len(parts) != 3:
            raise ValidationError(_("This is not a date. Write day, month and year."), code="not_a_date")
        return tuple(reversed(parts))

    def _within(self, date: dt.date) -> None:
        least, most = read_bound("date", self.least), read_bound("date", self.most)
        if least and date < least:
            message = _("This day is already past.") if self.least == TODAY else _("The earliest date accepted is %(date)s.")
            raise ValidationError(message, params={"date": format_date(least)}, code="early")
        if most and date > most:
            message = _("This day is still to come.") if self.most == TODAY else _("The latest date accepted is %(date)s.")
            raise ValidationError(message, params={"date": format_date(most)}, code="late")


def _number(name: str, typed: object) -> int:
    text = clear_signs(str(typed)[:20]).strip()
    if not text:
        raise ValidationError(_MISSING[name], code=name)
    first, last = _RANGES[name]
    if not (text.isascii() and text.isdigit()) or not first <= int(text) <= last:
        raise ValidationError(_WRONG[name], code=name)
    return int(text)
