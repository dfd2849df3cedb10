"""Questions about a call: asked by anyone, without an account; answers for all."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forms_app.calls import asking
from forms_app.calls.forms import QuestionForm, channel_of
from forms_app.calls.models import Call
from forms_app.calls.services.clarifications import ask, may_ask, published_answers
from portal.core import languages
from portal.core.paging import page_of
from portal.core.privacy import may_collect
from portal.core.throttle import held, held_until, hold

from .common import below_list, public_call

PER_PAGE = 20
_TEMPLATE = "calls/questions.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every published answer, and the form while the window is open."""
    at = timezone.now()
    call = public_call(slug, at)
    page = page_of(request, published_answers(call=call), PER_PAGE)
    form = QuestionForm(request.POST or None, with_address=may_collect()) if may_ask(call=call, at=at) else None
    context = {
        "call": call,
        "window": asking.window(call, at),
        "page_obj": page,
        "questions": [asking.asked(question) for question in page.object_list],
        "form": form,
        "asked": request.GET.get("asked") == "yes",
        "late": request.method == "POST" and form is None,
        "breadcrumbs": below_list(call),
    }
    if request.method == "POST" and form and form.is_valid():
        return _kept(request, form, call, context, at)
    return render(request, _TEMPLATE, context)


def _kept(request: HttpRequest, form: QuestionForm, call: Call, context: dict, at: dt.datetime) -> HttpResponse:
    """Back to the page by a redirect, so that loading it again asks nothing twice. A program learns nothing from its answer.

    ``at``: the moment at which the window was looked at; a slow request that began in time is in time.
    """
    if not form.by_a_program:
        until = held_until(request, "ask")
        if until:
            hold(form, until)
            return held(render(request, _TEMPLATE, context), until)
        address = form.cleaned_data.get("address", "")
        channel = channel_of(address) if address else ""
        ask(call=call, text=form.cleaned_data["text"], language=languages.current(), at=at, channel=channel, address=address)
    return HttpResponseRedirect(f"{reverse('call_questions', args=[call.slug])}?asked=yes")
