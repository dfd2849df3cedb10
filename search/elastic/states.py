"""The state of a call as conditions on the dates in the index: the rules are those of :mod:`forms_app.calls.models.state`, translated."""

import datetime as dt
from typing import Any

from forms_app.calls.models.state import OPEN_STATES, Alternative, State, rules

#: Among documents, calls are those that have this date.
CALLS = {"exists": {"field": "dates.published_at"}}


def state_filters(at: dt.datetime) -> dict[str, dict[str, Any]]:
    """For each state that a reader can choose, a condition: an open call that closes soon is open too."""
    filters = exact_states(at)
    either = [filters[state.value] for state in OPEN_STATES]
    return filters | {State.OPEN.value: {"bool": {"should": either, "minimum_should_match": 1}}}


def exact_states(at: dt.datetime) -> dict[str, dict[str, Any]]:
    """For each state a condition; every call meets exactly one. The minute counts, not the second: conditions can then be remembered by the server."""
    at = at.replace(second=0, microsecond=0)
    filters: dict[str, dict[str, Any]] = {}
    before: list[dict[str, Any]] = []
    for state, alternatives in rules(at):
        condition = {"bool": {"should": [_all(alternative) for alternative in alternatives], "minimum_should_match": 1}}
        filters[state.value] = {"bool": {"filter": [CALLS, condition], "must_not": list(before)}}
        before.append(condition)
    filters[State.OPEN.value] = {"bool": {"filter": [CALLS], "must_not": before}}
    return filters


def _all(alternative: Alternative) -> dict[str, Any]:
    return {"bool": {"filter": [_one(*lookup.rpartition("__")[::2], wanted) for lookup, wanted in alternative.items()]}}


def _one(field: str, comparison: str, wanted: Any) -> dict[str, Any]:
    name = f"dates.{field}"
    if comparison == "isnull":
        exists = {"exists": {"field": name}}
        return {"bool": {"must_not": [exists]}} if wanted else exists
    return {"range": {name: {comparison: wanted.isoformat()}}}
