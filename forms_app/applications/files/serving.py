"""A private document as an answer that no browser takes for a page of ours.

Each raises ``Http404`` when its bytes are gone, as on a server whose rows were restored before its files.
"""

import io
from collections.abc import Callable
from typing import IO

from django.http import FileResponse

from forms_app.applications.models import Annex, Upload
from portal.core.private_files import lost_is_not_there

from .previews import small, turned

#: It may run nothing, load nothing and is of no origin, whatever it is; of a photo the browser draws itself, and nothing but it.
_SAVED = "default-src 'none'; sandbox"
_PHOTO = f"{_SAVED}; img-src 'self'"
#: The same for a PDF of our own making: browsers draw none in a sandbox.
_OUR_PDF = "default-src 'none'; object-src 'self'; plugin-types application/pdf; style-src 'unsafe-inline'"


@lost_is_not_there()
def as_file(found: Upload | Annex) -> FileResponse:
    """The document as it was kept, only to be saved."""
    return _answer(found, found.file.open("rb"), _SAVED, attached=True)


@lost_is_not_there()
def as_read(found: Upload) -> FileResponse:
    """A photo in its full size, turned as she turned it."""
    return _answer(found, _drawn(found, turned) if found.turn else found.file.open("rb"), _PHOTO)


@lost_is_not_there()
def as_preview(found: Upload) -> FileResponse:
    """A small picture of a photo."""
    return _answer(found, _drawn(found, small), _PHOTO)


@lost_is_not_there()
def as_whole(found: Annex) -> FileResponse:
    """The one PDF of an annex, drawn by the browser where it can."""
    return _answer(found, found.file.open("rb"), _OUR_PDF)


def _drawn(found: Upload, draw: Callable[..., bytes]) -> IO[bytes]:
    with found.file.open("rb") as file:
        return io.BytesIO(draw(file, turn=found.turn))


def _answer(found: Upload | Annex, content: IO[bytes], policy: str, *, attached: bool = False) -> FileResponse:
    response = FileResponse(content, as_attachment=attached, filename=found.name, content_type=found.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = policy
    return response
