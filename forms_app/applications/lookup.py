"""Finding files by what somebody of the staff typed: a name, a reference, a telephone. One way in, whoever answers.

The database answers by default. The search app sits above and puts its own engine in front with :func:`register_lookup`,
from its ``AppConfig.ready()``. What was typed is personal data: nobody logs it, and it stands in no address.
"""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db.models import QuerySet

from .models import Submission
from .services.lookup_db import find_in_database

#: Called with ``typed``, ``among`` (files already narrowed to what the reader may see) and ``by`` (the reader). Gives ``among``
#: narrowed further, never widened; ``None`` says "not now": the database answers instead.
Lookup = Callable[..., "QuerySet[Submission] | None"]

_lookups: list[Lookup] = []


def register_lookup(function: Lookup) -> None:
    """Ask this function before the database. The last one registered is asked first; registering twice changes nothing."""
    if function not in _lookups:
        _lookups.insert(0, function)


def unregister_lookup(function: Lookup) -> None:
    """Ask it no longer."""
    if function in _lookups:
        _lookups.remove(function)


def find_files(*, typed: str, among: QuerySet[Submission], by: User) -> QuerySet[Submission]:
    """The files of ``among`` that what was typed may mean; none when it is too short to mean anything."""
    for function in _lookups:
        found = function(typed=typed, among=among, by=by)
        if found is not None:
            return found
    return find_in_database(typed=typed, among=among)
