"""Working together on a file: who has a link to it, and handing it over. All of it is the holder's, but accepting."""

from contextlib import suppress
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.applications.access import ApplicantRequest, give_key
from forms_app.applications.codes import new_share_token
from forms_app.applications.forms import ShareForm
from forms_app.applications.models import DraftShare
from forms_app.applications.services import saved_answers
from forms_app.applications.services.share import (
    MOST,
    NotShared,
    live_shares,
    may_share,
    offer_draft,
    revoke_share,
    share_draft,
    take_over,
    withdraw_offer,
)
from portal.core.unseen import unseen

from .common import first_open_step, with_draft
from .private_link import ways_to_send

_SALT = "forms_app.share"


@with_draft
def people(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """Who can work on this file: make a link, take one back. A link is shown once, on the page that made it; making it twice makes one."""
    if not may_share(call=request.draft.call):
        raise Http404
    if request.method != "POST":
        return _people(request, ShareForm())
    if "revoke" in request.POST:
        revoke_share(draft=request.draft, pk=_number(request.POST["revoke"]), at=timezone.now())
    elif "keep" in request.POST:
        withdraw_offer(draft=request.draft)
    else:
        return _make(request)
    return redirect("apply_people", call=call, draft=draft)


def _make(request: ApplicantRequest) -> HttpResponse:
    form = ShareForm(request.POST)
    try:
        token = signing.loads(request.POST.get("link", "")[:200], salt=_SALT + request.draft.public_id)
    except signing.BadSignature:
        return redirect("apply_people", call=request.draft.call.slug, draft=request.draft.public_id)
    if not form.is_valid():
        return _people(request, form)
    try:
        share_draft(draft=request.draft, token=token, label=form.cleaned_data["label"], at=timezone.now())
    except NotShared:
        form.add_error(None, _("There are many links already. Take one back first."))
        return _people(request, form)
    link = request.build_absolute_uri(reverse("private_link", args=[token]))
    return _people(request, ShareForm(), link=link, ways=ways_to_send(link, words=_("To fill in the file with me: %(link)s"), subject=_("Our file")))


def _people(request: ApplicantRequest, form: ShareForm, **made: Any) -> HttpResponse:
    shares = list(live_shares(draft=request.draft))
    context = {
        "call": request.draft.call,
        "draft": request.draft,
        "shares": shares,
        "full": len(shares) >= MOST,
        "form": form,
        "token": signing.dumps(new_share_token(), salt=_SALT + request.draft.public_id),
        "sent": hasattr(request.draft, "submission"),
        **made,
    }
    return unseen(render(request, "applications/people.html", context))


@with_draft
def hand_over(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """Ask once more, then offer the file to a colleague: it changes hands when she accepts, not before."""
    share = live_shares(draft=request.draft).filter(pk=_number(request.POST.get("to", ""))).first()
    if share is None:
        return redirect("apply_people", call=call, draft=draft)
    if request.POST.get("sure") != "yes":
        return render(request, "applications/hand_over.html", {"call": request.draft.call, "draft": request.draft, "share": share})
    with suppress(NotShared):  # taken back in another tab at this moment: the page of links says so
        offer_draft(draft=request.draft, pk=share.pk, stays=request.POST.get("stays") == "yes", at=timezone.now())
    return redirect("apply_people", call=call, draft=draft)


@with_draft
def accept(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """The colleague to whom the file is offered takes it: this browser gets the holder's key, and the page with the new code."""
    share: DraftShare | None = request.share
    if share is None or share.offered_at is None:
        return first_open_step(request.draft, saved_answers(draft=request.draft))
    if request.method != "POST":
        return render(request, "applications/take_over.html", {"call": request.draft.call, "draft": request.draft, "share": share})
    try:
        taken, code = take_over(share=share, at=timezone.now())
    except NotShared:
        return first_open_step(request.draft, saved_answers(draft=request.draft))
    response = redirect("apply_later", call=call, draft=draft)
    give_key(response, draft=taken, code=code)
    return response


def _number(said: str) -> int:
    return int(said[:18]) if said.isascii() and said.isdigit() else 0
