"""Two of the staff at the same instant. Needs a database that locks rows: SQLite's shared in-memory test database cannot show it."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.conf import settings
from django.db import connection, transaction

from forms_app.calls.models import Call, State
from forms_app.calls.services import NotPossible, recompute_deadlines, state_token
from portal.core.models import AuditEntry
from tests.calls.acts import AT, DO, WORDS, Kind, call_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]


@pytest.mark.parametrize("kinds", [[Kind.EXTENDED] * 4, [Kind.CANCELLED] * 4, [Kind.CANCELLED, Kind.EXTENDED] * 2], ids=["extend", "cancel", "either"])
def test_of_four_at_once_one_acts_and_the_others_are_told(kinds):
    made = call_in(State.OPEN)
    seen = state_token(made)

    def try_it(kind: Kind) -> str:
        try:
            return DO[kind](type(made).objects.get(pk=made.pk), AT[State.OPEN], seen=seen).kind
        except NotPossible:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(try_it, kinds))
    acts = list(made.acts.values_list("kind", flat=True))
    assert (done.count("told"), len(acts), made.versions.count(), AuditEntry.objects.filter(act=f"call.{acts[0]}").count()) == (3, 1, 2, 1)


def test_one_change_of_the_clock_however_many_look():
    made = call_in(State.OPEN)
    type(made).objects.filter(pk=made.pk).update(closes_at=made.closes_at - dt.timedelta(hours=1))

    def look(_each: int) -> int:
        try:
            return len(recompute_deadlines(at=AT[State.OPEN]))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(look, range(4)))
    assert (sum(found), made.acts.count(), made.versions.count()) == (1, 1, 2)


def test_two_calls_written_at_once_get_two_numbers():
    last, written = call_in(State.OPEN), Event()

    def write(slug: str) -> int:
        try:
            with transaction.atomic():
                made = Call.objects.create(slug=slug, kind=last.kind, programme_id=last.programme_id, title=WORDS)
                written.set()
                time.sleep(0.2)
            return made.number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(write, "first")
        assert written.wait(10)
        second = pool.submit(write, "second")
    assert [first.result(), second.result()] == [last.number + 1, last.number + 2]
