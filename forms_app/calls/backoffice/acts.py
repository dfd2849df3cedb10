"""The screen of one act: what it will do, what it asks, and then it is done or said to be impossible."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forms_app.calls.models import Call, CallAct, why_impossible
from forms_app.calls.services import NotPossible, why_not_approve
from forms_app.calls.services.snapshot import differences, public_content
from forms_app.calls.spoken import difference_rows
from portal.core.staff.requests import StaffRequest

from .act_forms import FORMS, ActForm, CorrectForm, ResultsForm
from .consequences import consequences
from .gate import call_of
from .screen import SCREEN, act_label


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Ask, then do. A correction shows what differs before it is confirmed."""
    call, at = call_of(request.user, pk), timezone.now()
    if kind not in FORMS:
        raise Http404
    why = why_impossible(call, CallAct.Kind(kind), at) or (why_not_approve(call=call, by=request.user) if kind == CallAct.Kind.PUBLISHED else "")
    if why and request.method == "GET":
        return _refused(request, call, why)
    form = FORMS[kind](request.POST if request.method == "POST" else None, call=call, user=request.user)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if isinstance(form, CorrectForm) and "confirm" not in request.POST:
            context["changes"] = difference_rows(differences(public_content(call), public_content(form.corrected_call())))
        else:
            try:
                done = form.do(at)
            except NotPossible as error:
                return _refused(request, call, str(error))
            if done:
                messages.success(request, _("Done: %(act)s.") % {"act": CallAct.Kind(kind).label})
                return redirect(SCREEN, call.pk)
    return TemplateResponse(request, "calls/admin/act.html", context | _context(call, form, at))


def _context(call: Call, form: ActForm, at: Any) -> dict[str, Any]:
    results: dict[str, Any] = {"results": form.foreseen, "held": form.held} if isinstance(form, ResultsForm) else {}
    return {
        "call": call,
        "state": call.state_at(at),
        "form": form,
        "kind": form.kind,
        "title": act_label(form.kind),
        "consequences": consequences(call, form.kind, at, **results),
        "reviewing": isinstance(form, CorrectForm),
    }


def _refused(request: StaffRequest, call: Call, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(SCREEN, call.pk)
