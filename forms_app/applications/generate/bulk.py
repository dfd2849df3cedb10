"""Writing many rows of a model: COPY on PostgreSQL, one prepared statement elsewhere."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.db import connection, models

from portal.core.crypt import encrypt
from portal.core.encrypted import EncryptedJSONField
from portal.core.translated import TranslatedTextField


def write_rows(model: type[models.Model], rows: Iterable[dict[str, object]]) -> None:
    """Insert rows given by attribute (``call_id``, not ``call``); what a row lacks gets the field's default."""
    fields = model._meta.concrete_fields
    makers = [_maker(field) for field in fields]
    names = [field.attname for field in fields]
    defaults = [field.get_default() for field in fields]
    tuples = (tuple(make(row.get(name, default)) for name, make, default in zip(names, makers, defaults, strict=True)) for row in rows)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(cast("str", field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
                for row in tuples:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
            cursor.executemany(statement, tuples)  # type: ignore[arg-type]  # Django takes any iterable, the stubs a sequence


def new_ids(model: type[models.Model], count: int) -> Iterator[int]:
    """Keys that nobody else will get; inside a transaction."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count])
            return iter([row[0] for row in cursor.fetchall()])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        return iter(range((last[0] if last else 0) + 1, (last[0] if last else 0) + 1 + count))


def _maker(field: models.Field) -> Callable[[Any], object]:
    if isinstance(field, EncryptedJSONField):
        return lambda value: encrypt(_json(value)) if value else ""
    if isinstance(field, models.JSONField | TranslatedTextField):
        return _json
    if connection.vendor != "postgresql" and isinstance(field, models.UUIDField):
        return lambda value: uuid.UUID(str(value)).hex
    if connection.vendor != "postgresql" and isinstance(field, models.DateTimeField):
        return _in_utc
    return _as_it_is


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _in_utc(value: dt.datetime | None) -> str | None:
    return connection.ops.adapt_datetimefield_value(value)


def _as_it_is(value: object) -> object:
    return value
