"""A request that was cut on the way is refused whole."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, UnreadablePostError

from portal.core.upstream.whole_bodies import WholeBodyMiddleware

BOUNDARY = "cut-here"
FILE = b"a photo" * 30_000
WHOLE = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="q"; filename="a.jpg"\r\n\r\n'.encode() + FILE + f"\r\n--{BOUNDARY}--\r\n".encode()
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def answer(sent: bytes, length: int, kind: str) -> bytes:
    """What a view finds in these bytes, announced as ``length``, on a server that says nothing of a cut."""

    def view(request: WSGIRequest) -> HttpResponse:
        return HttpResponse(b"".join([*(file.read() for file in request.FILES.values()), *(value.encode() for value in request.POST.values())]))

    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(sent)}
    return WholeBodyMiddleware(view)(WSGIRequest(environ)).content


@pytest.mark.parametrize("missing", [1, 20, len(FILE) // 2, len(WHOLE) - 10, len(WHOLE)])
def test_half_a_file_is_no_file(missing):
    with pytest.raises(UnreadablePostError):
        answer(WHOLE[: len(WHOLE) - missing], len(WHOLE), MULTIPART)


def test_half_a_form_is_no_form():
    with pytest.raises(UnreadablePostError):
        answer(b"code=A", 12, "application/x-www-form-urlencoded")


def test_what_came_whole_is_read(rf):
    assert (answer(WHOLE, len(WHOLE), MULTIPART), answer(b"code=ABC&x=1", 12, "application/x-www-form-urlencoded")) == (FILE, b"ABC1")


def test_the_cut_is_answered_and_no_error_of_ours(rf, db):
    refused = WholeBodyMiddleware(HttpResponse).process_exception(rf.post("/fr/"), UnreadablePostError())
    assert (refused.status_code, WholeBodyMiddleware(HttpResponse).process_exception(rf.post("/fr/"), ValueError())) == (400, None)
