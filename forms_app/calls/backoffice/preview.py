"""The page of a call before anybody sees it: what is on the screen when it is posted, what was saved otherwise. Nothing is saved."""

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from forms_app.calls.page import page_of_call
from portal.core import languages
from portal.core.staff.requests import StaffRequest

from .draft import DRAFT
from .gate import VIEW, call_of


@never_cache
@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def preview(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """As a reader would see it in one language if it were published now."""
    call = call_of(request.user, pk, permission=VIEW)
    places = {"regions": call.regions.all(), "provinces": call.provinces.all()}
    if request.method == "POST" and call.published_at is None:
        form = DRAFT.get_form_class()(request.POST, instance=call, for_user=request.user)
        if not form.is_valid():
            return render(request, "calls/admin/no_preview.html", {"form": form, "call": call})
        places = {name: form.cleaned_data[name] for name in places}
    call.published_at = call.published_at or timezone.now()
    call._prefetched_objects_cache = {name: _read(found) for name, found in places.items()}  # type: ignore[attr-defined]  # Django's own, not in the stubs
    language = language if language in languages.codes() else languages.codes()[0]
    with translation.override(language):
        return render(request, "calls/detail.html", page_of_call(call, timezone.now()) | {"breadcrumbs": []})


def _read(found: models.QuerySet) -> models.QuerySet:
    """As ``prefetch_related`` leaves it."""
    len(found)
    return found
