"""A browser that costs little: one connection kept open, cookies, redirects followed; it reads a page only where it must."""

import gzip
import re
from http.client import HTTPConnection
from urllib.parse import urlencode

from .server import HOST, Server

_KEY = re.compile(rb'name="key" value="([^"]+)"')
_HEADERS = {
    "Host": HOST,
    "Origin": f"https://{HOST}",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.1",
    "Accept-Encoding": "gzip",
    "Accept-Language": "ar",
}


class NotShown(AssertionError):
    """A page came with another status than 200; ``page`` is what it showed."""

    def __init__(self, what: str, status: int, page: bytes) -> None:
        super().__init__(f"{what}: {status}")
        self.status, self.page = status, page


class Browser:
    """Forget the cookies between two women; the connection stays, as behind a proxy."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.forget()

    def forget(self) -> None:
        """Be a browser never seen before."""
        self.cookies: dict[str, str] = {}
        self.page, self.address, self.requests = b"", "", 0

    def get(self, address: str) -> str:
        """Open a page; the address it came to after redirects.

        Raises:
            NotShown: when the page is not shown.
        """
        return self._go("GET", address)

    def post(self, address: str, values: dict[str, object]) -> str:
        """Send a form with this browser's token; the address it led to.

        Raises:
            AssertionError: when the form is shown again, or an error is.
        """
        body = urlencode({**self._token(), **values}, doseq=True)
        led_to = self._go("POST", address, body)
        assert led_to != address, f"{address} was not accepted"
        return led_to

    def send_file(self, address: str, question: str, content: bytes, values: dict[str, str]) -> str:
        """Send one photo as the script of a step does.

        Raises:
            NotShown: when it was not taken.
        """
        border = "a-border-between-parts"
        fields = {**self._token(), **values}
        parts = [f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="{question}"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n')
        return self._go("POST", address, "".join(parts).encode() + content + f"\r\n--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}")

    def sending_key(self) -> str:
        """The key that the check page carries."""
        return _KEY.search(gzip.decompress(self.page)).group(1).decode()

    def _token(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self.cookies["__Host-csrftoken"]}

    def _go(self, method: str, address: str, body: str | bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> str:
        while True:
            headers = _HEADERS | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body is not None:
                headers["Content-Type"] = kind
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
            self.page, self.requests = answer.read(), self.requests + 1
            for cookie in answer.headers.get_all("Set-Cookie", ()):
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            if answer.status not in {301, 302, 303}:
                if answer.status != 200:
                    raise NotShown(f"{method} {address}", answer.status, self.page)
                return address
            method, address, body = "GET", answer.headers["Location"], None
