"""Who opened which file, and who exported what: read by the data protection officer, newest first."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from forms_app.applications.models import Export, Opening
from forms_app.calls.models import Call
from portal.core.keyset import keyset_page, next_query, read_place

from .forms import AccessFilters
from .rights import officer_only

PER_PAGE = 50


def openings() -> QuerySet[Opening]:
    """Without the files of sealed calls that are to be opened, which nobody opens before."""
    return Opening.objects.exclude(submission__call__in=Call.objects.to_be_opened()).select_related("submission", "by")


@officer_only
@require_GET
def access_log(request: HttpRequest) -> HttpResponse:
    """Openings of files, and beside them the exports of many: these hold what the list's filters chose, and name no file."""
    filters = AccessFilters(request.GET)
    opened = keyset_page(filters.narrow(openings(), moment="at", file="submission"), moment="at", after=read_place(request), per_page=PER_PAGE)
    exports = filters.narrow(Export.objects.select_related("by"), moment="asked_at")
    exported = keyset_page(exports, moment="asked_at", after=read_place(request, "exports"), per_page=PER_PAGE)
    context = {
        "filters": filters,
        "opened": opened,
        "exported": exported,
        "next_opened": next_query(request, opened),
        "next_exported": next_query(request, exported, "exports"),
    }
    return TemplateResponse(request, "applications/admin/access_log.html", context)
