"""Asking for figures, keeping a sheet, and reading the sheets that were kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forms_app.statistics.models import Sheet
from forms_app.statistics.paper.sheet import sheet_csv
from forms_app.statistics.services import keep_sheet
from forms_app.statistics.services.drafts import ask
from portal.core.staff.requests import StaffRequest

from .forms import QuestionForm

PERMISSION = "statistics.read_figures"
PER_PAGE = 50


def _require(request: StaffRequest) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


@require_GET
def figures(request: StaffRequest) -> HttpResponse:
    """The form; with a question in the address, its answer of this moment.

    Raises:
        PermissionDenied: not for her.
    """
    _require(request)
    form = QuestionForm(request.GET or None, user=request.user)
    answer = ask(question=form.question, by=request.user, at=timezone.now()) if form.is_valid() else None
    return TemplateResponse(request, "statistics/admin/figures.html", {"form": form, "answer": answer})


@require_POST
def keep(request: StaffRequest) -> HttpResponse:
    """Count the same question once more and keep the sheet.

    Raises:
        PermissionDenied: not for her.
    """
    _require(request)
    form = QuestionForm(request.POST, user=request.user)
    if not form.is_valid():
        return TemplateResponse(request, "statistics/admin/figures.html", {"form": form, "answer": None}, status=400)
    sheet = keep_sheet(question=form.question, by=request.user, at=timezone.now())
    messages.success(request, _("Sheet %(number)s is kept.") % {"number": str(sheet)})
    return redirect("figures_sheet", sheet.year, sheet.number)


@require_GET
def sheets(request: StaffRequest) -> HttpResponse:
    """The sheets she may read, the newest first."""
    _require(request)
    found = Sheet.objects.visible_to(request.user).select_related("by").defer("paper")
    return TemplateResponse(request, "statistics/admin/sheets.html", {"sheets": Paginator(found, PER_PAGE).get_page(request.GET.get("p"))})


@require_GET
def sheet(request: StaffRequest, year: int, number: int) -> HttpResponse:
    """One sheet, as it was kept."""
    return TemplateResponse(request, "statistics/admin/sheet.html", {"sheet": _sheet_of(request, year, number)})


@require_GET
def sheet_file(request: StaffRequest, year: int, number: int, file_format: str) -> HttpResponse:
    """Its paper, byte for byte as it was made, or its table."""
    found = _sheet_of(request, year, number)
    content, media_type = (bytes(found.paper), "application/pdf") if file_format == "pdf" else (sheet_csv(found), "text/csv; charset=utf-8")
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{year}-{number:04}.{file_format}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sheet_of(request: StaffRequest, year: int, number: int) -> Sheet:
    """Hers to read, or it is not there (404)."""
    _require(request)
    return get_object_or_404(Sheet.objects.visible_to(request.user).select_related("by"), year=year, number=number)
