"""Ways to narrow a search down: links and lists of the page, with counts."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from forms_app.calls.models import State
from portal.core import languages
from portal.core.generation import current_generation
from portal.core.kept import kept
from portal.core.translated import TranslatedText
from programmes.models import Programme
from regions.models.reading import region_links

from .query import FILTERS, Query
from .results import Results
from .types import ResultType

_SECONDS = 600
_KINDS: dict[str, str | Promise] = {
    ResultType.CALL: gettext_lazy("Call"),
    ResultType.PROGRAMME: gettext_lazy("Programme"),
    ResultType.SERVICE: gettext_lazy("Service"),
    ResultType.REGION: gettext_lazy("Region"),
    ResultType.PLACE: gettext_lazy("Province and communes"),
    ResultType.CENTRE: gettext_lazy("Centre"),
    ResultType.QUESTION: gettext_lazy("Question and answer"),
    ResultType.NEWS: gettext_lazy("News"),
    ResultType.NOTICE: gettext_lazy("Notice"),
    ResultType.DOCUMENT: gettext_lazy("Document"),
    ResultType.PAGE: gettext_lazy("Page"),
}
_STATES = [state for state in State if state != State.DRAFT]


def kind_label(kind: str) -> str:
    """What kind of thing a result is, for one of them."""
    return str(_KINDS[kind])


def programmes() -> dict[str, TranslatedText]:
    """Names of the programmes by code, from the cache."""
    return kept(f"search-programmes:{current_generation()}", _read_programmes, timeout=_SECONDS)


def _read_programmes() -> dict[str, TranslatedText]:
    return {one.code: one.short_name or one.name for one in Programme.objects.all()}


def exist(chosen: dict[str, str]) -> bool:
    """Whether every filter that is set has a value there is."""
    known = {
        "type": lambda: ResultType.values,
        "region": lambda: [link["slug"] for link in region_links(languages.current())],
        "programme": programmes,
        "state": lambda: [state.value for state in _STATES],
        "lang": languages.codes,
    }
    return all(value in known[name]() for name, value in chosen.items() if value)


def address(query: Query) -> str:
    """The address of a search."""
    asked = {"q": query.text} | {name: getattr(query, name) for name in FILTERS if getattr(query, name)}
    if query.page > 1:
        asked["page"] = query.page
    return f"{reverse('search')}?{urlencode(asked)}"


def kinds(query: Query, results: Results) -> list[dict]:
    """Links to each kind of result there is, all of them first."""
    facet = results.facet("type")
    if not facet.buckets and not query.type:
        return []
    whole = sum(bucket.count for bucket in facet.buckets)
    chips = [{"title": pgettext("results", "All"), "url": address(query.but(type="", page=1)), "current": not query.type, "count": whole}]
    for kind in ResultType:
        if facet.count(kind) or kind == query.type:
            chips.append({"title": kind.label, "url": address(query.but(type=kind.value, page=1)), "current": kind == query.type, "count": facet.count(kind)})
    return chips


def narrowing(query: Query, results: Results) -> list[dict]:
    """Lists to choose from: region, programme, state of call; only those with a choice."""
    names = {
        "region": {link["slug"]: link["name"] for link in region_links(languages.current())},
        "programme": programmes(),
        "state": {state.value: state.label for state in _STATES},
    }
    labels = {"region": (_("Region"), _("All regions")), "programme": (_("Programme"), _("All programmes")), "state": (_("State of the call"), _("Any state"))}
    lists = []
    for name, known in names.items():
        facet, chosen = results.facet(name), getattr(query, name)
        options = [{"value": value, "label": label, "count": facet.count(value), "chosen": value == chosen} for value, label in known.items()]
        options = [option for option in options if option["count"] or option["chosen"]]
        if options:
            lists.append({"name": name, "label": labels[name][0], "all": labels[name][1], "options": options, "chosen": chosen})
    return lists
