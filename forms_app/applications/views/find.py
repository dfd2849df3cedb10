"""Going on with a saved file by its code. Codes travel in the body of a POST, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.applications.access import give_key
from forms_app.applications.forms import ResumeForm
from forms_app.applications.models import Draft, DraftShare
from forms_app.applications.narrowing import asked_of, said_beside
from forms_app.applications.services import draft_by_code, saved_answers
from forms_app.applications.services.drafts import TYPED_UPON, keep_typed
from forms_app.applications.throttle import TRIES_AN_ADDRESS, client_address, failed_too_often, note_failure
from forms_app.applications.typed import CARRIED, carried_of

from .common import first_open_step, private, receipt_of, step_version, submission_of, too_often
from .start import keep_first, unfinished_here


@private
def resume(request: HttpRequest) -> HttpResponse:
    """Open a saved file by its code, in this browser and from now on."""
    form = ResumeForm(request.POST or None, auto_id="resume_%s")
    if request.method == "POST" and form.is_valid():
        limits = {client_address(request): TRIES_AN_ADDRESS}
        if failed_too_often("resume", limits):
            return too_often(request, "applications/resume.html", form, kept=_kept(request))
        code = form.cleaned_data["code"]
        draft = draft_by_code(code=code)
        if draft and may_open(draft):
            here = unfinished_here(request)
            if here and here.pk != draft.pk and request.POST.get("sure") != "yes":
                return keep_first(request, here=here, open_code=code, kept=_kept(request))
            return opened(draft, code, request)
        note_failure("resume", limits)
        form.add_error(None, _("No saved file has this code."))
    return render(request, "applications/resume.html", {"form": form, "kept": _kept(request)})


def may_open(draft: Draft) -> bool:
    """A file that was sent opens always; a draft, until it expires."""
    return bool(submission_of(draft)) or draft.kept_until > timezone.now()


def opened(draft: Draft, code: str, request: HttpRequest, *, share: DraftShare | None = None) -> HttpResponse:
    """To the receipt, or to the step that comes next; what was typed when the key was lost is there, not yet saved as an answer."""
    response: HttpResponse
    if submission_of(draft) and not draft.reopened_at:
        response = receipt_of(draft)
    else:
        response = _with_typed(draft, request, share) or first_open_step(draft, saved_answers(draft=draft))
    give_key(response, draft=draft, code=code, share=share)
    return response


def _with_typed(draft: Draft, request: HttpRequest, share: DraftShare | None) -> HttpResponse | None:
    """Keep what the page without its key carried along, if it was a page of this very draft, upon the version it was filled in from."""
    step = asked_of(draft, submission_of(draft)).step(request.POST.get("step", ""))
    typed = carried_of(step, request.POST) if step and request.POST.get("draft") == draft.public_id else {}
    if step is None or not typed:
        return None
    version = step_version(request.POST, f"{CARRIED}{TYPED_UPON}")
    keep_typed(draft=draft, step=step.key, typed=typed | said_beside(draft, step), at=timezone.now(), version=version, share=share)
    return redirect("apply_step", call=draft.call.slug, draft=draft.public_id, step=step.key)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values if name.startswith(CARRIED) or name in {"draft", "step"}]
