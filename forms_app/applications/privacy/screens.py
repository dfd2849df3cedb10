"""One person's data in the admin: find them, choose which are hers, have a copy made, erase them. Nothing is edited."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_app.applications.models import Draft, PersonalCopy, Submission
from forms_app.applications.services.copies import KEPT_HOURS, note_fetched
from forms_app.applications.services.erasing import erase_draft, erase_file, erase_question, erase_subscription
from portal.core.audit import record_act
from portal.core.private_files import lost_is_not_there, private_storage
from portal.core.staff.requests import StaffRequest

from .forms import CopyForm, EraseForm, FindForm
from .package import make_copy
from .person import Person, Sought, chosen, erased_before, find, messages_elsewhere, messages_of
from .rights import officer_only

_SALT = "forms_app.applications.person"
#: Seconds during which what was chosen may be copied or erased.
_CHOSEN_SECONDS = 30 * 60
_KINDS = ("files", "drafts", "subscriptions", "questions")


@officer_only
@require_http_methods(["GET", "POST"])
def person(request: StaffRequest) -> HttpResponse:
    """What there is of a person; that somebody looked, and for what kind of thing, is written down, never what was typed."""
    form = FindForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "searched": False}
    if request.method == "POST" and form.is_valid():
        sought = Sought(**form.cleaned_data)
        found = find(sought)
        kinds = [name for name, value in form.cleaned_data.items() if value]
        record_act(act="person.looked_up", of=request.user, by=request.user, looked_for=kinds, files=len(found.files), drafts=len(found.drafts))
        context |= {
            "searched": True,
            "found": found,
            "files": [(file, messages_of(file).count()) for file in found.files],
            "drafts": [(draft, messages_of(draft=draft).count()) for draft in found.drafts],
            "elsewhere": messages_elsewhere(sought),
            "erased": erased_before(sought.reference),
            "copy_form": CopyForm(initial={"language": _language_of(found)}),
        }
    return TemplateResponse(request, "applications/admin/person.html", context)


@officer_only
@require_POST
def act(request: StaffRequest) -> HttpResponse:
    """A copy of what was ticked, or the page that asks once more before it is erased."""
    ticked = {kind: [int(value) for value in request.POST.getlist(kind) if _is_number(value)] for kind in _KINDS}
    found = chosen(ticked)
    if not found:
        messages.error(request, _("Choose what is hers first."))
        return redirect("person")
    if "copy" not in request.POST:
        return _confirm(request, found, EraseForm(), signing.dumps(found.keys(), salt=_SALT))
    form = CopyForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else _language_of(found)
    copy = make_copy(person=found, language=language, by=request.user, at=timezone.now())
    return redirect("person_copy", copy.pk)


@officer_only
@require_POST
def erase(request: StaffRequest) -> HttpResponse:
    """Erase what was chosen on the page before, once it is confirmed.

    Raises:
        PermissionDenied: when that page is older than half an hour, or none of ours.
    """
    token = request.POST.get("chosen", "")
    try:
        found = chosen(signing.loads(token, salt=_SALT, max_age=_CHOSEN_SECONDS))
    except signing.BadSignature as error:
        raise PermissionDenied from error
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _confirm(request, found, form, token)
    erased = _erase(found, reason=form.cleaned_data["reason"], by=request.user)
    words = ngettext("%(count)d record was erased.", "%(count)d records were erased.", erased) % {"count": erased}
    messages.success(request, words)
    return redirect("person")


def _erase(found: Person, **how: Any) -> int:
    """Each in a transaction of its own: what stops at one leaves the others erased. How many were."""
    at = timezone.now()
    ways: list[tuple[list, str, Callable[..., bool]]] = [
        (found.files, "submission", erase_file),
        (found.drafts, "draft", erase_draft),
        (found.subscriptions, "subscription", erase_subscription),
        (found.questions, "question", erase_question),
    ]
    return sum(erase_one(**{name: row}, at=at, **how) for rows, name, erase_one in ways for row in rows)


def _confirm(request: StaffRequest, found: Person, form: EraseForm, token: str) -> HttpResponse:
    """What goes, counted; what stays; no way back."""
    drafts = [*(file.draft for file in found.files if file.draft), *found.drafts]
    context = {
        "form": form,
        "chosen": token,
        "found": found,
        "documents": sum(draft.uploads.count() for draft in drafts),
        "links": sum(draft.shares.count() for draft in drafts),
        "messages_kept": sum(messages_of(file).count() for file in found.files) + sum(messages_of(draft=draft).count() for draft in found.drafts),
    }
    return TemplateResponse(request, "applications/admin/person_erase.html", context)


@officer_only
@require_GET
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the copy is fetched, and until when."""
    found = get_object_or_404(PersonalCopy, pk=pk, by=request.user)
    there = bool(found.path) and found.expires_at > timezone.now()
    return TemplateResponse(request, "applications/admin/person_copy.html", {"copy": found, "there": there, "kept_hours": KEPT_HOURS})


@officer_only
@require_GET
def fetch_copy(request: StaffRequest, pk: int) -> FileResponse:
    """The copy itself, for who made it, until it expires.

    Raises:
        Http404: somebody else's, or no longer kept.
    """
    found, at = get_object_or_404(PersonalCopy, pk=pk, by=request.user), timezone.now()
    if not found.path or found.expires_at <= at:
        raise Http404
    with lost_is_not_there():
        content = private_storage().open(found.path)
    note_fetched(copy=found, by=request.user, at=at)
    response = FileResponse(content, as_attachment=True, filename=f"copy-{found.pk}.zip", content_type="application/zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _is_number(value: str) -> bool:
    return value.removeprefix("-").isascii() and value.removeprefix("-").isdigit() and len(value) <= 19


def _language_of(found: Person) -> str:
    """The language of her latest file, or draft."""
    hers: list[Submission | Draft] = [*found.files, *found.drafts]
    return next((one.language for one in hers if one.language), "ar")
