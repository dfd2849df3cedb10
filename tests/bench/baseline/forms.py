"""The six steps as plain Django forms: each question by the field that Django, or a library we have, offers for it."""

from django import forms
from phonenumber_field.formfields import PhoneNumberField

from .six_steps import DEFINITION

_FIELDS = {
    "short_text": lambda _question: forms.CharField(max_length=200, widget=_input()),
    "long_text": lambda _question: forms.CharField(max_length=2000, widget=forms.Textarea({"class": "input", "dir": "auto", "rows": 4})),
    "cin": lambda _question: forms.RegexField(r"^[A-Z]{1,2}\d{1,6}$", widget=_input()),
    "phone": lambda _question: PhoneNumberField(region="MA", widget=_input(type="tel")),
    "email": lambda _question: forms.EmailField(widget=forms.EmailInput({"class": "input"})),
    "date": lambda _question: forms.DateField(widget=_input()),
    "commune": lambda _question: forms.CharField(max_length=80, widget=_input()),
    "number": lambda _question: forms.IntegerField(min_value=0, max_value=100, widget=_input()),
    "money": lambda _question: forms.CharField(max_length=20, widget=_input()),
    "yes_no": lambda _question: forms.ChoiceField(choices=[("yes", "نعم"), ("no", "لا")], widget=forms.RadioSelect),
    "choice": lambda question: forms.ChoiceField(choices=_options(question), widget=forms.RadioSelect),
    "multiple": lambda question: forms.MultipleChoiceField(choices=_options(question), widget=forms.CheckboxSelectMultiple),
    "consent": lambda _question: forms.BooleanField(),
}


def _input(**attrs: str) -> forms.TextInput:
    return forms.TextInput({"class": "input", "dir": "auto"} | attrs)


def _options(question: dict) -> list[tuple[str, str]]:
    return [(choice["value"], choice["label"]["ar"]) for choice in question["choices"]]


def _field(question: dict) -> forms.Field:
    field = _FIELDS[question["type"]](question)
    field.label, field.help_text, field.required = question["label"]["ar"], question["hint"]["ar"], question.get("required", True)
    return field


def _form(step: dict) -> type[forms.Form]:
    return type("StockForm", (forms.Form,), {question["key"]: _field(question) for question in step["questions"]} | {"title": step["title"]["ar"]})


STEPS = [(step["key"], _form(step)) for step in DEFINITION["steps"]]
