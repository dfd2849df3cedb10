"""Feeds beside the list of calls, with its filters. They answer with nothing when the reader already has them."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import cast

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from forms_app.calls.feeds import atom, calendar, records
from forms_app.calls.feeds.atom import MEDIA_TYPE as ATOM
from forms_app.calls.feeds.common import ICALENDAR
from forms_app.calls.feeds.records import MEDIA_TYPE as JSON
from forms_app.calls.services.feeding import PER_PAGE, dated_calls, described_calls, last_change, latest_acts
from portal.core import languages
from portal.core.generation import current_generation
from portal.core.paging import page_of

from .common import public_call
from .filters import Filters, read_filters

#: A feed may be so many seconds behind the clock, here and in whatever stands between; acts show at once.
SECONDS = 60
#: Calendars are asked for every six hours, and are the dearest to write: 200 calls take half a second.
CALENDAR_SECONDS = 600


@require_safe
def call_feed(request: HttpRequest) -> HttpResponse:
    """Atom: one entry for each act on the calls of the filters."""
    at, chosen, query = _asked(request)

    def body(changed: dt.datetime) -> bytes:
        acts = latest_acts(at=at, state=chosen.state, **chosen.narrowing)
        return atom(acts=acts, changed=changed, page=_with("calls", query), address=_with("call_feed", query), query=query, at=at)

    return _answer(request, at, ATOM, f"atom:{query}", body, chosen)


@require_safe
def calls_calendar(request: HttpRequest) -> HttpResponse:
    """iCalendar: the dates of the calls of the filters."""
    at, chosen, query = _asked(request)

    def body(_changed: dt.datetime) -> bytes:
        return calendar(calls=dated_calls(at=at, state=chosen.state, **chosen.narrowing), at=at, address=_with("calls_calendar", query))

    return _answer(request, at, ICALENDAR, f"ics:{query}", body, chosen)


@require_safe
def calls_json(request: HttpRequest) -> HttpResponse:
    """JSON: the calls of the filters as records, a hundred a page."""
    at, chosen, query = _asked(request)
    page = page_of(request, described_calls(at=at, state=chosen.state, **chosen.narrowing), PER_PAGE)

    def body(_changed: dt.datetime) -> bytes:
        following = _with("calls_json", "&".join(filter(None, (query, f"page={page.number + 1}")))) if page.has_next() else ""
        return records(calls=page.object_list, at=at, page=_with("calls", query), address=_with("calls_json", query), following=following)

    return _answer(request, at, JSON, f"json:{query}:{page.number}", body, chosen)


@require_safe
def call_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """iCalendar: the dates of one call, to put in one's own calendar."""
    at = timezone.now()
    call = public_call(slug, at)
    if not (call.opens_at or call.closes_at):
        raise Http404
    call.shown_acts = [act for act in call.acts.all() if act.kind in act.SHOWN and act.at <= at]
    address = reverse("call_calendar", args=[slug])
    answer = _answer(request, at, ICALENDAR, f"ics-of:{slug}", lambda _changed: calendar(calls=[call], at=at, address=address, reminding=True))
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return answer


def _asked(request: HttpRequest) -> tuple[dt.datetime, Filters, str]:
    """The moment, the filters and their address. A program that writes a wrong date is told so by a 404, not by a list of everything.

    Raises:
        Http404: also for the values that the list does not know.
    """
    at = timezone.now()
    chosen = read_filters(request, at)
    if chosen.wrong:
        raise Http404
    return at, chosen, chosen.query()


def _with(name: str, query: str) -> str:
    return reverse(name) + (f"?{query}" if query else "")


def _answer(
    request: HttpRequest, at: dt.datetime, media_type: str, key: str, body: Callable[[dt.datetime], bytes], chosen: Filters | None = None
) -> HttpResponse:
    """The body, kept for a minute; 304 to who has it. The entity tag is the body's own, so it never tells that something else is the same."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    kept = f"feed:{languages.current()}:{hashlib.sha256(key.encode()).hexdigest()}:{midnight.date()}:{current_generation()}"
    found = cache.get(kept)
    if found is None:
        changed = last_change(at=at) or midnight
        # “Within seven days” means other calls every day.
        changed = max(changed, midnight) if chosen and chosen.closing else changed
        found = (body(changed), changed)
        cache.set(kept, found, CALENDAR_SECONDS if media_type == ICALENDAR else SECONDS)
    content, changed = found
    response = HttpResponse(content, content_type=media_type)
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["Last-Modified"] = http_date(changed.timestamp())
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=SECONDS)
    return cast(HttpResponse, get_conditional_response(request, response.headers["ETag"], int(changed.timestamp()), response))
