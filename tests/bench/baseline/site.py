"""The site's search as browsers ask it."""

import json
import threading
from http.client import HTTPConnection
from urllib.parse import quote

from .server import HOST, Server


class Site:
    """Each reader (a thread) keeps a connection."""

    def __init__(self, server: Server) -> None:
        self._server = server
        #: Searches whose page had no result: nobody found anything, neither Elasticsearch in time nor the database.
        self.in_vain: list[str] = []
        self._own = threading.local()

    def search(self, text: str) -> None:
        """A page of results."""
        if 'class="result"' not in self._get(f"/ar/search/?q={quote(text)}"):
            self.in_vain.append(text)

    def suggest(self, begun: str) -> None:
        """Suggestions; none is an answer too."""
        json.loads(self._get(f"/ar/search/suggest/?q={quote(begun)}"))

    def _get(self, address: str) -> str:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = HTTPConnection("127.0.0.1", self._server.port, timeout=30)
        connection.request("GET", address, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, answer.status
        return page
