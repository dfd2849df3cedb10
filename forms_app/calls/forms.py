"""Short forms on the pages of calls: where to write to, the code that came by SMS, a question."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_app.engine.fields import EMAIL_LENGTH, AnswerField, CodeField, clean_email
from forms_app.engine.phones import clean_phone, show_phone
from portal.core.models import Channel
from portal.core.text import western_digits

#: Abroad an SMS may cost a hundred times more, and somebody earns it.
_MOBILE = re.compile(r"\+212[67]\d{8}")
#: What tells who somebody is: an e-mail address, a telephone, the number of an identity card.
_TELLING = (re.compile(r"\S@\S"), re.compile(r"(?:\+|0)\d(?:[\s.-]?\d){8,}"), re.compile(r"\b[A-Za-z]{1,2}\d{5,6}\b"))
LONGEST_QUESTION = 1000


def channel_of(address: str) -> str:
    """How an address is written to."""
    return Channel.EMAIL if "@" in address else Channel.SMS


def clean_address(typed: str) -> str:
    """An e-mail address, or a Moroccan mobile number in its international form.

    Raises:
        ValidationError: when it is neither.
    """
    if "@" in typed:
        return clean_email(typed)
    number = clean_phone(typed)
    if not _MOBILE.fullmatch(number):
        raise ValidationError(_("Messages are sent to Moroccan mobile numbers only. Write an e-mail address instead."), code="not_mobile")
    return number


def show_address(address: str) -> str:
    """As people write it."""
    return address if "@" in address else show_phone(address)


def _address_field(**kwargs: Any) -> CodeField:
    widget = forms.TextInput({"class": "input", "dir": "ltr", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
    return CodeField(read=clean_address, show=show_address, max_length=EMAIL_LENGTH, widget=widget, **kwargs)


class FollowForm(forms.Form):
    """Where news of calls is sent."""

    address = _address_field(label=_("Your e-mail address or mobile number"), help_text=_("For example name@example.org or 06 12 34 56 78."))


class FollowCodeForm(forms.Form):
    """The mobile number again, and the code that came to it."""

    address = _address_field(label=_("Your mobile number"))
    code = forms.CharField(
        label=_("Code received by message"),
        help_text=_("6 digits"),
        max_length=20,
        widget=forms.TextInput({"class": "input input--code", "dir": "ltr", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class QuestionForm(forms.Form):
    """A question about a call. ``website`` is seen by programs only: whoever fills it in is none of ours."""

    text = AnswerField(
        label=_("Your question"),
        help_text=_("Everybody will read it. Write no name, no telephone number, no identity number, nothing of your own case."),
        min_length=10,
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea({"class": "input", "dir": "auto", "rows": 5}),
    )
    address = _address_field(
        label=_("To be told of the answer: your e-mail address or mobile number"),
        help_text=_("It is not published, and erased once you were told."),
        required=False,
    )
    website = forms.CharField(required=False, max_length=200, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, with_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_address:
            del self.fields["address"]

    def clean_text(self) -> str:
        """A question that tells nobody's telephone, address or card.

        Raises:
            ValidationError: when it does, as far as a pattern can see.
        """
        text = self.cleaned_data["text"]
        if any(pattern.search(western_digits(text)) for pattern in _TELLING):
            message = _("Everybody will read your question. Take out telephone numbers, e-mail addresses and identity numbers.")
            raise ValidationError(message, code="personal")
        return text

    @property
    def by_a_program(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))
