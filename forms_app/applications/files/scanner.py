"""The virus scanner (ClamAV's daemon), when one is configured. Documents that could not be checked wait; sending goes on."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from forms_app.applications.models import Upload

_CHUNK = 64 * 1024
#: Seconds: the scanner is on our own network; a woman waits for the answer.
_TIMEOUT = 8


def scan(data: bytes) -> str:
    """One of ``Upload.Scan``: off without a scanner, waiting when it does not answer."""
    if not settings.CLAMAV_URL:
        return Upload.Scan.OFF
    try:
        answer = _ask(data)
    except OSError:
        return Upload.Scan.WAITING
    if answer.endswith("OK"):
        return Upload.Scan.CLEAN
    return Upload.Scan.INFECTED if answer.endswith("FOUND") else Upload.Scan.WAITING


def _ask(data: bytes) -> str:
    """clamd's INSTREAM: chunks with their length, then an empty one."""
    with _connected() as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            part = link.recv(4096)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()


def _connected() -> socket.socket:
    place = urlsplit(settings.CLAMAV_URL)
    if place.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_TIMEOUT)
        link.connect(place.path)
        return link
    return socket.create_connection((place.hostname, place.port or 3310), timeout=_TIMEOUT)
