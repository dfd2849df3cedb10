"""From a question to its form field. Fields without state of one visitor are built once per question and reader, and shared."""

from collections.abc import Callable
from functools import lru_cache, partial

from django import forms
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from . import fields
from .dates import DateField
from .places import MAX_TYPED
from .shapes import Choice, Question
from .standard_fields import STANDARD_FIELDS
from .texts import Reader, marked

SHORT, LONG = 200, 2000
_REQUIRED = {
    "choice": _("Choose an answer."),
    "yes_no": _("Choose an answer."),
    "multiple": _("Choose at least one answer."),
    "provinces": _("Choose at least one answer."),
    "consent": _("Without your consent we cannot receive the application."),
    "file": _("This document is missing."),
}
_NOT_OFFERED = _("Choose one of the answers shown.")


def common_parts(question: Question, reader: Reader) -> dict[str, object]:
    """What every field takes: label, hint, whether an answer is needed, and what to say when it lacks."""
    return {
        "label": marked(question.label, reader.language),
        "help_text": marked(question.hint, reader.language) if question.hint else "",
        "required": question.required,
        "error_messages": {
            "required": _REQUIRED.get(question.type, _("This answer is missing.")),
            "invalid_choice": _NOT_OFFERED,
            "invalid_list": _NOT_OFFERED,
        },
    }


@lru_cache(maxsize=4096)
def shared_field(question: Question, reader: Reader) -> forms.Field:
    """The field of a question that keeps nothing of a visitor. Nobody may change it: all requests use the same one."""
    with translation.override(reader.language):
        return _BUILDERS[question.type](question, reader, common_parts(question, reader))


def _input(question: Question, *, code: bool = False, **attrs: str) -> forms.TextInput:
    kind = {"class": "input input--code", "dir": "ltr"} if code else {"class": "input", "dir": "auto"}
    named = {"autocomplete": question.autocomplete} if question.autocomplete else {}
    return forms.TextInput(kind | attrs | named)


def _text(question: Question, reader: Reader, common: dict) -> forms.Field:
    column = STANDARD_FIELDS.get(question.standard)
    longest = question.max_length or SHORT
    if column and column.longest:
        longest = min(longest, column.longest)
    return fields.AnswerField(max_length=longest, widget=_input(question), **common)


def _long_text(question: Question, reader: Reader, common: dict) -> forms.Field:
    field = fields.AnswerField(max_length=question.max_length or LONG, widget=forms.Textarea({"class": "input", "dir": "auto", "rows": 4}), **common)
    field.counted = question.max_length
    return field


def _phone(question: Question, reader: Reader, common: dict) -> forms.Field:
    return fields.phone_field(widget=_input(question, code=True, type="tel", inputmode="tel", autocomplete="tel"), **common)


def _email(question: Question, reader: Reader, common: dict) -> forms.Field:
    return fields.email_field(widget=_input(question, code=True, type="email", inputmode="email", autocomplete="email"), **common)


def _cin(question: Question, reader: Reader, common: dict) -> forms.Field:
    return fields.cin_field(widget=_input(question, code=True, autocomplete="off", autocapitalize="characters"), **common)


def _ice(question: Question, reader: Reader, common: dict) -> forms.Field:
    return fields.ice_field(widget=_input(question, code=True, inputmode="numeric", autocomplete="off"), **common)


def _number(question: Question, reader: Reader, common: dict) -> forms.Field:
    cents = question.type == "money"
    widget = _input(question, code=True, inputmode="decimal" if cents else "numeric")
    column = STANDARD_FIELDS.get(question.standard)
    return fields.NumberField(cents=cents, least=question.min, most=question.max, largest=column.largest if column else 0, widget=widget, **common)


def _date(question: Question, reader: Reader, common: dict) -> forms.Field:
    field = DateField(least=question.min, most=question.max, **common)
    field.widget.attrs["autocomplete"] = question.autocomplete
    return field


def _option(choice: Choice, reader: Reader) -> SafeString | str:
    """The words on the card: label, second language, hint."""
    label, second = marked(choice.label, reader.language), reader.second(choice.label)
    hint, second_hint = (marked(choice.hint, reader.language), reader.second(choice.hint)) if choice.hint else ("", None)
    return _card(label, second, hint, second_hint)


def _card(label: str, second: dict | None, hint: str = "", second_hint: dict | None = None) -> SafeString | str:
    if not second and not hint:
        return label
    also = format_html_join("", '<span class="also" lang="{lang}" dir="{dir}">{text}</span>', [second] if second else [])
    small = format_html("<small>{}{}</small>", hint, _card("", second_hint)) if hint else ""
    return format_html("{}{}{}", label, also, small)


def _choice(question: Question, reader: Reader, common: dict) -> forms.Field:
    options = [(choice.value, _option(choice, reader)) for choice in question.choices]
    return fields.ChosenField(choices=options, widget=forms.RadioSelect, **common)


def _multiple(question: Question, reader: Reader, common: dict) -> forms.Field:
    options = [(choice.value, _option(choice, reader)) for choice in question.choices]
    return fields.SeveralField(choices=options, widget=forms.CheckboxSelectMultiple, least=question.min, most=question.max, **common)


def _yes_no(question: Question, reader: Reader, common: dict) -> forms.Field:
    options = [(code, _card(str(words), reader.second_of(partial(str, words)))) for code, words in (("yes", _("Yes")), ("no", _("No")))]
    return fields.ChosenField(choices=options, widget=forms.RadioSelect, **common)


def _commune(question: Question, reader: Reader, common: dict) -> forms.Field:
    widget = forms.TextInput({"class": "input", "dir": "auto", "autocomplete": "address-level2"})
    return fields.AnswerField(max_length=MAX_TYPED, widget=widget, **common)


def _consent(question: Question, reader: Reader, common: dict) -> forms.Field:
    return fields.ConsentField(**common)


_BUILDERS: dict[str, Callable[[Question, Reader, dict], forms.Field]] = {
    "short_text": _text,
    "long_text": _long_text,
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _choice,
    "multiple": _multiple,
    "yes_no": _yes_no,
    "phone": _phone,
    "email": _email,
    "cin": _cin,
    "ice": _ice,
    "commune": _commune,
    "consent": _consent,
}
