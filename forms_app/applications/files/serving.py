"""A private document as an answer that no browser takes for a page of ours."""

import io
from collections.abc import Callable

from django.http import FileResponse

from forms_app.applications.models import Annex, Upload

from .previews import small, turned

#: It may run nothing, load nothing and is of no origin, whatever it is.
_POLICY = "default-src 'none'; sandbox"
#: The same for a PDF of our own making: browsers draw none in a sandbox.
_OUR_PDF = "default-src 'none'; object-src 'self'; plugin-types application/pdf; style-src 'unsafe-inline'"


def as_file(found: Upload | Annex, *, attached: bool) -> FileResponse:
    """The document as it was kept. ``attached``: only saved; otherwise the browser may draw it, and nothing but it."""
    response = FileResponse(found.file.open("rb"), as_attachment=attached, filename=found.name, content_type=found.media_type)
    return _harmless(response, _POLICY if attached else f"{_POLICY}; img-src 'self'")


def as_read(found: Upload) -> FileResponse:
    """A photo in its full size, turned as she turned it."""
    if not found.turn:
        return as_file(found, attached=False)
    return _drawn(found, turned)


def as_preview(found: Upload) -> FileResponse:
    """A small picture of a photo."""
    return _drawn(found, small)


def as_whole(found: Annex) -> FileResponse:
    """The one PDF of an annex, drawn by the browser where it can."""
    return _harmless(FileResponse(found.file.open("rb"), filename=found.name, content_type=found.media_type), _OUR_PDF)


def _drawn(found: Upload, draw: Callable[..., bytes]) -> FileResponse:
    with found.file.open("rb") as file:
        picture = draw(file, turn=found.turn)
    return _harmless(FileResponse(io.BytesIO(picture), filename=found.name, content_type="image/jpeg"), f"{_POLICY}; img-src 'self'")


def _harmless(response: FileResponse, policy: str) -> FileResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = policy
    return response
