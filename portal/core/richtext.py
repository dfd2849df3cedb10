"""Links to pages inside rich text, resolved from the cache: Wagtail asks the database for every link at every rendering."""

import json
import re

from django.core.cache import cache
from wagtail.blocks import StreamValue
from wagtail.models import Page

from . import languages
from .generation import current_generation
from .navigation import page_url
from .visibility import is_restricted

_SECONDS = 600
_LINK = re.compile(r'<a(?=[^>]*linktype=\\?"page)[^>]*\bid=\\?"(\d+)')


def prime_links(body: StreamValue) -> None:
    """Look up every link of a body at once, so that its blocks find them in the cache."""
    ids = {int(match) for match in _LINK.findall(json.dumps(list(body.raw_data)))}
    if ids:
        linked_addresses(sorted(ids))


def linked_addresses(ids: list[int]) -> dict[int, str]:
    """Address to give each page id in the current language; empty when the page is not live."""
    language = languages.current()
    keys = {pk: f"link:{language}:{pk}:{current_generation()}" for pk in ids}
    known = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in known]
    if missing:
        found = _read_addresses(missing, language)
        cache.set_many({keys[pk]: found.get(pk, "") for pk in missing}, _SECONDS)
        known |= {keys[pk]: found.get(pk, "") for pk in missing}
    return {pk: known[key] for pk, key in keys.items()}


def _read_addresses(ids: list[int], language: str) -> dict[int, str]:
    """One query: the pages linked to, live or not, and all their translations."""
    keys = Page.objects.filter(pk__in=ids).order_by().values("translation_key")
    pages = Page.objects.filter(translation_key__in=keys).select_related("locale").only("translation_key", "path", "url_path", "depth", "live", "locale")
    linked: dict[int, object] = {}
    by_key: dict[object, dict[str, Page]] = {}
    for page in pages:
        linked[page.pk] = page.translation_key
        if page.live and (page.pk in ids or not is_restricted(page)):
            by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    addresses = {}
    for pk in ids:
        translations = by_key.get(linked.get(pk), {})
        chosen = next((translations[code] for code in languages.fallbacks(language) if code in translations), None)
        addresses[pk] = page_url(chosen, chosen.locale.language_code) if chosen else ""
    return addresses
