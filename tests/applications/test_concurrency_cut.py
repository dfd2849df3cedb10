"""The connection is cut while a photo travels: nothing of it is kept, and sending it again makes one page of it."""

import socket
import time
from urllib.parse import urlsplit

import pytest
from django.test import Client

from forms_app.applications.models import Annex, Upload
from tests.applications.annexes_ground import annex_call, begun, photo

pytestmark = pytest.mark.django_db(transaction=True)
BOUNDARY = "cut-here"


def request(base: str, client: Client, key: str, data: bytes) -> bytes:
    """The bytes a browser sends."""
    fields = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "wizard-key-statutes": key}
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="statutes"; filename="p.jpg"\r\n\r\n'.encode() + data)
    body = b"".join(parts) + f"\r\n--{BOUNDARY}--\r\n".encode()
    cookies = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in client.cookies.items())
    head = f"POST {base}papers/upload/ HTTP/1.1\r\nHost: HOST\r\nCookie: {cookies}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def talk(url: str, sent: bytes, *, listen: bool) -> bytes:
    """Send these bytes and hang up, or wait for the answer."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=20) as link:
        link.sendall(sent.replace(b"HOST", place.netloc.encode(), 1))
        if not listen:
            return b""
        answer = b""
        while part := link.recv(65536):
            answer += part
        return answer


def test_a_cut_photo_is_not_kept_and_sent_again_it_is_one_page(live_server):
    annex_call()
    client = Client()
    base = begun(client)
    client.get(f"{base}papers/")
    whole = request(base, client, "photo-key-1", photo((900, 1200)))
    head = whole.index(b"\r\n\r\n") + 4
    for cut in (head + 300, head + (len(whole) - head) // 2, len(whole) - 3):
        talk(live_server.url, whole[:cut], listen=False)
    time.sleep(1)
    nothing = Upload.objects.count()
    answers = [talk(live_server.url, whole, listen=True) for _again in range(2)]  # the second as if the first answer had been lost
    assert (nothing, [answer[9:12] for answer in answers]) == (0, [b"200", b"200"])
    assert (Upload.objects.count(), Annex.objects.count(), Upload.objects.get().sent_as) == (1, 1, "photo-key-1-0")
