"""Rows of the staff's own screens (audit, messages) that nobody may see yet. The app that knows why says which: decision 534."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Model, QuerySet

#: Gives the rows of a queryset that may be shown.
Narrow = Callable[[QuerySet], QuerySet]
#: Gives the moment since when something is withheld; ``None`` when nothing is.
Since = Callable[[], dt.datetime | None]

_rules: dict[type[Model], dict[str, Narrow]] = {}
_moments: dict[str, Since] = {}


def withhold(model: type[Model], name: str, narrow: Narrow) -> None:
    """Let an app hold rows of a model back; registering a name again replaces it."""
    _rules.setdefault(model, {})[name] = narrow


def withhold_since(name: str, since: Since) -> None:
    """Let an app say since when it holds rows back: from then on, numbers given in order would tell how many."""
    _moments[name] = since


def shown(rows: QuerySet) -> QuerySet:
    """The rows that may be seen now."""
    for narrow in _rules.get(rows.model, {}).values():
        rows = narrow(rows)
    return rows


def withheld_since() -> dt.datetime | None:
    """Since when something is withheld."""
    return min((moment for since in _moments.values() if (moment := since())), default=None)
