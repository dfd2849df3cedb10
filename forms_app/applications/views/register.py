"""The public register: its texts, its list of days, and the page that checks one receipt."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forms_app.applications.forms import ProofForm
from forms_app.applications.models import RegisterFile
from forms_app.applications.register.checking import Outcome, check_receipt
from forms_app.applications.register.days import month_of_register
from forms_app.applications.register.record import Record
from forms_app.applications.throttle import TRIES_AN_ADDRESS, client_address, failed_too_often, note_failure
from forms_app.calls.models import Call
from portal.core import languages
from portal.core.templatetags.portal_text import clock, portal_date, portal_datetime

from .common import private, too_often

_YEAR = 365 * 24 * 3600


@private
def proof(request: HttpRequest) -> HttpResponse:
    """Check a receipt. Both numbers travel in the body of a POST; the answer is the same whether there is no such file or the code is another one's."""
    form = ProofForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "applications/proof.html", {"form": form})
    visitor = {client_address(request): TRIES_AN_ADDRESS}
    if failed_too_often("proof-tries", visitor):
        return too_often(request, "applications/proof.html", form)
    verdict = check_receipt(reference=form.cleaned_data["reference"], salt=form.cleaned_data["salt"])
    record, call = verdict.record, verdict.call
    if verdict.outcome == Outcome.UNKNOWN or record is None or call is None:
        note_failure("proof-tries", visitor)
        form.add_error(None, _("No file has this number and this code. Compare both with the receipt. A file that was erased is no longer found."))
        return render(request, "applications/proof.html", {"form": form})
    return render(request, "applications/proof.html", {"verdict": verdict, "facts": _facts(record, call), "record": record.text, "call": call})


def _facts(record: Record, call: Call) -> list[dict]:
    sent = _("%(date)s at %(clock)s") % {"date": portal_date(record.sent), "clock": clock(record.sent)}
    facts = [
        {"label": _("Number of the file"), "value": record.reference, "dir": "ltr"},
        {"label": _("Application"), "value": call.title},
        {"label": _("Version"), "value": record.version},
        {"label": _("Sent"), "value": sent},
    ]
    if call.closes_at:
        facts.append({"label": _("Closing of the call"), "value": portal_datetime(call.closes_at)})
    return [*facts, {"label": _("Line in the register"), "value": record.digest, "dir": "ltr"}]


@require_safe
def register_days(request: HttpRequest) -> HttpResponse:
    """The days of a month, newest first, and the openings of sealed calls; ``?month=2026-11``, otherwise the last one."""
    return render(request, "applications/register.html", month_of_register(month=request.GET.get("month", "")))


@require_safe
def register_home(request: HttpRequest) -> HttpResponse:
    """``/data/register/``: to the list of days, in the reader's language as everywhere outside the languages."""
    response = redirect("public_register")
    response.headers["Cache-Control"] = "private, max-age=0"
    return response


@require_safe
def register_text(request: HttpRequest, name: str) -> HttpResponseBase:
    """One text. It never changes, so whoever has it keeps it."""
    file = get_object_or_404(RegisterFile.objects.only("sha256"), name=name)
    tag = f'"{file.sha256}"'
    fresh = HttpResponse(content_type="text/plain; charset=utf-8")
    response = get_conditional_response(request, tag, None, fresh) or fresh
    if response is fresh:
        fresh.content = file.text
    response.headers["ETag"] = tag
    return _public(response, f"public, max-age={_YEAR}, immutable")


@require_safe
def register_sums(request: HttpRequest) -> HttpResponseBase:
    """Names and SHA-256 of all texts, as ``sha256sum --check`` reads them; whoever keeps copies sees at once if one was changed."""
    rows = RegisterFile.objects.order_by("number").values_list("sha256", "name")
    return _public(HttpResponse("".join(f"{digest}  {name}.txt\n" for digest, name in rows), content_type="text/plain; charset=utf-8"), "public, max-age=300")


def _public(response: HttpResponseBase, keep: str) -> HttpResponseBase:
    response.headers["Cache-Control"] = keep
    response.headers["Content-Language"] = ", ".join(languages.codes())
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
