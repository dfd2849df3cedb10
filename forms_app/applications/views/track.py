"""What became of a file. Numbers and codes travel in the body of a POST, never in an address; nothing is kept in a session."""

from collections.abc import Callable

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.applications.forms import AskCodeForm, CodeForm, TrackForm
from forms_app.applications.models import Status, Submission
from forms_app.applications.services import completed_until, find_by_code, find_submission, may_correct, may_erase, may_withdraw, send_code
from forms_app.applications.throttle import TRIES_AN_ADDRESS, client_address, failed_too_often, note_failure
from forms_app.applications.words import how_to_appeal, sentence_of, time_line, until_when
from portal.core.throttle import held, held_until, hold

from .common import private, too_often

#: Failures in a quarter of an hour: of one visitor with one file, and with one file from everywhere (higher, or anybody who
#: writes a neighbour's number ten times would lock her out of her own file).
TRIES_A_FILE, TRIES_EVERYWHERE = 10, 100
_SALT = "forms_app.applications.shown"
#: Seconds during which the page of a file may be acted upon.
_SHOWN_SECONDS = 30 * 60


@private
def track(request: HttpRequest) -> HttpResponse:
    """State and time-line of a file, by reference and secret. The answer is the same whether the number or the code is wrong."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"]
        return _answer(request, form, reference, "track", lambda: find_submission(reference=reference, secret=form.cleaned_data["secret"]))
    return _ask(request, form)


@private
def ask_code(request: HttpRequest) -> HttpResponse:
    """Send a one-time code to the telephone of a file. The answer is the same whether there is a file, a telephone, or neither."""
    form = AskCodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "applications/code.html", {"form": form, "asking": True})
    until = held_until(request, "code")
    if until:
        hold(form, until)
        return held(render(request, "applications/code.html", {"form": form, "asking": True}), until)
    send_code(reference=form.cleaned_data["reference"], at=timezone.now())
    return render(request, "applications/code.html", {"form": CodeForm(initial={"reference": form.cleaned_data["reference"]}), "asking": False})


@private
def by_code(request: HttpRequest) -> HttpResponse:
    """State and time-line of a file, by reference and one-time code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference, code = form.cleaned_data["reference"], form.cleaned_data["code"]
        return _answer(request, form, reference, "code", lambda: find_by_code(reference=reference, code=code, at=timezone.now()))
    return render(request, "applications/code.html", {"form": form, "asking": False})


def _answer(request: HttpRequest, form: forms.Form, reference: str, name: str, find: Callable[[], Submission | None]) -> HttpResponse:
    context: dict[str, object]
    template, context = ("applications/track.html", {}) if name == "track" else ("applications/code.html", {"asking": False})
    address = client_address(request)
    until = held_until(request, "track")
    if until:
        hold(form, until)
        return held(render(request, template, {"form": form, "submission": None} | context), until)
    limits = {f"{address} {reference}": TRIES_A_FILE, address: TRIES_AN_ADDRESS, reference: TRIES_EVERYWHERE}
    if failed_too_often(f"{name}-tries", limits):
        return too_often(request, template, form, submission=None, **context)
    submission = find()
    if submission is None:
        note_failure(f"{name}-tries", limits)
        form.add_error(None, _("No file has this number and this code. Compare both with what you received."))
        return render(request, template, {"form": form, "submission": None} | context)
    return show(request, submission)


def show(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The page of a file whose owner has just proven that it is hers."""
    at = timezone.now()
    correctable = bool(submission.draft_id) and may_correct(submission=submission, at=at)
    until = completed_until(submission=submission) if submission.status == Status.TO_COMPLETE and correctable else None
    context = {
        "submission": submission,
        "call": submission.call,
        "sentence": sentence_of(submission, correctable=correctable),
        "items": time_line(submission),
        "appeal": how_to_appeal(submission.call),
        "may_correct": correctable,
        "may_withdraw": may_withdraw(submission=submission),
        "may_erase": may_erase(submission=submission),
        "until": until_when(until),
        "proof": signing.dumps([submission.pk, _mark(submission)], salt=_SALT),
    }
    return render(request, "applications/track.html", context)


def proven(request: HttpRequest) -> Submission | None:
    """The file whose page this POST comes from, if it was shown within the last half hour."""
    try:
        pk, mark = signing.loads(request.POST.get("proof", "")[:200], salt=_SALT, max_age=_SHOWN_SECONDS)
    except signing.BadSignature:
        return None
    found = Submission.objects.select_related("call", "form_version", "draft").filter(pk=pk).first()
    return found if found and _mark(found) == mark else None


def asked_again(request: HttpRequest) -> HttpResponseRedirect:
    """To the empty form; to who pressed a button it says why."""
    return redirect(reverse("track") + ("?again=1" if request.method == "POST" else ""))


def _mark(submission: Submission) -> str:
    """Changes when the file is handed over: the page of whoever held it before proves nothing more."""
    return submission.secret_hash[:12]


def _ask(request: HttpRequest, form: forms.Form) -> HttpResponse:
    return render(request, "applications/track.html", {"form": form, "submission": None})
