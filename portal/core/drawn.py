"""Pages drawn once. A page of an application, the frame of any page or a result of a search says the same to everybody but for a few values:
its template is rendered a first time with gaps where these go, kept in the process, and filled for each reader. Decision 411; a step's page: 4.6 ms -> 0.2 ms.

What is kept can hold nothing of a reader: the template is given neither her request nor her values, only their gaps.
"""

import re
import secrets
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from . import languages
from .chrome import Chrome, Look, address_parts

#: Nobody can write it, and every address pattern takes it for a slug.
_MARK = f"gap-{secrets.token_hex(8)}-"
_GAP = re.compile(f"{_MARK}([a-z0-9_]+)Z")
#: So many outlines are kept, of some 10 KB each; then all are forgotten.
_MOST = 1000


def gap(name: str) -> SafeString:
    """What a template is given in place of a value: for values that stand deeper than at the top of ``hers``."""
    return SafeString(f"{_MARK}{name}Z")


class Outline:
    """HTML with gaps."""

    def __init__(self, html: str) -> None:
        self.pieces = _GAP.split(html)

    @property
    def names(self) -> list[str]:
        """The gaps, in order, as often as they occur."""
        return self.pieces[1::2]

    def fill(self, values: Mapping[str, object]) -> SafeString:
        """The HTML with its values: text is escaped, HTML stays."""
        pieces = self.pieces[:]
        pieces[1::2] = [conditional_escape(values[name]) for name in pieces[1::2]]  # type: ignore[arg-type]  # it takes anything
        return SafeString("".join(pieces))


class DrawnResponse(HttpResponse):
    """A page, with what its template was given, as Django's own template responses have it."""

    context_data: dict[str, object]


_outlines: dict[tuple, Outline] = {}
_PLAIN = frozenset({str, SafeString, int, bool, type(None)})


def draw_page(request: HttpRequest, template: str, *, same: Mapping[str, object], hers: Mapping[str, object]) -> DrawnResponse:
    """A page in the short frame. ``same``: what may be told to anybody, part of the key; ``hers``: her own values, as they are to be shown.

    The template gets both by name. Where one of hers is empty it sees an empty text, and may ask for it; else it sees a gap, which no filter
    may change. The response carries ``context_data``, as Django's own template responses do.

    Raises:
        TypeError: when ``same`` holds a record: it may change and stay equal to itself.
    """
    outline = _outline(template, Look.of(request), same, hers)
    token = {"csrf_token": get_token(request)} if "csrf_token" in outline.names else {}
    response = DrawnResponse(outline.fill({**hers, **address_parts(request), **token}))
    response.context_data = {**same, **hers}
    return response


def draw_part(template: str, *, same: Mapping[str, object], hers: Mapping[str, object]) -> SafeString:
    """A part of a page by the same rules, in the language in force; it has no frame."""
    return _outline(template, languages.current(), same, hers).fill(hers)


def draw_frame(template: str, portal: Chrome, *, content_language: str, query: str) -> SafeString:
    """The header or the foot of any page, by the same rules: gaps stand for its addresses and for what she searched."""
    around = portal.around(gap)
    given = {"portal": around, "content_language": content_language, "query": gap("query") if query else ""}
    outline = _kept((template, languages.current(), _frozen({**given, "portal": vars(around)})), lambda: get_template(template).render(given))
    return outline.fill({"query": query, "asked": portal.request_path, **{f"in_{one['code']}": one["url"] for one in portal.languages}})


def _outline(template: str, look: Look | str, same: Mapping[str, object], hers: Mapping[str, object]) -> Outline:
    empty = tuple(name for name, value in hers.items() if value in (None, ""))

    def render() -> str:
        gaps = {name: "" if name in empty else gap(name) for name in hers}
        frame = {"portal": Chrome.short(look, gap), "csrf_token": gap("csrf_token")} if isinstance(look, Look) else {}
        return get_template(template).render({**same, **gaps, **frame})

    return _kept((template, look, tuple(hers), empty, _frozen(same)), render)


def _kept(key: tuple, render: Callable[[], str]) -> Outline:
    """What was rendered for this key before, or is now."""
    if settings.DEBUG:  # a template that was changed shows at once
        _outlines.clear()
    outline = _outlines.get(key)
    if outline is None:
        if len(_outlines) >= _MOST:
            _outlines.clear()
        outline = _outlines[key] = Outline(render())
    return outline


def _frozen(value: object) -> object:
    """A value as part of a key. Words of the interface are those of the language in force."""
    if type(value) in _PLAIN:  # nearly all are, and asking each whether it is a mapping takes longer than the rest
        return value
    if isinstance(value, Mapping):
        return tuple((name, _frozen(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    if isinstance(value, Model):
        raise TypeError("A record may change and stay equal to itself: give what is shown of it.")
    return str(value) if isinstance(value, Promise) else value
