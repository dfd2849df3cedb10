"""The page of one call."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.calls.page import page_of_call
from forms_app.calls.services import find_call

from .common import above


def call_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: who, how, until when. When it is not open: why, and what is open instead."""
    at = timezone.now()
    call = find_call(slug=slug, at=at)
    if call is None:
        raise Http404
    breadcrumbs = [*above(), {"title": _("Calls"), "url": reverse("calls")}]
    return render(request, "calls/detail.html", page_of_call(call, at) | {"breadcrumbs": breadcrumbs})
