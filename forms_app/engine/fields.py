"""One form field per question type."""

import datetime as dt
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .definition import Question
from .phones import clean_phone, show_phone
from .places import MAX_TYPED
from .texts import marked, tidy

SHORT, LONG = 200, 2000
_REQUIRED = {
    "choice": _("Choose an answer."),
    "yes_no": _("Choose an answer."),
    "multiple": _("Choose at least one answer."),
    "consent": _("Without your consent we cannot receive the application."),
}


class AnswerField(forms.CharField):
    """A text answer: what people write about themselves keeps its own direction; what nobody writes by hand is left out."""

    def to_python(self, value: object) -> str:
        """The text as it can be stored.

        Raises:
            ValidationError: when it is not text at all.
        """
        text = super().to_python(value)
        if not isinstance(text, str) or any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise ValidationError(_("This text contains characters that cannot be stored."), code="not_text")
        return tidy(text, several_lines=isinstance(self.widget, forms.Textarea))


class PhoneField(AnswerField):
    """A telephone number, stored in the international form."""

    def clean(self, value: object) -> str:
        """The number as ``+212...``, or the reason why it is none."""
        typed = super().clean(value)
        return clean_phone(typed) if typed else ""

    def prepare_value(self, value: object) -> object:
        """Shown again as Morocco writes it."""
        return show_phone(value) if isinstance(value, str) else value


class ConsentField(forms.BooleanField):
    """A box that must be ticked; the answer is the code ``yes``."""

    def clean(self, value: object) -> str:
        """``yes``, or an error when it is required and not given."""
        return "yes" if super().clean(value) else ""

    def prepare_value(self, value: object) -> bool:
        """Ticked when the stored answer is ``yes``."""
        return value in {"yes", True, "on"}


class DateField(forms.DateField):
    """A date chosen part by part; stored as ``YYYY-MM-DD``."""

    def clean(self, value: object) -> str:
        """The ISO date, or nothing."""
        date = super().clean(value)
        return date.isoformat() if date else ""


def build_field(question: Question, language: str) -> forms.Field:
    """The form field of a question, its words in ``language``."""
    common = {"label": marked(question.label, language), "help_text": marked(question.hint, language) if question.hint else "", "required": question.required}
    field = _BUILDERS[question.type](question, language, common)
    field.error_messages["required"] = _REQUIRED.get(question.type, _("This answer is missing."))
    return field


def _text(question: Question, language: str, common: dict) -> forms.Field:
    attrs = {"class": "input", "dir": "auto"} | ({"autocomplete": question.autocomplete} if question.autocomplete else {})
    return AnswerField(max_length=question.max_length or SHORT, widget=forms.TextInput(attrs), **common)


def _long_text(question: Question, language: str, common: dict) -> forms.Field:
    return AnswerField(max_length=question.max_length or LONG, widget=forms.Textarea({"class": "input", "dir": "auto", "rows": 4}), **common)


def _phone(question: Question, language: str, common: dict) -> forms.Field:
    widget = forms.TextInput({"class": "input input--code", "type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})
    return PhoneField(max_length=40, widget=widget, **common)


def _options(question: Question, language: str) -> list[tuple[str, str]]:
    return [(choice.value, marked(choice.label, language)) for choice in question.choices]


def _choice(question: Question, language: str, common: dict) -> forms.Field:
    return forms.ChoiceField(choices=_options(question, language), widget=forms.RadioSelect, **common)


def _multiple(question: Question, language: str, common: dict) -> forms.Field:
    return forms.MultipleChoiceField(choices=_options(question, language), widget=forms.CheckboxSelectMultiple, **common)


def _yes_no(question: Question, language: str, common: dict) -> forms.Field:
    return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **common)


def _date(question: Question, language: str, common: dict) -> forms.Field:
    this_year = dt.date.today().year
    return DateField(widget=forms.SelectDateWidget(years=range(this_year, this_year - 100, -1)), **common)


def _commune(question: Question, language: str, common: dict) -> forms.Field:
    return AnswerField(max_length=MAX_TYPED, widget=forms.TextInput({"class": "input", "dir": "auto", "autocomplete": "address-level2"}), **common)


def _consent(question: Question, language: str, common: dict) -> forms.Field:
    return ConsentField(**common)


_BUILDERS: dict[str, Callable[[Question, str, dict], forms.Field]] = {
    "short_text": _text,
    "long_text": _long_text,
    "choice": _choice,
    "multiple": _multiple,
    "yes_no": _yes_no,
    "phone": _phone,
    "date": _date,
    "commune": _commune,
    "consent": _consent,
}
