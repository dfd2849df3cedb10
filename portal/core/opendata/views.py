"""The list of open data, in the reader's language, and answers with files of data."""

import hashlib
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core import languages
from portal.core.navigation import home_url

from . import data_sets

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "txt": "text/plain; charset=utf-8"}
#: A file of a past state never changes; whatever is the latest may be so many seconds behind.
FOREVER, SECONDS = 31_536_000, 600


@require_safe
def data_index(request: HttpRequest) -> HttpResponse:
    """Every file, with its format and size. The address has no language: it follows the reader's."""
    context = {
        "sets": data_sets(),
        "licence": settings.OPEN_DATA_LICENCE,
        "licence_url": settings.OPEN_DATA_LICENCE_URL,
        "confirmed": settings.OPEN_DATA_LICENCE_CONFIRMED,
        "breadcrumbs": [{"title": _("Home"), "url": home_url(languages.current())}],
    }
    return render(request, "core/data.html", context)


def data_file(request: HttpRequest, content: bytes, *, name: str, seconds: int) -> HttpResponse:
    """A file of open data under its name, with the tag of its content: 304 to who has it. Any site may read it (CORS)."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[name.rpartition(".")[2]])
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=seconds, **({"immutable": True} if seconds == FOREVER else {}))
    return cast("HttpResponse", get_conditional_response(request, response.headers["ETag"], None, response))
