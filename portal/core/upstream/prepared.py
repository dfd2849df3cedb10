"""Django 5.2: a queryset is compiled into SQL anew each time it is used, which costs more than the database's answer does.

:class:`Prepared` compiles once a thread and then only asks. Measured on the page of a step (decision 460): 3.3 ms -> 0.9 ms for the draft
with its call, form and submission. Leans on the compiler's inner parts; `make bench BENCH=wizard` misses its bar without it.
Red when Django changes them: tests/core/test_prepared.py.
"""

import threading
from collections.abc import Callable, Iterator

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators


class Prepared:
    """A query of one value. ``make`` gives the queryset for a value; ``like`` is a value of the right type that stands nowhere else in it."""

    def __init__(self, make: Callable[[object], QuerySet], *, like: object) -> None:
        self._make, self._like = make, like
        self._plans = threading.local()

    def rows(self, value: object) -> list[Model]:
        """The objects of the queryset, with what it selects beside them; no prefetch."""
        return list(self._plan().rows(value))

    def first(self, value: object) -> Model | None:
        """The only object, if there is one. The queryset must say the order where several may come."""
        return next(self._plan().rows(value), None)

    def _plan(self) -> "_Plan":
        connection = connections[DEFAULT_DB_ALIAS]
        plan = getattr(self._plans, "plan", None)
        if plan is None or plan.compiler.connection is not connection:
            plan = self._plans.plan = _Plan(self._make(self._like), self._like, connection)
        return plan


class _Plan:
    """SQL and how to make objects of its rows, as ``ModelIterable`` finds it out for each use."""

    def __init__(self, queryset: QuerySet, like: object, connection: object) -> None:
        self.like, self.using = like, DEFAULT_DB_ALIAS
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        if list(self.params).count(like) != 1:
            raise ValueError("The value must be asked for once, as it is.")
        select, klass_info = self.compiler.select, self.compiler.klass_info
        fields = klass_info["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.model = klass_info["model"]
        self.names = [one[0].target.attname for one in select[self.start : self.end]]
        self.populators = get_related_populators(klass_info, select, self.using)
        self.converters = self.compiler.get_converters([one[0] for one in select])

    def rows(self, value: object) -> Iterator[Model]:
        with self.compiler.connection.cursor() as cursor:
            cursor.execute(self.sql, [value if one == self.like else one for one in self.params])
            found = cursor.fetchall()
        for row in self.compiler.apply_converters(found, self.converters) if self.converters else found:
            one = self.model.from_db(self.using, self.names, row[self.start : self.end])
            for populator in self.populators:
                populator.populate(row, one)
            yield one
