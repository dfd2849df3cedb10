"""The public page and the files below ``/data/``."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core import languages
from portal.core.generation import current_generation
from portal.core.kept import kept
from portal.core.navigation import home_url
from portal.core.opendata.views import SECONDS, data_file
from portal.core.page_cache import public_page

from .open_data import FORMATS, OF_A_STATE, OF_ALL_TIME, file_of_all_time, file_of_state
from .page import context


@public_page()
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How many registrations, by month, region and answer; and what was printed before this portal."""
    breadcrumbs = [{"title": _("Home"), "url": home_url(languages.current())}]
    return render(request, "statistics/page.html", {"figures": drawn(at=timezone.now()), "breadcrumbs": breadcrumbs})


def drawn(*, at: dt.datetime) -> SafeString:
    """The figures of the page, drawn once a content generation and language. They change once a month, and at midnight when there are none."""
    key = f"statistics:page:{languages.current()}:{timezone.localtime(at).date()}:{current_generation()}"
    return kept(key, lambda: render_to_string("statistics/figures.html", context(at=at)), timeout=SECONDS)


@require_safe
def file_with_state(request: HttpRequest, state: str, name: str, file_format: str) -> HttpResponse:
    """A file of the latest state or of an earlier one.

    Raises:
        Http404: no such file, or nothing was published on that day.
    """
    if name not in OF_A_STATE or file_format not in FORMATS:
        raise Http404
    content = file_of_state(state, name, file_format)
    if content is None:
        raise Http404
    return data_file(request, content, name=f"registrations-{name}-{state}.{file_format}", seconds=SECONDS)


@require_safe
def file_without_state(request: HttpRequest, name: str, file_format: str) -> HttpResponse:
    """The dictionary, and what was printed before this portal.

    Raises:
        Http404: no such file.
    """
    if name not in OF_ALL_TIME or file_format not in FORMATS:
        raise Http404
    return data_file(request, file_of_all_time(name, file_format), name=f"{name}.{file_format}", seconds=SECONDS)
