"""Which draft this browser may open: one, named in a signed cookie with what opened it.

Beginning another file, or "finish and clear this phone", replaces or removes it: nothing of one woman shows to the next.
The holder's key bears the hash of her resume code, a colleague's that of her link: when the file is handed over, or the link taken
back, the key fits no longer (decision 530).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from portal.core.chrome import ServiceRequest

from .models import Draft, DraftShare
from .services.share import share_by_mark

COOKIE = f"{settings.COOKIE_PREFIX}file"
#: Holds the token of a private link between its address and the page that asks her to open it.
LINK_COOKIE = f"{settings.COOKIE_PREFIX}link"
_SALT = "forms_app.access"
#: Seconds a browser keeps the key; afterwards the resume code opens the file.
_AGE = 30 * 24 * 3600
_READ, _WRITE = frozenset({"GET", "HEAD"}), frozenset({"GET", "HEAD", "POST"})
#: All that a colleague may open, by name of the address, and how. What is not named here is the holder's alone.
_COLLEAGUES = {
    "apply_step": _WRITE,
    "apply_autosave": _WRITE,
    "apply_upload": _WRITE,
    "apply_document": _READ,
    "apply_preview": _READ,
    "apply_annex": _WRITE,
    "apply_check": _READ,
    "apply_elsewhere": _READ,
    "apply_later": _READ,
    "apply_half_filled": _READ,
    "apply_take_over": _WRITE,
}


@dataclass(frozen=True)
class Key:
    """What the cookie holds: a draft, its resume code if this browser knows it, and the hash of what opened it."""

    draft_id: str
    code: str
    mark: str


class ApplicantRequest(ServiceRequest):
    """Of somebody who holds the key of a draft: what ``with_draft`` gives to the views behind it. For annotations; nothing makes one."""

    draft: Draft
    key: Key
    #: The colleague's link, when she is not the holder.
    share: DraftShare | None
    #: Of a step: the version that the page was filled in from.
    step_version: int | None
    #: What a post whose token was too old held: shown again, never saved.
    unsaved: QueryDict | None
    #: How to answer such a post (``portal.core.error_views.csrf_failure``).
    shown_again: Callable[[], HttpResponseBase]
    #: Of documents: when the next one may come, where they came too fast.
    held_until: dt.datetime | None


@dataclass(frozen=True)
class Way:
    """How a draft was opened: by its holder, or by a colleague's link (``share``)."""

    share: DraftShare | None = None


def key_of(request: HttpRequest) -> Key | None:
    """The draft this browser has the key of; ``None`` without a cookie, or with a forged or old one."""
    value = request.get_signed_cookie(COOKIE, default=None, salt=_SALT, max_age=_AGE)
    parts = (value or "").split(":")
    return Key(*parts) if len(parts) == 3 else None


def way_to(draft: Draft, key: Key | None) -> Way | None:
    """Whether the key opens this draft now, and as whose; ``None`` when it does not. A colleague's costs one query."""
    if key is None or key.draft_id != draft.public_id:
        return None
    if key.mark == draft.resume_hash:
        return Way()
    share = share_by_mark(draft=draft, mark=key.mark)
    return Way(share) if share else None


def is_holder(draft: Draft, key: Key | None) -> bool:
    """Whether the key opens this draft as its holder's."""
    way = way_to(draft, key)
    return way is not None and way.share is None


def colleague_may(request: HttpRequest) -> bool:
    """Whether the address asked for is one of those a colleague works with."""
    asked = request.resolver_match.url_name if request.resolver_match else None
    return request.method in _COLLEAGUES.get(asked or "", ())


def give_key(response: HttpResponse, *, draft: Draft, code: str = "", share: DraftShare | None = None) -> None:
    """Let this browser open the draft, and no other any more: as its holder, or with a colleague's link."""
    mark = share.token_hash if share else draft.resume_hash
    response.set_signed_cookie(
        COOKIE, f"{draft.public_id}:{code}:{mark}", salt=_SALT, max_age=_AGE, path="/", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def take_key(response: HttpResponse) -> None:
    """Forget the draft in this browser, and a private link that was followed."""
    for name in (COOKIE, LINK_COOKIE):
        response.delete_cookie(name, path="/", samesite="Lax")
