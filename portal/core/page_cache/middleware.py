"""The page cache: first of all middleware, so that what is kept costs neither session, nor database, nor language."""

import hashlib
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from portal.core import languages
from portal.core.chrome import Display
from portal.core.generation import current_generation, end_of, raised_here
from portal.core.request_log import HEADER

from .kept import Kept, Memory, Shared, for_proxies
from .public import asks_only, has_session, names_of

#: What social networks and mailings hang on an address: it says nothing to us, and makes each shared address another one.
_HUNG_ON = frozenset({"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"})
#: A page depends on these of the reader's headers.
_VARY = ("Cookie", "Save-Data", "Accept-Encoding")
_PRIVATE = "private, no-cache"
#: No page stands here, or it stands elsewhere: said to proxies, so that they forget the page that stood here before.
_NO_PAGE = frozenset({301, 302, 404, 410})
#: Seconds between two looks at the generation that other processes may have raised.
_LOOK_AGAIN = 0.5


class PageCacheMiddleware:
    """Serve public pages whole. With ``PAGE_CACHE_SECONDS = 0`` it keeps none, and only marks every answer as the reader's own."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response
        self.seconds, self.late, self.proxy_seconds = settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_LATE_SECONDS, settings.PAGE_CACHE_PROXY_SECONDS
        self.memory, self.shared = Memory(settings.PAGE_CACHE_BYTES), Shared()
        self._generation, self._ends, self._look_again = 0, 0.0, 0.0
        self._prefixes = (*(f"/{code}/" for code in languages.codes()), "/sitemap.xml", "/robots.txt", "/data/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request) if self.seconds else None
        if key is None:
            return _as_private(self.get_response(request))
        now = time.time()
        generation = self._known_generation(now)
        page = self.memory.get(generation, key)
        if page and now < page.fresh_until:
            return page.answer(request, proxy_seconds=self.proxy_seconds, now=now)
        names = names_of(request.path_info)
        if names is None or not asks_only(request.META.get("QUERY_STRING", ""), names):
            return _as_private(self.get_response(request))
        return self._renewed(request, key, current_generation())

    def _key(self, request: HttpRequest) -> tuple | None:
        """All that tells one public page from another; ``None`` for what is nobody's public page."""
        meta = request.META
        if request.method not in {"GET", "HEAD"} or not request.path_info.startswith(self._prefixes) or has_session(request):
            return None
        if meta.get("QUERY_STRING"):
            meta["QUERY_STRING"] = _without_what_was_hung_on(meta["QUERY_STRING"])
        address = (request.scheme, meta.get("HTTP_HOST", ""), request.path_info, meta.get("QUERY_STRING", ""))
        return (*address, *Display.of(request), "gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""))

    def _known_generation(self, now: float) -> int:
        """The generation, as this process saw it a moment ago; never one that the clock has ended."""
        lately = 0 < self._look_again - now <= _LOOK_AGAIN  # not so of a clock set back
        if not lately or now >= self._ends or self._generation < raised_here():
            self._generation = current_generation()
            self._ends, self._look_again = end_of(self._generation), now + _LOOK_AGAIN
        return self._generation

    def _renewed(self, request: HttpRequest, key: tuple, generation: int) -> HttpResponse:
        """A page that this process has not, or has too long: another's, one's own, or the old one while somebody makes a new one."""
        now = time.time()
        page = self.shared.get(generation, key)
        if page is None or now >= page.fresh_until:
            with self.shared.turn(generation, key) as mine:
                if mine:
                    return self._made(request, key, generation)
            if page is None or now >= page.good_until:
                page = self.shared.wait_for(generation, key)
        if page is None:
            return self._made(request, key, generation)
        self.memory.put(generation, key, page)
        return page.answer(request, proxy_seconds=self.proxy_seconds, now=now)

    def _made(self, request: HttpRequest, key: tuple, generation: int) -> HttpResponse:
        """A new page; kept when it is the same for everybody."""
        ends = end_of(generation)
        response = self.get_response(request)
        if not _is_for_everybody(request, response):
            return _as_private(response)
        patch_vary_headers(response, _VARY)
        if response.status_code in _NO_PAGE:
            response.headers["Cache-Control"] = for_proxies(self.proxy_seconds, int(ends - time.time()))
            return response
        etag = hashlib.sha256(response.content).hexdigest()[:24]
        response.headers["ETag"] = f'W/"{etag}"'
        now = time.time()
        fresh = min(now + self.seconds, ends)
        headers = tuple((name, value) for name, value in response.headers.items() if name != HEADER)  # the id is this request's alone
        page = Kept(headers, response.content, etag, fresh, min(fresh + self.late, ends))
        self.memory.put(generation, key, page)
        self.shared.put(generation, key, page)
        return page.answer(request, proxy_seconds=self.proxy_seconds, now=now)


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """A whole page, or that there is none, without a cookie, a token, or a word of its own on who may keep it."""
    own = response.streaming or response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or "Cache-Control" in response.headers
    return request.method == "GET" and response.status_code in {200, *_NO_PAGE} and not own


def _as_private(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", _PRIVATE)
    return response


def _without_what_was_hung_on(query: str) -> str:
    parts = parse_qsl(query, keep_blank_values=True)
    left = [(name, value) for name, value in parts if name not in _HUNG_ON]
    return query if len(left) == len(parts) else urlencode(left)
