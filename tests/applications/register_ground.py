"""Files sent at a given Moroccan hour, the texts made of them, and how somebody with the database's own password would tamper."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from forms_app.applications.models import RegisterFile, Submission
from forms_app.applications.register.making import make_register
from forms_app.applications.register.texts import read_text
from forms_app.applications.services import reopen, submit_draft
from forms_app.calls.models import Call
from tests.factories_forms import call, complete_draft

#: So many days ago; the factory's calls opened long before.
FIRST = 5


def day(number: int = 0) -> dt.date:
    """The days of the tests: 0, 1, 2 ..."""
    return timezone.localdate() - dt.timedelta(days=FIRST - number)


def at(number: int = 0, clock: str = "10:00:00") -> dt.datetime:
    """A Moroccan hour on one of these days."""
    return timezone.make_aware(dt.datetime.combine(day(number), dt.time.fromisoformat(clock)))


def send(of: Call | None = None, moment: dt.datetime | None = None) -> Submission:
    """A whole file sent at that moment."""
    draft, code = complete_draft(of or call())
    return submit_draft(draft=draft, resume_code=code, language="ar", at=moment or at())


def send_again(sent: Submission, moment: dt.datetime) -> Submission:
    draft = reopen(submission=sent, at=moment)
    return submit_draft(draft=draft, resume_code="", language="ar", at=moment)


def make_until(number: int) -> list[str]:
    """The names of the texts made early in the morning after a day."""
    return [file.name for file in make_register(at=at(number + 1, "03:00:00"))]


def text_of(number: int = 0) -> str:
    return RegisterFile.objects.get(day=day(number)).text


def lines_of(number: int = 0) -> list[str]:
    return read_text(text_of(number)).lines


@contextmanager
def unprotected(*tables: str) -> Iterator[None]:
    """The triggers rest, as for somebody who may alter the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        names = ", ".join(f"'{table}'" for table in tables)
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({names})")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def tamper(table: str, change: str, where: str, *values: object) -> None:
    """Write past the code and past the triggers."""
    name = f"applications_{table}"
    with unprotected(name), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {name} SET {change} WHERE {where}", values)
