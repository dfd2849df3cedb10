"""Asking for a table of files, seeing how far it is, fetching it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forms_app.applications.models import Export
from forms_app.applications.services.export import KEPT_HOURS, ask_export, csv_lines, note_download
from portal.core.private_files import lost_is_not_there, private_storage
from portal.core.staff.requests import StaffRequest

from .gate import require
from .rights import EXPORT
from .selection import Selection
from .tasks import LANGUAGE, SEALED, SYNTHETIC, begin

#: Rows that are answered at once; more are made in the background.
AT_ONCE = 2_000
#: Rows that are counted exactly before an export; the progress bar of a longer one stands still at its end for a while.
_MOST_COUNTED = 2_000_000
_SHOWN = 20
_TYPES: dict[str, str] = {Export.Format.CSV: "text/csv; charset=utf-8", Export.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_UNDER_WAY = (Export.State.WAITING, Export.State.RUNNING)


@require_http_methods(["GET", "POST"])
def exports(request: StaffRequest) -> HttpResponseBase:
    """Her exports; posting the list's filters asks for another one."""
    require(request.user, EXPORT)
    if request.method == "POST":
        return _ask(request)
    found = Export.objects.filter(by=request.user)[:_SHOWN]
    return TemplateResponse(request, "applications/admin/exports.html", {"exports": found, "kept_hours": KEPT_HOURS})


def _ask(request: StaffRequest) -> HttpResponseBase:
    table_format = request.POST.get("format", "")
    if table_format not in Export.Format.values:
        raise Http404
    synthetic, sealed = bool(request.POST.get("synthetic")), bool(request.POST.get("sealed"))
    selection = Selection(request, QueryDict(request.POST.get("query", "")[:2000]), synthetic=synthetic, sealed=sealed)
    total = selection.files[:_MOST_COUNTED].values("pk").count()
    if not total:
        messages.warning(request, _("No file matches: nothing to export. Made-up files are exported only when you ask for them."))
        return redirect("files_exports")
    language = get_language()
    kept = selection.codes | {LANGUAGE: [language], SYNTHETIC: [_yes(synthetic)], SEALED: [_yes(selection.sealed)]}
    export = ask_export(by=request.user, table_format=table_format, filters=kept, total=total, at=timezone.now())
    if total <= AT_ONCE and table_format == Export.Format.CSV:
        return _at_once(export, selection, language)
    begin(export)
    return redirect("files_export", export.pk)


def _yes(wanted: bool) -> str:
    return "yes" if wanted else "no"


def _at_once(export: Export, selection: Selection, language: str) -> StreamingHttpResponse:
    """A small CSV, written while it is read; nothing of it is kept."""
    lines = csv_lines(files=selection.files, columns=selection.columns(language))
    Export.objects.filter(pk=export.pk).update(state=Export.State.READY, done=export.total, expires_at=timezone.now())
    return _private(StreamingHttpResponse(lines, content_type=_TYPES[Export.Format.CSV]), export)


@require_GET
def export(request: StaffRequest, pk: int) -> TemplateResponse:
    """How far it is; the page asks again by itself until it is ready, without a script."""
    response = TemplateResponse(request, "applications/admin/export.html", {"export": (found := _hers(request, pk)), "under_way": found.state in _UNDER_WAY})
    if found.state in _UNDER_WAY:
        response.headers["Refresh"] = "3"
    return response


@require_GET
def fetch(request: StaffRequest, pk: int) -> FileResponse:
    """The table itself, for who asked for it, until it expires.

    Raises:
        Http404: somebody else's, not ready, or over; or its bytes are gone, as just after they expired, or on a restored server.
    """
    found, at = _hers(request, pk), timezone.now()
    if found.state != Export.State.READY or not found.path or not found.expires_at or found.expires_at <= at:
        raise Http404
    with lost_is_not_there():
        table = private_storage().open(found.path)
    note_download(export=found, by=request.user, at=at)
    return _private(FileResponse(table, content_type=_TYPES[found.format]), found)


def _hers(request: StaffRequest, pk: int) -> Export:
    require(request.user, EXPORT)
    return get_object_or_404(Export, pk=pk, by=request.user)


def _private(response: Any, export: Export) -> Any:
    """Saved under a name that says nothing of the people in it."""
    response.headers["Content-Disposition"] = f'attachment; filename="files-{export.pk}.{export.format}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
