"""The form of a question. It travels by GET: codes and days only, so that a sheet can be asked for again by its address."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_app.calls.models import Call
from forms_app.statistics.questions import BY_PLACE_AND_TIME, OF_DRAFTS, Question, standard_fields
from forms_app.statistics.services.drafts import may_ask_of_drafts
from regions.models import Region


class QuestionForm(forms.Form):
    """By what, between which days, where, of whom."""

    by = forms.ChoiceField(label=_("Count by"))
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))
    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(label=_("Kind of call"), required=False, choices=[("", _("All")), *Call.Kind.choices])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (_("Files sent"), list(BY_PLACE_AND_TIME.items())),
            (_("Files sent, by an answer"), [(name, str(label)) for name, label in standard_fields().items()]),
        ]
        if may_ask_of_drafts(user):
            choices.append((_("Drafts not sent"), list(OF_DRAFTS.items())))
        cast(forms.ChoiceField, self.fields["by"]).choices = choices
        regions = Region.objects.visible_to(user).order_by("code").values_list("code", "name")
        cast(forms.ChoiceField, self.fields["region"]).choices = [("", _("All"))] + [(code, str(name)) for code, name in regions]

    def clean(self) -> dict[str, Any]:
        """Days in order; a place only for what has one."""
        given = cast(dict[str, Any], super().clean())
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            raise ValidationError({"until": _("The last day is before the first.")})
        if given.get("by") in OF_DRAFTS and given.get("region"):
            raise ValidationError({"region": _("Drafts lie nowhere before they are sent: leave the region empty.")})
        return given

    @property
    def question(self) -> Question:
        """What was asked; the form must be valid."""
        return Question(**self.cleaned_data)
