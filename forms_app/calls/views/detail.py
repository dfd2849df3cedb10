"""The page of one call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forms_app.calls.page import page_of_call
from portal.core.page_cache import public_page

from .common import below_list, public_call


@public_page()
def call_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: who, how, until when. When it is not open: why, and what is open instead."""
    at = timezone.now()
    return render(request, "calls/detail.html", page_of_call(public_call(slug, at), at) | {"breadcrumbs": below_list()})
