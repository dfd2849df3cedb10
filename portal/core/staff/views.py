"""The lists behind the first screen's numbers."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from .panels import panel_named
from .requests import StaffRequest

PER_PAGE = 50


@require_GET
def waiting(request: StaffRequest, name: str) -> HttpResponse:
    """What one panel counted, in this person's territory.

    Raises:
        Http404: no such panel.
        PermissionDenied: it is not for her.
    """
    panel = panel_named(name)
    if panel is None:
        raise Http404
    if not panel.concerns(request.user):
        raise PermissionDenied
    if panel.url_name:
        return redirect(panel.url)
    items = Paginator(panel.items(request.user), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "core/admin/waiting_list.html", {"panel": panel, "items": items})
