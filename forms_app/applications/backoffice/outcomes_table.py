"""Recording what was decided on many files, from a table: first what would happen, row by row, then all or nothing."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from forms_app.applications.services.outcomes_csv import COLUMNS, MOST_BYTES, RefusedTable, Row, UnreadableTable, Verdict, apply_table, judge, read_table
from portal.core.staff.requests import StaffRequest

from .gate import require
from .rights import RECORD_OUTCOME


class TableForm(forms.Form):
    """The table as a file; then, to confirm, as the text that was read."""

    file = forms.FileField(label=gettext_lazy("Table (CSV)"), required=False, widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}))
    hold = forms.BooleanField(
        label=gettext_lazy("Hold until the results are published"),
        required=False,
        help_text=gettext_lazy("Nobody is told now. The publication of the results of the call records these outcomes, all at once."),
    )
    table = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)

    def data_given(self) -> bytes:
        """What is to be read: the file if there is one.

        Raises:
            UnreadableTable: nothing was given, or too much.
        """
        file = self.cleaned_data.get("file")
        if file and file.size > MOST_BYTES:
            raise UnreadableTable(_("The file is too large: at most 1 MB."))
        data = file.read() if file else self.cleaned_data.get("table", "").encode()
        if not data:
            raise UnreadableTable(_("Choose a file."))
        return data


@require_http_methods(["GET", "POST"])
def outcomes(request: StaffRequest) -> HttpResponse:
    """The table is read and judged; only a second post, of the very text that was judged, applies it."""
    require(request.user, RECORD_OUTCOME)
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        try:
            data = form.data_given()
            rows = read_table(data)
        except UnreadableTable as error:
            form.add_error("file", str(error))
        else:
            hold = form.cleaned_data["hold"]
            if "apply" in request.POST and _applied(request, rows, hold=hold):
                return redirect("files_outcomes")
            context |= _judged(judge(read_table(data), by=request.user, hold=hold), data)
    return TemplateResponse(request, "applications/admin/outcomes.html", context)


def _applied(request: StaffRequest, rows: list[Row], *, hold: bool) -> bool:
    try:
        applied = sum(row.verdict == Verdict.NEW for row in apply_table(rows, by=request.user, at=timezone.now(), hold=hold))
    except RefusedTable:
        messages.error(request, _("Nothing was recorded: some rows cannot be applied."))
        return False
    if hold:
        done = ngettext("%(count)d outcome is held until the results.", "%(count)d outcomes are held until the results.", applied)
    else:
        done = ngettext("%(count)d outcome is recorded.", "%(count)d outcomes are recorded.", applied)
    messages.success(request, done % {"count": applied})
    return True


def _judged(rows: list[Row], data: bytes) -> dict:
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in Verdict}
    return {
        "rows": rows,
        "new": counts[Verdict.NEW],
        "unchanged": counts[Verdict.UNCHANGED],
        "wrong": counts[Verdict.WRONG],
        "table": data.decode("utf-8-sig"),
        "applicable": counts[Verdict.NEW] and not counts[Verdict.WRONG],
    }
