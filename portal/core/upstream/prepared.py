"""Django 5.2: a queryset is compiled into SQL anew each time it is used, which costs more than the database's answer does.

:class:`Prepared` compiles once a thread and then only asks. Measured on the page of a step (decision 460): 3.3 ms -> 0.9 ms for the draft
with its call, form and submission. :class:`PreparedInsert` does the same for a row that may be there already, in one statement instead of
four (a transaction is opened and closed for ``bulk_create``): 1.9 ms -> 0.4 ms. Both lean on the compiler's inner parts.
PostgreSQL keeps both ready on its side too: planning the draft's query took it five times as long as answering (500 -> 80 us).
Red when Django changes them: tests/core/test_prepared.py.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLInsertCompiler

_Record = TypeVar("_Record", bound=Model)


class Prepared(Generic[_Record]):
    """A query of one value or several. ``make`` gives the queryset for them; ``like`` are values of the right types that stand nowhere else in it."""

    def __init__(self, make: Callable[..., QuerySet[_Record, Any]], *, like: object) -> None:
        self._make, self._like = make, like if isinstance(like, tuple) else (like,)
        self._plans = threading.local()

    def rows(self, *values: Any) -> list[_Record]:
        """The objects of the queryset, with what it selects beside them; no prefetch."""
        return list(self._plan().rows(values))

    def tuples(self, *values: Any) -> list[Sequence]:
        """The columns of a queryset made with ``values_list()``: what only shows a few needs no objects."""
        return list(self._plan().found(values))

    def first(self, *values: Any) -> _Record | None:
        """The only object, if there is one. The queryset must say the order where several may come."""
        return next(self._plan().rows(values), None)

    def _plan(self) -> "_Plan[_Record]":
        connection = connections[DEFAULT_DB_ALIAS]
        plan = getattr(self._plans, "plan", None)
        if plan is None or plan.compiler.connection is not connection:
            plan = self._plans.plan = _Plan(self._make(*self._like), self._like, connection)
        return plan


class _Plan(Generic[_Record]):
    """SQL and how to make objects of its rows, as ``ModelIterable`` finds it out for each use."""

    def __init__(self, queryset: QuerySet[_Record, Any], like: tuple, connection: BaseDatabaseWrapper) -> None:
        self.using = DEFAULT_DB_ALIAS
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        #: Of each parameter, which value it is; ``None`` where it is always the same.
        self.places = [like.index(one) if one in like else None for one in self.params]
        if sorted(place for place in self.places if place is not None) != list(range(len(like))):
            raise ValueError("Each value must be asked for once, as it is.")
        select, klass_info = self.compiler.select, self.compiler.klass_info
        self.converters = self.compiler.get_converters([one[0] for one in select])
        if klass_info is None:  # values_list(): there are no objects to make
            return
        fields = klass_info["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.model = klass_info["model"]
        self.names = [one[0].target.attname for one in select[self.start : self.end]]
        self.populators = get_related_populators(klass_info, select, self.using)  # type: ignore[call-arg]  # the stubs are Django 6.1's here

    def found(self, values: tuple) -> Iterable[Sequence]:
        """The rows as the database gives them, converted."""
        params = [one if place is None else values[place] for one, place in zip(self.params, self.places, strict=True)]
        found = _asked(self.compiler.connection, self.sql, params)
        return self.compiler.apply_converters(found, self.converters) if self.converters else found

    def rows(self, values: tuple) -> Iterator[_Record]:
        """The objects."""
        for row in self.found(values):
            one = self.model.from_db(self.using, self.names, row[self.start : self.end])
            for populator in self.populators:
                populator.populate(row, one)
            yield one


class PreparedInsert:
    """Adds a row unless one with the same unique values is there. Outside a transaction it is one by itself; ``save`` is not called, no signal is sent."""

    def __init__(self, model: type[Model]) -> None:
        self._fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]
        self._model = model
        self._plans = threading.local()

    def add(self, row: Model) -> bool:
        """Whether it was added; then it knows its key, as a saved one does."""
        compiler, sql = self._plan(row)
        values = [compiler.prepare_value(field, compiler.pre_save_val(field, row)) for field in self._fields]
        keys = _asked(compiler.connection, sql, values)
        if keys:
            row.pk, row._state.adding, row._state.db = keys[0][0], False, DEFAULT_DB_ALIAS
        return bool(keys)

    def _plan(self, row: Model) -> tuple[SQLInsertCompiler, str]:
        connection = connections[DEFAULT_DB_ALIAS]
        plan = getattr(self._plans, "plan", None)
        if plan is None or plan[0].connection is not connection:
            query = InsertQuery(self._model, on_conflict=OnConflict.IGNORE)
            query.insert_values(self._fields, [row])
            compiler = query.get_compiler(connection=connection)
            compiler.returning_fields = [self._model._meta.pk]
            ((sql, params),) = compiler.as_sql()
            if len(params) != len(self._fields):
                raise ValueError("A column takes one plain value.")
            query.objs = []  # the first row was for the statement's form only
            plan = self._plans.plan = (compiler, sql)
        return plan


def _asked(connection: BaseDatabaseWrapper, sql: str, params: Sequence) -> list[Sequence]:
    """The rows of a statement that comes again and again.

    A migration may change a column while the server keeps the statement ready: it refuses the old plan, and makes a new one.
    In a transaction that cannot be mended: it fails, and the next one is well.
    """
    try:
        return _rows(connection, sql, params)
    except NotSupportedError:
        if connection.vendor != "postgresql" or connection.in_atomic_block:
            raise
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    return _rows(connection, sql, params)


def _rows(connection: BaseDatabaseWrapper, sql: str, params: Sequence) -> list[Sequence]:
    with _cursor(connection) as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """Django's cursor; on PostgreSQL one that sends values apart from the statement, which the server then keeps after a few times (``prepare_threshold``).

    Where statements are written down they are to be read with their values: that only Django's own gives.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    with connection.wrap_database_errors:
        connection.ensure_connection()
        return connection._prepare_cursor(ServerBindingCursor(connection.connection))  # type: ignore[attr-defined, call-arg]  # psycopg 3; the stubs know neither
