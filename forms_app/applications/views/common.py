"""What the pages of an applicant share: the short frame, no cache, and the one gate to a draft."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from forms_app.applications.access import ApplicantRequest, colleague_may, key_of, way_to
from forms_app.applications.codes import show_code
from forms_app.applications.forms import ResumeForm
from forms_app.applications.models import Draft, Status, Submission
from forms_app.applications.narrowing import asked_of
from forms_app.applications.services import draft_for, may_send, saved_steps
from forms_app.applications.services.drafts import TYPED_UPON
from forms_app.applications.typed import carried_on
from forms_app.engine.definition import definition_of
from forms_app.engine.rechecking import recheck
from portal.core import languages
from portal.core.throttle import too_often as too_often

#: Fields of one POST: a step has at most 25 questions, a repeating group its rows. The admin's own limit is far higher.
MAX_FIELDS = 600
#: Pages that are shown again, with a token that is good, to whoever posts from one that was opened before she (or a colleague) signed in.
_SHOWN_AGAIN = frozenset({"apply_step", "apply_check"})


def private(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of the form: short header, never kept by a browser or a proxy, and no more fields than a step can have."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: ApplicantRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.portal_service = True
        if len(request.POST) > MAX_FIELDS:
            raise TooManyFieldsSent
        return view(request, *args, **kwargs)

    return wrapped


def with_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only with the key of this very draft (``request.draft``, ``request.key``); anybody else learns how to resume, not whether it exists.

    ``request.share`` is the colleague's link, if she is not the holder: then only what colleagues may do is open.

    The forgery check comes after the key: where the key is lost there is nothing to protect, and what she typed goes into the page
    that asks for her code instead of being refused. Where her page is older than the token of her browser (somebody signed in
    meanwhile), a step is shown again with what she typed, and nothing is done before she presses again.
    """
    guarded = csrf_protect(view)

    @csrf_exempt
    @private
    @wraps(view)
    def wrapped(request: ApplicantRequest, call: str, draft: str, **kwargs: Any) -> HttpResponseBase:
        key = key_of(request)
        found = draft_for(public_id=draft) if key and key.draft_id == draft else None
        way = way_to(found, key) if found and found.call.slug == call else None
        if key is None or found is None or way is None:
            return no_access(request, draft=draft, step=str(kwargs.get("step", "")))
        request.draft, request.share = found, way.share
        request.key = replace(key, code="") if way.share else key  # she who handed it over has a code that opens nothing
        if way.share and not colleague_may(request):
            return holder_only(request)
        _prepare_to_show_again(request, view, call=call, draft=draft, **kwargs)
        try:
            return guarded(request, call=call, draft=draft, **kwargs)
        except (IntegrityError, Draft.DoesNotExist):
            if Draft.objects.filter(pk=found.pk).exists():
                raise
            return no_access(request, draft=draft, step=str(kwargs.get("step", "")))  # erased since this page was asked for

    return wrapped


def _prepare_to_show_again(request: ApplicantRequest, view: Callable[..., HttpResponseBase], **kwargs: str) -> None:
    """Leave to the forgery check (``portal.core.error_views``) how to answer a post from this very page whose token is too old."""
    asked = request.resolver_match.url_name if request.resolver_match else None
    request.unsaved = None
    if asked in _SHOWN_AGAIN:
        request.shown_again = partial(_show_again, request, view, **kwargs)
    elif asked == "apply_autosave":
        request.shown_again = lambda: JsonResponse({"state": "token", "token": get_token(request)}, status=403)


def _show_again(request: ApplicantRequest, view: Callable[..., HttpResponseBase], **kwargs: str) -> HttpResponseBase:
    """The page as reading it shows it; of what was posted, a step shows what was typed."""
    request.unsaved, request.POST = request.POST, QueryDict()
    request.method = "GET"
    response = view(request, **kwargs)
    if response.status_code == HTTPStatus.OK:
        response.status_code = HTTPStatus.FORBIDDEN
    return response


def holder_only(request: ApplicantRequest) -> HttpResponse:
    """What a colleague may not do, and what became of the file."""
    draft = request.draft
    filled_in = submission_of(draft) is None or is_corrected(draft)
    return render(request, "applications/holder_only.html", {"draft": draft, "call": draft.call, "filled_in": filled_in}, status=403)


def no_access(request: HttpRequest, *, draft: str, step: str) -> HttpResponse:
    """How to go on with the code. What was typed goes along, in the page alone: it is saved when the code proves right."""
    kept = carried_on(request.POST) if request.method == "POST" and step else []
    if kept:
        kept += [("draft", draft), ("step", step)]
    form = ResumeForm(auto_id="resume_%s")
    return render(request, "applications/no_access.html", {"kept": kept, "form": form}, status=404)


def no_room() -> str:
    """What to say where the disk keeps no copy of a document."""
    return _("We cannot copy your documents at this moment. Nothing is lost: your file stays as it is. Wait a few minutes, then try again.")


def come_back_code(request: ApplicantRequest) -> str:
    """The resume code as it is read out; empty in a browser that opened the file without it (from the tracking page)."""
    return show_code(request.key.code) if request.key.code else ""


def step_version(post: Mapping[str, str], name: str = TYPED_UPON) -> int | None:
    """From which version of the step the page was filled in; ``None`` when it does not say."""
    said = post.get(name, "")
    return int(said[:9]) if said.isascii() and said.isdigit() else None


def submission_of(draft: Draft) -> Submission | None:
    """What was sent from the draft, if it was; read with it."""
    return getattr(draft, "submission", None)


def is_corrected(draft: Draft) -> bool:
    """Whether what was sent from the draft is open to be corrected or completed, and in time to be sent again."""
    sent = submission_of(draft)
    return sent is not None and draft.reopened_at is not None and may_send(draft=draft, submission=sent, at=timezone.now())


def receipt_of(draft: Draft) -> HttpResponseRedirect:
    """To the receipt of a draft that was sent."""
    return redirect("receipt", call=draft.call.slug, draft=draft.public_id)


def first_open_step(draft: Draft, saved: dict[str, dict[str, object]]) -> HttpResponse:
    """To the first step that lacks an answer, or of a file to be completed to the first that was not saved since; else to the check page."""
    answers, incomplete = recheck(definition_of(draft.form_version), answers=saved, language=languages.current())
    sent = submission_of(draft)
    asked = asked_of(draft, sent)
    steps = [step for step in incomplete if asked.step(step)]
    if sent and sent.status == Status.TO_COMPLETE:
        done = {key for key, row in saved_steps(draft=draft).items() if row.updated_at > sent.completion.at and not row.typed}
        steps += [step.key for step in asked.shown_steps(answers) if step.key not in done]
    if steps:
        return redirect("apply_step", call=draft.call.slug, draft=draft.public_id, step=steps[0])
    return redirect("apply_check", call=draft.call.slug, draft=draft.public_id)
