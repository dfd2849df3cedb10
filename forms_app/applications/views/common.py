"""What the pages of an applicant share: the short frame, no cache, and the one gate to a draft."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forms_app.applications.access import key_of
from forms_app.applications.models import Draft
from forms_app.applications.services import draft_for
from forms_app.engine.definition import definition_of
from forms_app.engine.step_forms import recheck
from portal.core import languages


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the form: short header, and never kept by a browser or a proxy."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.portal_service = True
        return view(request, *args, **kwargs)

    return wrapped


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only with the key of this very draft (``request.draft``, ``request.key``); anybody else learns how to resume, not whether it exists."""

    @private
    @wraps(view)
    def wrapped(request: HttpRequest, call: str, draft: str, **kwargs: object) -> HttpResponse:
        key = key_of(request)
        found = draft_for(public_id=draft) if key and key.draft_id == draft else None
        if found is None or found.call.slug != call:
            return render(request, "applications/no_access.html", status=404)
        request.draft, request.key = found, key
        return view(request, call=call, draft=draft, **kwargs)

    return wrapped


def submission_of(draft: Draft) -> object | None:
    """What was sent from the draft, if it was; read with it."""
    return getattr(draft, "submission", None)


def receipt_of(draft: Draft) -> HttpResponse:
    """To the receipt of a draft that was sent."""
    return redirect("receipt", call=draft.call.slug, draft=draft.public_id)


def first_open_step(draft: Draft, saved: dict[str, dict[str, object]]) -> HttpResponse:
    """To the first step that lacks an answer, or to the check page."""
    _answers, incomplete = recheck(definition_of(draft.form_version), answers=saved, language=languages.current())
    if incomplete:
        return redirect("apply_step", call=draft.call.slug, draft=draft.public_id, step=incomplete[0])
    return redirect("apply_check", call=draft.call.slug, draft=draft.public_id)
