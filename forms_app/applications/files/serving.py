"""A private document as an answer that no browser takes for a page of ours."""

from django.http import FileResponse

from forms_app.applications.models import Upload

#: It may run nothing, load nothing and is of no origin, whatever it is.
_POLICY = "default-src 'none'; sandbox"


def as_file(found: Upload, *, attached: bool) -> FileResponse:
    """The document as it was kept. ``attached``: only saved; otherwise the browser may draw it, and nothing but it."""
    response = FileResponse(found.file.open("rb"), as_attachment=attached, filename=found.name, content_type=found.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = _POLICY if attached else f"{_POLICY}; img-src 'self'"
    return response
