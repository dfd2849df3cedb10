"""What is asked before each act on a call."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_app.calls import services
from forms_app.calls.models import Call, CallAct
from forms_app.calls.models.calls import CHANGE
from forms_app.calls.models.reasons import REASONS, CorrectionReason
from forms_app.calls.services.results import COUNTS
from forms_app.calls.spoken import field_label
from portal.core.fields import field_of
from portal.core.translated import TranslatedFormField
from regions.models import Province, Region

Kind = CallAct.Kind
_MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(**more: Any) -> forms.DateTimeField:
    """A minute on a Moroccan clock."""
    return forms.DateTimeField(widget=forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT), **more)


class ActForm(forms.Form):
    """The token of what the screen shows; reason and words, where the act wants them."""

    kind: Kind
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Call, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call, self.user = call, user
        self.initial.setdefault("seen", services.state_token(call))
        self.add_fields()
        if self.kind in REASONS:
            choices = [choice for choice in REASONS[self.kind].choices if choice[0] != CorrectionReason.TRANSLATION]
            self.fields["reason"] = forms.ChoiceField(label=_("Reason"), choices=choices, widget=forms.RadioSelect)
            self.fields["text"] = TranslatedFormField(
                multiline=True, required=False, label=_("In other words"), help_text=_("Shown to readers in place of the reason. In Arabic and in French.")
            )

    def add_fields(self) -> None:
        """What this kind of act wants besides."""

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def do(self, at: dt.datetime) -> bool:
        """Do it; false, with what is wrong beside its field, when it cannot be done so.

        Raises:
            NotPossible: it is not possible any more.
        """
        try:
            _SERVICES[self.kind](call=self.call, by=self.user, at=at, seen=self.cleaned_data["seen"], **self.values())
        except ValidationError as error:
            self._add(error)
            return False
        return True

    def _add(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, problems in error.message_dict.items():
            if name in self.fields:
                self.add_error(name, problems)
            else:
                label = "" if name == NON_FIELD_ERRORS else f"{field_label(name)}: "
                self.add_error(None, [f"{label}{problem}" for problem in problems])


class ProposeForm(ActForm):
    """Nothing more."""

    kind = Kind.PROPOSED


class PublishForm(ActForm):
    """Nothing more."""

    kind = Kind.PUBLISHED


class ReviewForm(ActForm):
    """Nothing more."""

    kind = Kind.REVIEW_STARTED


class CancelForm(ActForm):
    """A reason."""

    kind = Kind.CANCELLED


class ExtendForm(ActForm):
    """A later date."""

    kind = Kind.EXTENDED

    def add_fields(self) -> None:
        """The present date is what it moves from."""
        self.fields["closes_at"] = moment_field(
            label=_("New closing date"), initial=self.call.closes_at, help_text=_("Moroccan time; the whole closing minute still counts.")
        )


class RelaunchForm(ActForm):
    """Where and when the new call holds."""

    kind = Kind.RELAUNCHED

    def add_fields(self) -> None:
        """Places are those of the person."""
        self.fields["title"] = TranslatedFormField(label=_("Title of the new call"), initial=self.call.title)
        self.fields["slug"] = forms.SlugField(
            label=_("address"), max_length=80, help_text=_("Latin letters, digits and hyphens. Printed on posters: never changes.")
        )
        self.fields["opens_at"] = moment_field(label=_("opens"))
        self.fields["closes_at"] = moment_field(label=_("closes"))
        self.fields["provinces"] = forms.ModelMultipleChoiceField(Province.objects.visible_to(self.user, CHANGE), label=_("provinces"), required=False)
        self.fields["regions"] = forms.ModelMultipleChoiceField(Region.objects.visible_to(self.user, CHANGE), label=_("regions"), required=False)


class UnsealForm(ActForm):
    """Who was there."""

    kind = Kind.UNSEALED

    def add_fields(self) -> None:
        """One name a line."""
        self.fields["present"] = forms.CharField(
            label=_("Persons present"), widget=forms.Textarea({"rows": 6, "dir": "auto"}), help_text=_("One a line. Kept with the act, not shown to readers.")
        )

    def values(self) -> dict[str, Any]:
        """The lines."""
        return {"present": self.cleaned_data["present"].splitlines()}


class ResultsForm(ActForm):
    """Counts, for a call whose files were received elsewhere; nothing when they are counted here."""

    kind = Kind.RESULTS_PUBLISHED

    def add_fields(self) -> None:
        """What would be published is computed by the source of the files."""
        self.foreseen, self.held = services.results_source().foreseen(call=self.call)
        if self.foreseen is None:
            for name in COUNTS:
                self.fields[name] = forms.IntegerField(
                    label=field_of(Call, name).verbose_name, min_value=0, required=name == "received", initial=getattr(self.call, name)
                )

    def values(self) -> dict[str, Any]:
        """Counts by hand, or none."""
        return {} if self.foreseen else {"counts": {name: self.cleaned_data[name] for name in COUNTS}}


class CorrectForm(ActForm):
    """Everything a correction may change, as it stands."""

    kind = Kind.CORRECTED

    def add_fields(self) -> None:
        """The fields of the model, filled in."""
        names = services.correctable(call=self.call, at=timezone.now())
        self.corrected = fields_for_model(Call, fields=names)
        for name, field in self.corrected.items():
            if isinstance(field, forms.DateTimeField):
                field.widget = forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT)
            elif isinstance(field, forms.DateField):
                field.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            field.initial = getattr(self.call, name)
            self.fields[name] = field

    def values(self) -> dict[str, Any]:
        """Corrected values apart from reason and words."""
        given = super().values()
        return {"values": {name: given.pop(name) for name in self.corrected}} | given

    def corrected_call(self) -> Call:
        """The call as it would read; not to be saved."""
        call = Call.objects.select_related("programme", "relaunch_of").get(pk=self.call.pk)
        for name, value in self.values()["values"].items():
            setattr(call, name, value)
        return call


FORMS: dict[str, type[ActForm]] = {
    form.kind.value: form for form in (ProposeForm, PublishForm, ExtendForm, CorrectForm, CancelForm, UnsealForm, ReviewForm, ResultsForm, RelaunchForm)
}
_SERVICES: dict[Kind, Callable[..., CallAct | Call]] = {
    Kind.PROPOSED: services.propose_call,
    Kind.PUBLISHED: services.publish_call,
    Kind.EXTENDED: services.extend_call,
    Kind.CORRECTED: services.correct_call,
    Kind.CANCELLED: services.cancel_call,
    Kind.UNSEALED: services.unseal_call,
    Kind.REVIEW_STARTED: services.start_review,
    Kind.RESULTS_PUBLISHED: services.publish_results,
    Kind.RELAUNCHED: services.relaunch_call,
}
