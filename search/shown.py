"""A hit in the words of the page."""

import datetime as dt
from types import SimpleNamespace

from django.utils.translation import gettext as _

from forms_app.calls.models import State
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


def shown_hit(hit: Hit, at: dt.datetime) -> dict:
    """What the template shows; regions in the reader's language, from the cache."""
    state = state_at(hit.dates, at)
    return {
        "url": hit.url,
        "title": hit.title_html,
        "title_lang": hit.title_language,
        "title_dir": languages.direction(hit.title_language),
        "extract": hit.extract,
        "lang": languages.written_in(hit.extract, hit.language),
        "dir": languages.direction(languages.written_in(hit.extract, hit.language)),
        "kind": kind_label(hit.type),
        "where": _where(hit),
        "state": state.value if state else "",
        "state_label": _state_words(hit, state) if state else "",
        "sample_label": _("Sample") if hit.sample else "",
        "date": format_date(hit.updated) if hit.updated and hit.type in _DATED else "",
    }


def _state_words(hit: Hit, state: State) -> str:
    """The state and the one date that matters in it."""
    return " · ".join(filter(None, (str(state.label), until(SimpleNamespace(**{name: hit.dates.get(name) for name in DATES}), state))))


def _where(hit: Hit) -> list:
    """Names of the regions, or that it is all of them; nothing when the title is the name."""
    if hit.type in (ResultType.REGION, ResultType.PLACE) or not hit.regions:
        return []
    names = {link["slug"]: link["name"] for link in region_links(languages.current())}
    if len(hit.regions) > _MOST_REGIONS:
        return [_("All regions")]
    return [names[slug] for slug in hit.regions if slug in names]


def elsewhere(query: Query, results: Results, at: dt.datetime) -> list[dict]:
    """The best of each other language, and the way to all of them."""
    facet = results.facet("lang")
    blocks = []
    for code in languages.codes():
        if code == query.results_language or not facet.count(code):
            continue
        hits = [shown_hit(hit, at) for hit in results.other_languages.get(code, [])]
        blocks.append(
            {
                "code": code,
                "name": languages.own_name(code),
                "dir": languages.direction(code),
                "count": facet.count(code),
                "url": address(query.but(lang="" if code == query.language else code, page=1)),
                "hits": hits,
            }
        )
    return blocks
