"""A commune outside the call: the page that offers the right one and carries her answers over."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.access import ApplicantRequest, give_key
from forms_app.applications.services.copying import NoRoom
from forms_app.applications.services.elsewhere import calls_of_hers, carry_over, commune_code, is_outside
from forms_app.calls.models import Call
from forms_app.calls.words import card
from forms_app.engine.definition import definition_of
from forms_app.engine.places import find_commune

from .common import no_room, receipt_of, submission_of, with_draft


@with_draft
def elsewhere(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """What is open where she lives; going on there is one button. Nobody is sent here whose commune is in the call.

    A file that was sent stays where it is: who corrects its place reads why it cannot be sent so. Nor is it a colleague's to carry over.
    """
    at, sent = timezone.now(), submission_of(request.draft)
    if sent and not request.draft.reopened_at:
        return receipt_of(request.draft)
    commune = commune_code(draft=request.draft)
    if not is_outside(draft=request.draft, commune=commune):
        return redirect("apply_check", call=call, draft=draft)
    offered = [] if sent or request.share else calls_of_hers(draft=request.draft, commune=commune, at=at)
    chosen = next((one for one in offered if one.slug == request.POST.get("call")), None) if request.method == "POST" else None
    trouble = ""
    if chosen:
        try:
            return _carried(request, chosen, at)
        except NoRoom:
            trouble = no_room()
    step = next(step for step in definition_of(request.draft.form_version).steps if any(question.standard == "commune" for question in step.questions))
    context = {
        "call": request.draft.call,
        "sent": sent is not None,
        "helping": request.share is not None,
        "trouble": trouble,
        "place": find_commune(commune),
        "offered": [card(one, at) | {"slug": one.slug} for one in offered],
        "edit_url": reverse("apply_step", kwargs={"call": call, "draft": draft, "step": step.key}),
    }
    return render(request, "applications/elsewhere.html", context)


def _carried(request: ApplicantRequest, to: Call, at: dt.datetime) -> HttpResponse:
    """To the new file, whose key this browser now holds."""
    new, code = carry_over(draft=request.draft, resume_code=request.key.code, to=to, at=at)
    response = redirect("apply_check", call=to.slug, draft=new.public_id)
    give_key(response, draft=new, code=code)
    return response
