"""Where the reader is and where she can go: breadcrumbs, menu, foot. Read once, then from the cache."""

from wagtail.models import Page

from . import languages
from .generation import current_generation
from .kept import kept
from .visibility import is_restricted, public

_HOME_DEPTH = 2


def page_url(page: Page, language: str) -> str:
    """Address of a page from its place in the tree, without a query."""
    return address(page.url_path, language)


def address(url_path: str, language: str) -> str:
    """Address of the page at a ``url_path``: what stands below the language's home, the first part of every path."""
    below_home = url_path.strip("/").partition("/")[2]
    return f"/{language}/{below_home}/" if below_home else f"/{language}/"


def breadcrumbs(page: Page) -> list[dict]:
    """The live pages above this one, home first, without itself: one that an editor took back is passed over, those below it stay."""
    if page.depth <= _HOME_DEPTH:
        return []
    key = f"breadcrumbs:{page.path}:{current_generation()}"
    return kept(key, lambda: _read_breadcrumbs(page), timeout=600)


def _read_breadcrumbs(page: Page) -> list[dict]:
    language = page.locale.language_code
    ancestors = page.get_ancestors().live().filter(depth__gte=_HOME_DEPTH).only("title", "url_path", "depth", "path")
    return [{"title": ancestor.title, "url": page_url(ancestor, language)} for ancestor in ancestors]


def home_url(language: str) -> str:
    """Address of a language's home."""
    return f"/{language}/"


def top_pages(language: str) -> dict[str, dict]:
    """Public pages one or two levels below the language's home, by their address below it (``programmes/jisr``): title and address.

    One query, then cached. A page elsewhere that has the last word of such an address is another page.
    """
    key = f"top-pages:{language}:{current_generation()}"
    return kept(key, lambda: _read_top_pages(language), timeout=600)


def _read_top_pages(language: str) -> dict[str, dict]:
    pages = (
        public(Page.objects)
        .filter(depth__lte=4, depth__gt=_HOME_DEPTH, locale__language_code=language)
        .only("title", "url_path", "depth", "path")
        .order_by("depth", "path")
    )
    home = home_url(language)
    found: dict[str, dict] = {}
    for page in pages:
        url = page_url(page, language)
        found[url.removeprefix(home).rstrip("/")] = {"title": page.title, "url": url}
    return found


def translations_of(page: Page) -> dict[str, str]:
    """Addresses of the live translations of a page, itself included, by language. Aliases are nobody's translation, and a private
    translation is named by private pages only.
    """
    key = f"addresses-of-translations:{page.translation_key}:{current_generation()}"
    found = kept(key, lambda: _read_translations(page), timeout=600)
    if any(private for _address, private in found.values()) and not is_restricted(page):
        found = {code: one for code, one in found.items() if not one[1]}
    return {code: url for code, (url, _private) in found.items()}


def _read_translations(page: Page) -> dict[str, tuple[str, bool]]:
    """Address, and whether it is private, by language."""
    found = Page.objects.live().filter(translation_key=page.translation_key, alias_of__isnull=True)
    pages = {one.locale.language_code: one for one in found.select_related("locale").only("path", "url_path", "locale")}
    return {code: (address(pages[code].url_path, code), is_restricted(pages[code])) for code in languages.codes() if code in pages}


def child_cards(page: Page) -> list[dict]:
    """Title, summary and address of the public pages below one, in the editors' order. One query, whatever their number."""
    language = page.locale.language_code
    children = public(Page.objects.child_of(page)).specific(defer=False).order_by("path")
    return [{"title": child.title, "summary": child.summary, "url": page_url(child, language)} for child in children]
