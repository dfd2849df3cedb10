"""A call on paper, to hang up where women come."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from forms_app.calls.paper.poster import poster_data, render_poster
from portal.core import languages
from portal.core.fingerprints import fingerprint
from portal.core.kept import kept

from .common import public_call

#: The same content is the same paper; how long it is kept only saves work.
_KEPT_SECONDS = 24 * 3600
_FRESH_SECONDS = 60


@require_safe
def call_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """One A4 page in the language of the address. A draft has none."""
    at = timezone.now()
    language = languages.current()
    data = poster_data(call=public_call(slug, at), language=language, at=at)
    print_of = fingerprint(data | {"language": language})
    paper = kept(f"poster:{print_of}", lambda: render_poster(data=data, language=language), timeout=_KEPT_SECONDS)
    headers = {"Content-Disposition": f'inline; filename="{slug}-{language}.pdf"', "X-Content-Type-Options": "nosniff", "ETag": f'"{print_of[:32]}"'}
    response = HttpResponse(paper, content_type="application/pdf", headers=headers)
    patch_cache_control(response, public=True, max_age=_FRESH_SECONDS)
    return cast(HttpResponse, get_conditional_response(request, response.headers["ETag"], None, response))
