"""The private link: a woman's own way back to her file, sent by herself to herself; or a colleague's way to a file of a body.

The token is never shown, logged or kept in the browser's history: its address answers with a short-lived cookie and leads at once
to a page without it. A programme that looks at links before she does (a preview in a chat) gets that page, which says and opens
nothing; only her own touch, a POST, does. Following the link does not use it up.
"""

from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forms_app.applications.access import LINK_COOKIE as COOKIE
from forms_app.applications.access import ApplicantRequest, is_holder, key_of
from forms_app.applications.codes import link_token, read_link_token, resume_hashes
from forms_app.applications.models import Draft, DraftShare
from forms_app.applications.services import draft_for, may_send, may_send_until, saved_answers
from forms_app.applications.services.share import note_use, share_by_token
from forms_app.calls.words import why_not_open
from portal.core.unseen import unseen

from .common import come_back_code, first_open_step, private, receipt_of, submission_of, with_draft
from .find import may_open, opened
from .start import keep_first, unfinished_here

_SALT = "forms_app.private_link"
_SECONDS = 15 * 60


@require_safe
@private
def private_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, whatever it is: the next page says whether it opens anything."""
    response = redirect("open_link")
    if request.method == "GET":
        response.set_cookie(
            COOKIE,
            signing.dumps(token[:400], salt=_SALT),
            max_age=_SECONDS,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    unseen(response).headers["Referrer-Policy"] = "no-referrer"
    return response


@private
def open_link(request: HttpRequest) -> HttpResponse:
    """One button; nothing of the file, not even that it exists, before she has touched it."""
    found = _behind(request)
    if request.method == "POST" and found:
        draft, code, share = found
        here = unfinished_here(request)
        if here and here.pk != draft.pk and request.POST.get("sure") != "yes":
            return unseen(keep_first(request, here=here, open_code="", kept=[]))
        response = _to_the_holder(request, draft) if share else None
        if response is None:
            response = opened(draft, code, request, share=share)
        if share:
            note_use(share=share, at=timezone.now())
        response.delete_cookie(COOKIE, path="/", samesite="Lax")
        return unseen(response)
    gone = not request.COOKIES.get(COOKIE) or request.method == "POST"
    return unseen(render(request, "applications/open_link.html", {"gone": gone}, status=404 if gone else 200))


@with_draft
def later(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """Finish later: the code, the link to send to herself, the paper; then clear this phone or go on."""
    at, sent, asked = timezone.now(), submission_of(request.draft), request.draft.call
    in_time = may_send(draft=request.draft, submission=sent, at=at)
    if sent and not (request.draft.reopened_at and in_time):
        return receipt_of(request.draft)
    told = {"until": may_send_until(call=asked, submission=sent)} if in_time else {"why_not": why_not_open(asked, at)}
    context = {"call": asked, "draft": request.draft, "code": come_back_code(request), "ways": _ways(request), **told}
    return render(request, "applications/later.html", context)


def _to_the_holder(request: HttpRequest, draft: Draft) -> HttpResponse | None:
    """She who tries the link she made stays the holder; ``None`` for everybody else."""
    return first_open_step(draft, saved_answers(draft=draft)) if is_holder(draft, key_of(request)) else None


def _behind(request: HttpRequest) -> tuple[Draft, str, DraftShare | None] | None:
    """The draft and code, or the colleague's share, of the link she followed; ``None`` for a token that opens nothing."""
    try:
        token = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    draft_id, code = read_link_token(token) or ("", "")
    share = None if draft_id else share_by_token(token=token)
    draft = draft_for(public_id=share.draft.public_id if share else draft_id)
    if draft is None or not may_open(draft):
        return None
    return (draft, code, share) if share is not None or draft.resume_hash in resume_hashes(code) else None


def _ways(request: ApplicantRequest) -> list[dict]:
    """Addresses that open her own WhatsApp, messages or mail with the link in it: no other site sees it. Neutral words."""
    if not request.key.code:
        return []
    token = link_token(draft_id=request.draft.public_id, code=request.key.code)
    link = request.build_absolute_uri(reverse("private_link", args=[token]))
    return ways_to_send(link, words=_("To go on with your file: %(link)s"), subject=_("Your file"))


def ways_to_send(link: str, *, words: str, subject: str) -> list[dict]:
    """Addresses that open her own applications with neutral words and the link (``%(link)s``) in them."""
    words = words % {"link": link}
    return [
        {"name": "WhatsApp", "url": f"whatsapp://send?text={quote(words)}"},
        {"name": _("SMS"), "url": f"sms:?&body={quote(words)}"},
        {"name": _("E-mail"), "url": f"mailto:?subject={quote(subject)}&body={quote(words)}"},
    ]
