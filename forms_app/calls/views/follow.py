"""Following calls: an address is asked for, proves itself by a link or a code, and is left in peace in one step.

No address stands in a link; links carry a token that shows nobody's address and ends or confirms messages only when it is posted to:
programs that look at the links of a mail change nothing.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forms_app.calls.following import followed_words
from forms_app.calls.forms import FollowCodeForm, FollowForm, channel_of
from forms_app.calls.models import Call, CallSubscription
from forms_app.calls.services.subscriptions import CONFIRM_DAYS, Followed, confirm, confirm_by_code, follow, stop, to_confirm, to_stop
from portal.core import languages
from portal.core.models import Channel
from portal.core.privacy import may_collect, notice_values
from portal.core.throttle import client_address, failed_too_often, held, held_until, hold, note_failure, too_often
from portal.core.unseen import unseen
from programmes.models import Programme
from regions.models import Region

from .common import below_list, public_call

#: Wrong codes in a quarter of an hour: of one visitor, and for one telephone.
_TRIES_AN_ADDRESS, _TRIES_A_TELEPHONE = 60, 10
_both = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_both
def call_follow(request: HttpRequest) -> HttpResponse:
    """Follow one call (``?call=``) or the calls of the list's filters. The answer is the same whether the address is known or not."""
    what = _followed(request)
    form = FollowForm(request.POST or None) if may_collect() else None
    context = _context(what) | {"form": form, "privacy": notice_values(languages.current()), "days": CONFIRM_DAYS}
    if request.method != "POST" or form is None or not form.is_valid():
        return render(request, "calls/follow.html", context)
    until = held_until(request, "follow")
    if until:
        hold(form, until)
        return held(render(request, "calls/follow.html", context), until)
    address = form.cleaned_data["address"]
    channel = channel_of(address)
    follow(channel=channel, to=address, language=languages.current(), what=what, at=timezone.now())
    if channel == Channel.SMS:
        return render(request, "calls/follow_code.html", _context(what) | {"form": FollowCodeForm(initial={"address": address}), "sent": True})
    return render(request, "calls/follow_sent.html", _context(what) | {"days": CONFIRM_DAYS})


@never_cache
@_both
def call_follow_code(request: HttpRequest) -> HttpResponse:
    """Confirm a telephone by the code it received."""
    form = FollowCodeForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "sent": False, "breadcrumbs": below_list()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "calls/follow_code.html", context)
    address, code = form.cleaned_data["address"], form.cleaned_data["code"]
    limits = {client_address(request): _TRIES_AN_ADDRESS, address: _TRIES_A_TELEPHONE}
    if failed_too_often("call-follow-code", limits):
        return too_often(request, "calls/follow_code.html", **context)
    row = confirm_by_code(to=address, code=code, language=languages.current(), at=timezone.now())
    if row is None:
        note_failure("call-follow-code", limits)
        form.add_error("code", _("This code is wrong, or its time is over. Ask for another one."))
        return render(request, "calls/follow_code.html", context)
    return _confirmed(request, row)


@never_cache
@_both
def call_follow_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button; looking at the link confirms nothing."""
    at = timezone.now()
    if request.method == "POST":
        row = confirm(token=token, language=languages.current(), at=at)
        return _confirmed(request, row) if row else _gone(request)
    row = to_confirm(token=token, at=at)
    return unseen(render(request, "calls/follow_confirm.html", _context(_of(row)))) if row else _gone(request)


@csrf_exempt  # a mail program posts here when its reader touches its own button (RFC 8058); the token is the proof
@never_cache
@_both
def call_follow_stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button ends all messages about calls to this address; looking at the link ends nothing."""
    if request.method == "POST":
        return _stopped(request) if stop(token=token, at=timezone.now()) else _gone(request)
    row = to_stop(token=token)
    if row is None:
        return _gone(request)
    return _stopped(request) if row.ended_at else unseen(render(request, "calls/follow_stop.html", {"stopped": False, "breadcrumbs": below_list()}))


def _stopped(request: HttpRequest) -> HttpResponse:
    return unseen(render(request, "calls/follow_stop.html", {"stopped": True, "breadcrumbs": below_list()}))


def _confirmed(request: HttpRequest, row: CallSubscription) -> HttpResponse:
    return unseen(render(request, "calls/follow_done.html", _context(_of(row)) | {"stop": reverse("call_follow_stop", args=[row.token])}))


def _gone(request: HttpRequest) -> HttpResponse:
    return unseen(render(request, "calls/follow_gone.html", {"breadcrumbs": below_list()}, status=404))


def _followed(request: HttpRequest) -> Followed:
    """What the address names; a value that nothing has is a 404, as in the list.

    Raises:
        Http404: for a call, kind, region or programme that does not exist.
    """
    names = ("call", "kind", "region", "programme")
    chosen = {name: request.GET.get(name, "")[:80] for name in names}
    if chosen["call"]:
        return Followed(call=public_call(chosen["call"], timezone.now()))
    region = Region.objects.filter(slug=chosen["region"]).first() if chosen["region"] else None
    programme = Programme.objects.filter(code=chosen["programme"], archived=False).first() if chosen["programme"] else None
    known = {"kind": chosen["kind"] in Call.Kind.values, "region": region, "programme": programme}
    if any(chosen[name] and not found for name, found in known.items()):
        raise Http404
    return Followed(kind=chosen["kind"], region=region, programme=programme)


def _of(row: CallSubscription) -> Followed:
    return Followed(call=row.call, kind=row.kind, region=row.region, programme=row.programme)


def _context(what: Followed) -> dict:
    return {"call": what.call, "what": followed_words(what), "breadcrumbs": below_list()}
