"""A page as it is kept, and the two places where: the memory of the process, and the cache that all processes share."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

#: A render that takes longer than this many seconds is given up by those who wait for it; they make the page themselves.
PATIENCE = 5.0
_LOOK_AGAIN = 0.02
#: Headers that tell of a body.
_OF_A_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})


class Kept(NamedTuple):
    """A whole answer. It is fresh until one moment and may still be shown until another; both in seconds since 1970."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    fresh_until: float
    good_until: float

    def answer(self, request: HttpRequest, *, proxy_seconds: int, now: float) -> HttpResponse:
        """The answer to one request: the page, or that the reader's own copy is still right."""
        if self.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponse = HttpResponseNotModified(headers={name: value for name, value in self.headers if name not in _OF_A_BODY})
        else:
            response = HttpResponse(self.body, headers=dict(self.headers))
        left = int(self.good_until - now)
        late = max(0, min(proxy_seconds, left - proxy_seconds))
        response.headers["Cache-Control"] = f"{for_proxies(proxy_seconds, left)}, stale-while-revalidate={late}"
        return response


def for_proxies(seconds: int, left: int) -> str:
    """Browsers ask again each time and are told in a few bytes; proxies keep it for moments, never beyond the turn of the clock."""
    return f"public, max-age=0, s-maxage={max(0, min(seconds, left))}"


class Memory:
    """The pages that this process has, of one generation and at most so many bytes; the oldest go first. Threads may share it."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes, self._generation = most_bytes, 0, 0
        self._pages: dict[tuple, Kept] = {}
        self._lock = threading.Lock()

    def get(self, generation: int, key: tuple) -> Kept | None:
        """A page, whatever its age."""
        return self._pages.get(key) if generation == self._generation else None

    def put(self, generation: int, key: tuple, page: Kept) -> None:
        """Keep a page. A generation before the one held is not taken: its readers are gone."""
        with self._lock:
            if generation < self._generation:
                return
            if generation != self._generation:
                self._pages, self._bytes, self._generation = {}, 0, generation
            self._forget(key)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > self._most:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: tuple) -> None:
        gone = self._pages.pop(key, None)
        self._bytes -= len(gone.body) if gone else 0


class Shared:
    """The pages that all processes share, and whose turn it is to make one."""

    def get(self, generation: int, key: tuple) -> Kept | None:
        """A page, whatever its age."""
        found = cache.get(_name("page", generation, key))
        return Kept(*found) if found else None

    def put(self, generation: int, key: tuple, page: Kept) -> None:
        """Keep a page as long as it may be shown."""
        cache.set(_name("page", generation, key), tuple(page), timeout=max(1, page.good_until - time.time()))

    @contextmanager
    def turn(self, generation: int, key: tuple) -> Iterator[bool]:
        """Whether the page is ours to make now; nobody else of any process makes it until the block ends, or our patience does."""
        name = _name("page-turn", generation, key)
        mine = cache.add(name, 1, timeout=PATIENCE)
        try:
            yield mine
        finally:
            if mine:
                cache.delete(name)

    def wait_for(self, generation: int, key: tuple) -> Kept | None:
        """The page somebody else is making; ``None`` when she gives up or takes too long."""
        until, name = time.monotonic() + PATIENCE, _name("page-turn", generation, key)
        while time.monotonic() < until:
            time.sleep(_LOOK_AGAIN)
            found = self.get(generation, key)
            if found or not cache.has_key(name):
                return found or self.get(generation, key)
        return None


def _name(kind: str, generation: int, key: tuple) -> str:
    return f"{kind}:{generation}:{hashlib.sha256(repr(key).encode()).hexdigest()}"
