"""A hit in the words of the page."""

import datetime as dt
from functools import cached_property
from types import SimpleNamespace
from typing import cast

from django.utils.translation import gettext as _

from forms_app.calls.models import Call, State
from forms_app.calls.words import until
from portal.core import languages
from portal.core.formats import format_date
from regions.models.reading import region_links

from .choices import address, kind_label
from .query import Query
from .results import Hit, Results
from .states import DATES, state_at
from .types import ResultType

#: A result of more regions than this is said to be of all.
_MOST_REGIONS = 3
_DATED = (ResultType.NEWS, ResultType.NOTICE)


class Shown:
    """Hits as the templates of one page show them, at one moment."""

    def __init__(self, at: dt.datetime) -> None:
        self._at = at

    def hit(self, hit: Hit) -> dict:
        """In the reader's language."""
        state = state_at(hit.dates, self._at)
        title_language, language = hit.title_language, languages.written_in(hit.extract, hit.language)
        return {
            "url": hit.url,
            "title": hit.title_html,
            "title_lang": title_language,
            "title_dir": languages.direction(title_language),
            "extract": hit.extract,
            "lang": language,
            "dir": languages.direction(language),
            "kind": kind_label(hit.type),
            "where": self._where(hit),
            "state": state.value if state else "",
            "state_label": _state_words(hit, state) if state else "",
            "sample_label": _("Sample") if hit.sample else "",
            "date": format_date(hit.updated) if hit.updated and hit.type in _DATED else "",
        }

    def elsewhere(self, query: Query, results: Results) -> list[dict]:
        """The best of each other language, and the way to all of them."""
        facet = results.facet("lang")
        blocks = []
        for code in languages.codes():
            if code == query.results_language or not facet.count(code):
                continue
            blocks.append(
                {
                    "code": code,
                    "name": languages.own_name(code),
                    "dir": languages.direction(code),
                    "count": facet.count(code),
                    "url": address(query.but(lang="" if code == query.language else code, page=1)),
                    "hits": [self.hit(hit) for hit in results.other_languages.get(code, [])],
                }
            )
        return blocks

    def _where(self, hit: Hit) -> list:
        """Names of the regions, or that it is all of them; nothing when the title is the name."""
        if hit.type in (ResultType.REGION, ResultType.PLACE) or not hit.regions:
            return []
        if len(hit.regions) > _MOST_REGIONS:
            return [_("All regions")]
        return [self._regions[slug] for slug in hit.regions if slug in self._regions]

    @cached_property
    def _regions(self) -> dict[str, object]:
        """Their names by their slugs, read from the cache once a page."""
        return {link["slug"]: link["name"] for link in region_links(languages.current())}


def _state_words(hit: Hit, state: State) -> str:
    """The state and the one date that matters in it."""
    dates = cast("Call", SimpleNamespace(**{name: hit.dates.get(name) for name in DATES}))
    return " · ".join(filter(None, (str(state.label), until(dates, state))))
