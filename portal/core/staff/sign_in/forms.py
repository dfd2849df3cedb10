"""Codes as people type them: with blanks, in Arabic-Indic digits."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.text import western_digits

from .services import BACKUP_DIGITS, DIGITS

_BETWEEN = re.compile(r"[\s-]+")
_WIDGET = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class _CodeField(forms.CharField):
    """Digits of one of these numbers."""

    def __init__(self, *, lengths: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(_WIDGET), **kwargs)
        self.lengths = lengths

    def clean(self, value: object) -> str:
        """The digits alone.

        Raises:
            ValidationError: when they cannot be a code.
        """
        digits = _BETWEEN.sub("", western_digits(super().clean(value)))
        if not (digits.isascii() and digits.isdigit() and len(digits) in self.lengths):
            raise ValidationError(_("A code has 6 digits, a backup code 10."), code="mistyped")
        return digits


class CodeForm(forms.Form):
    """A code of the authenticator, or a backup code."""

    code = _CodeField(label=_("Code"), help_text=_("6 digits from your authenticator, or a backup code of 10 digits"), lengths=(DIGITS, BACKUP_DIGITS))


class SetUpForm(forms.Form):
    """The first code of a new authenticator. ``secret`` is what the page showed, closed: nothing is stored before it is proven."""

    secret = forms.CharField(max_length=400, widget=forms.HiddenInput)
    code = _CodeField(label=_("Code of the new authenticator"), help_text=_("The 6 digits it shows now"), lengths=(DIGITS,))


class ReplaceForm(SetUpForm):
    """The same, for who has one already."""

    current = _CodeField(label=_("Code of the authenticator you have now"), help_text=_("Or one of your backup codes"), lengths=(DIGITS, BACKUP_DIGITS))
    field_order = ("secret", "current", "code")
