"""The rights of a reader as a filter: translated from the very conditions that the database is asked with, never written a second time."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Q

from forms_app.applications.models import Submission

NOTHING: dict[str, Any] = {"match_none": {}}
EVERYTHING: dict[str, Any] = {"match_all": {}}
#: Where the columns that rights are given by stand in the index.
_FIELDS = {"region": "region", "province": "province", "call__kind": "kind"}


class NotTranslatable(Exception):
    """A right is given by something that the index does not know: the database must be asked."""


def visible_to(user: User) -> dict[str, Any]:
    """The files this person may see, as ``Submission.objects.visible_to``.

    Raises:
        NotTranslatable: when the index cannot tell.
    """
    condition = Submission.objects.visible_condition(user)
    return _clause(condition)


def _clause(condition: Q) -> dict[str, Any]:
    clauses = [_clause(child) if isinstance(child, Q) else _leaf(*cast("tuple[str, Any]", child)) for child in condition.children]
    kind = "should" if condition.connector == Q.OR else "filter"
    whole: dict[str, Any] = {"bool": {kind: clauses, **({"minimum_should_match": 1} if kind == "should" else {})}} if clauses else EVERYTHING
    return {"bool": {"must_not": [whole]}} if condition.negated else whole


def _leaf(lookup: str, value: object) -> dict[str, Any]:
    if lookup == "pk__in" and value == []:
        return NOTHING
    if lookup in _FIELDS:
        return {"term": {_FIELDS[lookup]: getattr(value, "pk", value)}}
    raise NotTranslatable(lookup)
