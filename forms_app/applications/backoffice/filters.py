"""Narrowing the list of files down. What is offered is the reader's own: places, calls, and what she may know of a woman's situation."""

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from forms_app.applications.models import Submission
from forms_app.applications.models.submissions import SubmissionQuerySet
from forms_app.calls.models import Call
from portal.core.models import Role

from .rights import reads_sealed_anywhere, sealed_condition

#: Standard fields that tell of her situation: sensitive in the programme's form, so only for those who may read such answers.
SITUATION = ("marital_status", "head_of_household", "disability", "health_coverage")
_OTHERS = (
    "applicant_kind", "education_level", "experience", "project_stage", "legal_form", "rural_urban", "filled_by", "wants_training", "wants_accompaniment",
    "registered_before",
)  # fmt: skip
STANDARD = (*SITUATION, *_OTHERS)
#: Files whose data were erased are nobody's to see.
_STATES = [(code, label) for code, label in Submission.Status.choices if code != Submission.Status.ERASED]


class SubmissionFilters(WagtailFilterSet):
    """Filters of the list and of exports; their values are codes and dates, never names."""

    submitted_at = django_filters.DateFromToRangeFilter(label=_("Sent between"), widget=DateRangePickerWidget)
    status = django_filters.MultipleChoiceFilter(choices=_STATES, label=_("State of the file"), widget=forms.CheckboxSelectMultiple, distinct=False)
    project_sector = django_filters.ChoiceFilter(label=_("Sector"), choices=Submission.ProjectSector.choices, empty_label=_("All"))

    class Meta:
        """Fields that filter."""

        model = Submission
        fields = ["call", "region", "province", "status", "submitted_at", "possible_duplicate", "synthetic", *STANDARD, "project_sector"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        if not reads_sealed_anywhere(user):
            for name in SITUATION:
                del self.filters[name]
        for name in ("region", "province"):
            self.filters[name].queryset = self.filters[name].queryset.visible_to(user)
        self.filters["call"].queryset = _calls_of(user)

    def filter_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Who asks for a situation gets files whose situation she may read: a list of the others would tell it too."""
        chosen = any(self.form.cleaned_data.get(name) not in (None, "") for name in SITUATION)
        found = super().filter_queryset(queryset)
        return found.filter(sealed_condition(self.request.user)) if chosen else found

    def codes(self) -> dict[str, list[str]]:
        """What was chosen, as it stood in the address but for blanks around it: kept with an export. Unknown names are left out."""
        names = {name for field, widget in ((name, bound.field.widget) for name, bound in self.form._bound_items()) for name in _names(field, widget)}
        chosen = {name: [value.strip() for value in values] for name, values in sorted(dict(self.data.lists()).items()) if name in names}
        return {name: values for name, values in chosen.items() if any(values)}


def _calls_of(user: User) -> QuerySet[Call]:
    """Calls that were answered, of the kinds and places of her rights. The files are not asked: at a million of them that took a second."""
    answered = Call.objects.filter(Q(reference_counter__last__gt=0) | Q(sealed=True, unsealed_at__isnull=False))
    if user.is_superuser:
        return answered
    hers = Q(pk__in=[])
    for right in user.assignments.filter(role__in=SubmissionQuerySet.visible_to_roles).select_related("region", "province__region"):
        region = right.province.region if right.province else right.region
        place = Q(pk__in=Call.objects.in_region(region).values("pk")) if region else ~Q(pk__in=[])
        hers |= place & _KINDS.get(right.role, ~Q(pk__in=[]))
    return answered.filter(hers)


_WOMEN = Q(kind=Call.Kind.PROJECT_HOLDERS)
_KINDS: dict[str, Q] = {Role.CALL_MANAGER: ~_WOMEN, Role.PROVINCIAL_AGENT: _WOMEN, Role.REGIONAL_AGENT: _WOMEN}


def _names(field: str, widget: forms.Widget) -> list[str]:
    suffixes = getattr(widget, "suffixes", None)
    return [f"{field}_{suffix}" for suffix in suffixes] if suffixes else [field]
