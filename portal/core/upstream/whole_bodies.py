"""Django 5.2: a body that ends before its Content-Length is taken for a whole one, and half a file for a file.

When a connection is cut, some servers answer the application's next read with nothing instead of an error; the parser of forms then closes
the file it was reading as if it were complete. Here such an end is an error, so that nothing of the request is kept.
Red without it: tests/core/test_whole_bodies.py::test_half_a_file_is_no_file.
"""

from collections.abc import Callable
from io import IOBase

from django.http import HttpRequest, HttpResponse, UnreadablePostError

from portal.core.error_views import bad_address


class _Whole(IOBase):
    """A body that must be as long as it said."""

    def __init__(self, body: IOBase, length: int) -> None:
        self._body, self._left = body, length

    def read(self, size: int = -1, /) -> bytes:
        """Some of it, or all that is left.

        Raises:
            ConnectionError: when it ends too early; Django makes an ``UnreadablePostError`` of it.
        """
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        parts = []
        while wanted:
            parts.append(self._counted(self._body.read(wanted)))
            wanted -= len(parts[-1])
        return b"".join(parts)

    def readline(self, size: int | None = -1, /) -> bytes:
        """A line of it, with the same care."""
        return self._counted(self._body.readline(size)) if self._left and size != 0 else b""

    def _counted(self, data: bytes) -> bytes:
        if not data:
            raise ConnectionError("the body ended early")
        self._left -= len(data)
        return data


class WholeBodyMiddleware:
    """Refuses requests whose body was cut on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        body = getattr(request, "_stream", None)
        if body is not None and length.isascii() and length.isdigit() and int(length):
            request._stream = _Whole(body, int(length))  # type: ignore[assignment]  # Django asks it for no more than this
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A plain refusal, should anybody still listen; nothing for the log of errors."""
        return bad_address(request) if isinstance(exception, UnreadablePostError) else None
