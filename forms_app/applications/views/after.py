"""After sending: correct, complete, withdraw. From the browser that sent the file, or from the tracking page.

A page shown in answer to a POST has the choice of languages too: asked for anew, by a GET that proves nothing, it leads to where she began.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forms_app.applications.access import ApplicantRequest, give_key, is_holder, key_of
from forms_app.applications.models import Draft, Erasure, Status, Submission
from forms_app.applications.narrowing import asked_of
from forms_app.applications.services import NotNow, may_erase, may_withdraw, reopen, withdraw
from forms_app.applications.services.erasing import erase_file

from .common import private, receipt_of, submission_of, with_draft
from .start import keep_first, unfinished_here
from .track import asked_again, proven, show


@with_draft
def correct(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """Open what was sent for correction, in the browser that sent it. It stays sent until it is sent again."""
    submission = submission_of(request.draft)
    if submission is None:
        return redirect("apply_check", call=call, draft=draft)
    if request.method != "POST":
        return receipt_of(request.draft)
    try:
        reopen(submission=submission, at=timezone.now())
    except NotNow:
        return receipt_of(request.draft)
    return _first_asked(submission, request.draft)


@private
def correct_tracked(request: HttpRequest) -> HttpResponse:
    """The same from the tracking page: this browser becomes the one that may open the file, unless it is already."""
    submission = proven(request)
    if submission is None:
        return asked_again(request)
    here = unfinished_here(request)
    draft = submission.draft
    if here and here != draft and request.POST.get("sure") != "yes":
        return keep_first(request, here=here, kept=[("proof", request.POST["proof"])])
    try:
        reopen(submission=submission, at=timezone.now())
    except NotNow:
        return show(request, submission)
    if draft is None:  # what has no draft is not reopened
        return show(request, submission)
    response = _first_asked(submission, draft)
    if not is_holder(draft, key_of(request)):
        give_key(response, draft=draft)
    return response


@with_draft
def withdraw_sent(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """Ask once more, then take the file back, in the browser that sent it."""
    submission = submission_of(request.draft)
    if submission is None:
        return redirect("apply_check", call=call, draft=draft)
    if not may_withdraw(submission=submission):
        return receipt_of(request.draft)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        _withdraw(submission)
        return receipt_of(request.draft)
    return render(request, "applications/withdraw.html", {"submission": submission, "call": submission.call, "back": receipt_of(request.draft).url})


@private
def withdraw_tracked(request: HttpRequest) -> HttpResponse:
    """The same from the tracking page."""
    submission = proven(request)
    if submission is None:
        return asked_again(request)
    if not may_withdraw(submission=submission):
        return show(request, submission)
    if request.POST.get("sure") == "yes":
        return show(request, _withdraw(submission))
    return render(request, "applications/withdraw.html", {"submission": submission, "call": submission.call, "proof": request.POST["proof"], "back": ""})


@private
def erase_tracked(request: HttpRequest) -> HttpResponse:
    """Ask once more, then erase the data of a file that was withdrawn: a right, served without anybody of the staff, sealed call or not."""
    submission = proven(request)
    if submission is None:
        return asked_again(request)
    if not may_erase(submission=submission):
        return show(request, submission)
    if request.POST.get("sure") == "yes":
        erase_file(submission=submission, reason=Erasure.Reason.HERSELF, at=timezone.now())
        return show(request, submission)
    return render(request, "applications/erase.html", {"submission": submission, "call": submission.call, "proof": request.POST["proof"]})


def _first_asked(submission: Submission, draft: Draft) -> HttpResponse:
    """To the first question to be completed; to all the answers when anything may be corrected."""
    call = submission.call.slug
    if submission.status != Status.TO_COMPLETE:
        return redirect("apply_check", call=call, draft=draft.public_id)
    return redirect("apply_step", call=call, draft=draft.public_id, step=asked_of(draft, submission).steps[0].key)


def _withdraw(submission: Submission) -> Submission:
    try:
        return withdraw(submission=submission, at=timezone.now())
    except NotNow:
        return submission
