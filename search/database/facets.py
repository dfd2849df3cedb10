"""Narrowing down, and how many results each choice would leave."""

from collections import Counter
from collections.abc import Iterable, Mapping

from forms_app.calls.models import OPEN_STATES, State
from portal.core import languages
from search.query import Query
from search.results import Bucket, Facet

from .candidates import Candidate


def fits(one: Candidate, state: State | None, wanted: Mapping[str, str]) -> bool:
    """Whether a document passes the filters ``wanted`` (name and value)."""
    if not wanted:
        return True
    values = {"type": (one.type,), "region": one.regions, "programme": (one.programme,), "state": states_chosen_by(state)}
    return all(value in values[name] for name, value in wanted.items())


def states_chosen_by(state: State | None) -> tuple[str, ...]:
    """The values of the facet that find this state. An open call that closes soon is open too."""
    if state is None:
        return ()
    return (state.value, State.OPEN.value) if state in OPEN_STATES and state != State.OPEN else (state.value,)


def count(found: list[Candidate], states: dict[int, State | None], query: Query) -> list[Facet]:
    """Each facet counted without its own filter; languages over everything, the rest in the language of the results."""
    wanted = query.filters
    here = [one for one in found if one.language == query.results_language]
    spoken = Counter(one.language for one in found if fits(one, states[one.id], wanted))
    facets = [Facet("lang", tuple(Bucket(code, spoken[code]) for code in languages.codes() if spoken[code]))]
    for name in ("type", "region", "programme", "state"):
        others = {other: value for other, value in wanted.items() if other != name}
        left = [one for one in here if fits(one, states[one.id], others)] if others else here
        facets.append(Facet(name, _buckets(_values(name, left, states))))
    return facets


def _values(name: str, found: list[Candidate], states: dict[int, State | None]) -> Iterable[str]:
    for one in found:
        if name == "region":
            yield from one.regions
        elif name == "state":
            yield from states_chosen_by(states[one.id])
        elif value := getattr(one, name):
            yield value


def _buckets(values: Iterable[str]) -> tuple[Bucket, ...]:
    return tuple(Bucket(value, number) for value, number in sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
