"""The short forms for coming back: track a file that was sent, by secret or one-time code; resume one that was not."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .codes import read_reference, read_resume_code
from .register.salts import read_salt
from .services.share import LONGEST_LABEL

_CODE = {"class": "input input--code", "dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}


class AskCodeForm(forms.Form):
    """The number of a file, as printed on its receipt."""

    reference = forms.CharField(
        label=_("Number of the file"), help_text=_("On your receipt, for example 1012-004817-0"), max_length=40, widget=forms.TextInput(_CODE)
    )

    def clean_reference(self) -> str:
        """A number whose check digit is wrong was mistyped; saying so tells nothing about any file.

        Raises:
            ValidationError: when it cannot be a reference.
        """
        reference = read_reference(self.cleaned_data["reference"])
        if not reference:
            raise ValidationError(_("This number has a mistake in it. Compare it with your receipt."), code="mistyped")
        return reference


class TrackForm(AskCodeForm):
    """The number, and the secret printed beside it."""

    secret = forms.CharField(label=_("Tracking code"), help_text=_("The 8 digits on your receipt"), max_length=20, widget=forms.TextInput(_CODE))


class ProofForm(AskCodeForm):
    """The number, and the code of its line in the public register."""

    salt = forms.CharField(
        label=_("Code for the register"),
        help_text=_("On your receipt: 28 letters and digits in groups of four"),
        max_length=60,
        widget=forms.TextInput({"class": "input", "dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_salt(self) -> str:
        """A code whose check letters are wrong was mistyped.

        Raises:
            ValidationError: when it cannot be a code of the register.
        """
        salt = read_salt(self.cleaned_data["salt"])
        if not salt:
            raise ValidationError(_("This code has a mistake in it. Compare it with your receipt, letter by letter."), code="mistyped")
        return salt


class CodeForm(AskCodeForm):
    """The number again, and the code that came by message."""

    code = forms.CharField(
        label=_("Code received by message"), help_text=_("6 digits"), max_length=20, widget=forms.TextInput(_CODE | {"autocomplete": "one-time-code"})
    )


class ShareForm(forms.Form):
    """For whom a link is made."""

    label = forms.CharField(
        label=_("For whom is the link?"),
        help_text=_("To recognise it later, for example: my colleague in Tiznit. No name is needed."),
        required=False,
        max_length=LONGEST_LABEL,
        widget=forms.TextInput({"class": "input", "autocomplete": "off", "dir": "auto"}),
    )


class ResumeForm(forms.Form):
    """The code shown on every step."""

    code = forms.CharField(
        label=_("Code of the saved file"), help_text=_("12 digits, shown at the bottom of each step"), max_length=40, widget=forms.TextInput(_CODE)
    )

    def clean_code(self) -> str:
        """Twelve digits with a right check digit.

        Raises:
            ValidationError: when they are not.
        """
        code = read_resume_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("This code has a mistake in it. It has 12 digits."), code="mistyped")
        return code
