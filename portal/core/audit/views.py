"""The audit, in the admin: read only, by act, by person, by record and by day."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from portal.core.days import within_days
from portal.core.keyset import keyset_page, next_query, read_place
from portal.core.models import AuditEntry
from portal.core.withheld import shown, withheld_since

from .acts import act_label, known_acts

PER_PAGE = 50


class AuditFilters(forms.Form):
    """What to look for; all may be empty."""

    act = forms.CharField(label=_("Act"), required=False, max_length=80)
    actor = forms.CharField(label=_("User name"), required=False, max_length=150)
    record = forms.CharField(label=_("Record"), required=False, max_length=150, help_text=_("Kind and number, such as calls.call:12."))
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].widget.attrs["list"] = "known-acts"

    def apply(self, entries: QuerySet) -> QuerySet:
        """Only what was looked for; nothing when a filter makes no sense."""
        if not self.is_valid():
            return entries.none()
        wanted = self.cleaned_data
        if wanted["act"]:
            entries = entries.filter(act=wanted["act"])
        if wanted["actor"]:
            # The person's number, not a join: the index serves it, and an unknown name finds nothing.
            entries = entries.filter(actor_id__in=list(get_user_model().objects.filter(username=wanted["actor"]).values_list("pk", flat=True)))
        if wanted["record"]:
            kind, _colon, number = wanted["record"].partition(":")
            entries = entries.filter(object_type=kind.lower(), object_id=number)
        return within_days(entries, moment="at", since=wanted["since"], until=wanted["until"])


@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    """Entries, the newest first.

    Raises:
        PermissionDenied: not for her.
    """
    if not request.user.has_perm("core.view_auditentry"):
        raise PermissionDenied
    filters = AuditFilters(request.GET)
    entries = filters.apply(shown(AuditEntry.objects.select_related("actor")))
    page = keyset_page(entries, moment="at", after=read_place(request), per_page=PER_PAGE)
    context = {
        "filters": filters,
        "known_acts": [(act, act_label(act)) for act in known_acts()],
        "page": page,
        "no_places_since": withheld_since(),
        "entries": [(entry, act_label(entry.act), _record(entry)) for entry in page.rows],
        "next": next_query(request, page),
    }
    return render(request, "core/admin/audit.html", context)


def _record(entry: AuditEntry) -> SafeString:
    """What the act was done to, as the filter asks for it; it may break between its parts."""
    app, _dot, kind = entry.object_type.partition(".")
    return format_html("{}.<wbr>{}:<wbr>{}", app, kind, entry.object_id)
