"""What the officer types. Sent by POST: none of it stands in an address, a history or a log."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forms_app.applications.codes import read_reference
from forms_app.applications.models import Erasure
from forms_app.engine.fields import CodeField, clean_email
from forms_app.engine.identity import clean_cin, clean_ice
from forms_app.engine.phones import clean_phone, show_phone
from portal.core import languages
from portal.core.days import within_days

#: What an officer may give as a reason; the others are the portal's own.
REASONS = [(str(reason), reason.label) for reason in (Erasure.Reason.REQUEST, Erasure.Reason.CONSENT, Erasure.Reason.NOT_ALLOWED, Erasure.Reason.ORDERED)]


def _reference(typed: str) -> str:
    reference = read_reference(typed)
    if not reference:
        raise ValidationError(_("This number has a mistake in it. Compare it with your receipt."), code="mistyped")
    return reference


def _number(typed: str) -> str:
    """The number of a national card, or of a company."""
    return clean_cin(typed) if any(char.isalpha() for char in typed) else clean_ice(typed)


def _field(read: Callable[[str], str], **kwargs: Any) -> CodeField:
    attrs = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return CodeField(read=read, required=False, max_length=254, widget=forms.TextInput(attrs), **kwargs)


class FindForm(forms.Form):
    """By what a person is looked for; one of them at least."""

    reference = _field(_reference, label=_("Number of the file"), help_text=_("On your receipt, for example 1012-004817-0"))
    phone = _field(clean_phone, show=show_phone, label=_("Telephone"))
    number = _field(_number, label=_("Identity card (CIN) or company number (ICE)"))
    email = _field(clean_email, label=_("E-mail"))

    def clean(self) -> dict[str, Any]:
        """Something must be looked for.

        Raises:
            ValidationError: when nothing was typed.
        """
        data = cast("dict[str, Any]", super().clean())
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Write at least one of the four."), code="nothing")
        return data


class CopyForm(forms.Form):
    """In which language her copy is."""

    language = forms.ChoiceField(label=_("Language of the copy"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["language"]).choices = [(code, languages.own_name(code)) for code in languages.codes()]


class EraseForm(forms.Form):
    """Why, and that she is sure."""

    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)
    sure = forms.BooleanField(label=_("I have checked that all of this is hers. I know that it cannot be taken back."))


class AccessFilters(forms.Form):
    """Whose openings are shown; all may be empty. References and user names tell nothing of a person to whoever reads the address."""

    reference = forms.CharField(label=_("Number of the file"), required=False, max_length=40)
    by = forms.CharField(label=_("User name"), required=False, max_length=150)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))

    def narrow(self, rows: QuerySet, *, moment: str, file: str = "") -> QuerySet:
        """The rows that were looked for. ``moment`` and ``file`` name their columns; rows without a file are not narrowed by one."""
        if not self.is_valid():
            return rows.none()
        wanted = self.cleaned_data
        if wanted["reference"] and file:
            rows = rows.filter(**{f"{file}__reference": read_reference(wanted["reference"])})
        if wanted["by"]:
            rows = rows.filter(by__in=list(get_user_model().objects.filter(username=wanted["by"]).values_list("pk", flat=True)))
        return within_days(rows, moment=moment, since=wanted["since"], until=wanted["until"])
