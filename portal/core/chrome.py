"""The frame around every page: strip, header, menu, foot. One object, built once a request, mostly from the cache."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from wagtail.models import Page

from . import languages
from .formats import whole_numbers
from .generation import current_generation
from .kept import kept
from .models import SiteNotice
from .navigation import home_url, top_pages, translations_of

TEXT_SIZES = ("normal", "large", "larger")
THEMES = ("auto", "light", "dark")

#: Views and pages of the menu, in order: a name of a URL pattern, or ``page:`` and the address below the language's home.
MENU = ("page:programmes", "page:regions", "calls", "track", "page:questions")
FOOT = {
    "programme": ("page:programmes/jisr", "page:programmes/mourafaka", "page:programmes/najma", "page:figures", "statistics"),
    "services": ("calls", "track", "resume", "page:documents"),
    "help": ("page:questions", "where", "page:contact"),
    "site": ("page:accessibility", "page:privacy", "page:legal", "public_register", "page:site-map"),
}
#: Notices are read again at least this often, so that one appears at its hour without anybody's act.
NOTICE_SECONDS = 15


class Display(NamedTuple):
    """What a reader chose of how pages look; nothing else of her changes a public page."""

    text_size: str
    theme: str
    web_fonts: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Display":
        """Hers. Readers who asked to save data get their own letters."""
        saves_data = request.META.get("HTTP_SAVE_DATA", "").lower() == "on"
        return cls(_choice(request, "text", TEXT_SIZES), _choice(request, "theme", THEMES), not saves_data)


class Look(NamedTuple):
    """All that tells one short frame from another, but for the page's address: nothing of it is one reader's alone."""

    language: str
    text_size: str
    theme: str
    web_fonts: bool
    generation: int
    notices: tuple[tuple[tuple[str, str], ...], ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Look":
        """The one of a request."""
        language = languages.current()
        notices = tuple(tuple(notice.items()) for notice in _notices(language))
        return cls(language, *Display.of(request), current_generation(), notices)


#: What of the short frame follows from the address of a view below its language.
ADDRESS_PARTS = ("root", "alike", "below_uri", "asked")


def address_parts(request: HttpRequest) -> dict[str, str]:
    """``root``: scheme and host; ``alike``: what follows the language in each; ``below_uri``: its path as a URI; ``asked``: the path with its query."""
    below, root = request.path.removeprefix("/").partition("/")[2], f"{request.scheme}://{request.get_host()}"
    return {"root": root, "alike": below + _asked_alike(request), "below_uri": iri_to_uri(below), "asked": request.get_full_path()}


class ServiceRequest(HttpRequest):
    """Of a page with the short header. For annotations; nothing makes one."""

    portal_service: bool


@dataclass
class Chrome:
    """Everything ``base.html`` needs to know."""

    language: str
    direction: str
    home_url: str
    request_path: str
    languages: list[dict]
    menu: list[dict]
    foot: list[dict]
    search_url: str
    display_url: str
    text_size: str
    theme: str
    web_fonts: bool
    notices: list[dict]
    service: bool = False
    alternates: list[dict] = field(default_factory=list)
    canonical: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Chrome":
        """The frame for one request."""
        language = languages.current()
        page, asked, home = getattr(request, "portal_page", None), request.get_full_path(), home_url(language)
        frame = _frame(language)
        addresses = translations_of(page) if page else _same_view_in_other_languages(request)
        return cls(
            language=language,
            direction=languages.direction(language),
            home_url=home,
            request_path=asked,
            languages=_switcher(language, addresses if page else {code: url + _asked_alike(request) for code, url in addresses.items()}, page),
            menu=[{**entry, **_place(entry["url"], request.path, asked, home)} for entry in frame["menu"]],
            foot=frame["foot"],
            search_url=reverse("search"),
            display_url=reverse("display"),
            **Display.of(request)._asdict(),
            notices=_notices(language),
            service=getattr(request, "portal_service", False),
            alternates=[{"code": code, "url": request.build_absolute_uri(url)} for code, url in addresses.items()],
            canonical=request.build_absolute_uri(request.path),
        )

    @classmethod
    def short(cls, look: Look, part: Callable[[str], str]) -> "Chrome":
        """The short frame of a view that has a language in its address; ``part`` gives each of :data:`ADDRESS_PARTS`."""
        language, alike, uri = look.language, part("alike"), part("root") + "/{}/" + part("below_uri")
        return cls(
            language=language,
            direction=languages.direction(language),
            home_url=home_url(language),
            request_path=part("asked"),
            languages=_switcher(language, {code: f"/{code}/{alike}" for code in languages.codes()}, None),
            menu=[],
            foot=_frame(language)["foot"],
            search_url="",
            display_url=reverse("display"),
            text_size=look.text_size,
            theme=look.theme,
            web_fonts=look.web_fonts,
            notices=[dict(notice) for notice in look.notices],
            service=True,
            alternates=[{"code": code, "url": uri.format(code)} for code in languages.codes()],
            canonical=uri.format(language),
        )

    def around(self, part: Callable[[str], str]) -> Self:
        """What header and foot show of it, for any address: ``part`` gives what was ``asked``, and the page ``in_`` each language."""
        pages = [{**one, "url": part(f"in_{one['code']}")} for one in self.languages]
        return replace(self, request_path=part("asked"), languages=pages, web_fonts=True, notices=[], alternates=[], canonical="")


def _place(url: str, path: str, asked: str, home: str) -> dict[str, bool]:
    """``current``: an entry is so on its page and on those below, home only on itself; ``here``: it is the very address that was asked."""
    return {"current": path == url if url == home else path.startswith(url), "here": asked == url}


def _choice(request: HttpRequest, cookie: str, allowed: tuple[str, ...]) -> str:
    value = request.COOKIES.get(cookie, allowed[0])
    return value if value in allowed else allowed[0]


def _frame(language: str) -> dict:
    key = f"frame:{language}:{current_generation()}"
    return kept(key, lambda: _read_frame(language), timeout=600)


def _read_frame(language: str) -> dict:
    pages = top_pages(language)
    titles = {
        "calls": _("Calls"),
        "track": _("Follow my file"),
        "resume": _("Continue a saved file"),
        "where": _("Centres near me"),
        "statistics": _("Statistics"),
        "public_register": _("Public register"),
    }
    headings = {"programme": _("Programme"), "services": _("Services"), "help": _("Help"), "site": _("This site")}

    def entry(target: str) -> dict | None:
        if target.startswith("page:"):
            return pages.get(target.removeprefix("page:"))
        return {"title": titles[target], "url": reverse(target)}

    menu = [{"title": _("Home"), "url": home_url(language)}, *filter(None, map(entry, MENU))]
    foot = [{"title": headings[name], "links": list(filter(None, map(entry, targets)))} for name, targets in FOOT.items()]
    return {"menu": menu, "foot": [column for column in foot if column["links"]]}


def _switcher(language: str, addresses: dict[str, str], page: Page | None) -> list[dict]:
    """Each language with this page's address in it; without a translation, the page that says so and offers what exists.

    A page that was never saved, as an editor previews it, is offered nowhere.
    """
    missing = reverse("untranslated", args=[page.pk]) if page and page.pk else ""
    return [
        {
            "code": code,
            "name": languages.own_name(code),
            "url": addresses.get(code) or (f"/{code}/{missing.removeprefix('/').partition('/')[2]}" if missing else home_url(code)),
            "current": code == language,
            "available": code in addresses,
        }
        for code in languages.codes()
    ]


def _asked_alike(request: HttpRequest) -> str:
    """The query, for the same place in another language: its words and filters. Further pages of a list need not exist there."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}" if asked else ""


def _same_view_in_other_languages(request: HttpRequest) -> dict[str, str]:
    """A view's address differs only by its first part; what has no language in its address has no alternates."""
    first, _slash, rest = request.path.removeprefix("/").partition("/")
    if first not in languages.codes() or getattr(request, "resolver_match", None) is None:
        return {}
    return {code: f"/{code}/{rest}" for code in languages.codes()}


def _notices(language: str) -> list[dict]:
    key = f"notices:{language}:{current_generation()}"
    return kept(key, lambda: _read_notices(language), timeout=NOTICE_SECONDS)


def _read_notices(language: str) -> list[dict]:
    notices = []
    for notice in SiteNotice.objects.shown_at(timezone.now()):
        text, written_in = notice.text.choose(language)
        notices.append({"text": whole_numbers(text), "lang": written_in, "dir": languages.direction(written_in), "tone": notice.tone})
    return notices
