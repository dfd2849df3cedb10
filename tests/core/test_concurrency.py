"""Several workers at once: no message leaves twice, the chain has one end. PostgreSQL with threads, SQLite with processes on a file of its own."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from portal.core.audit import record_act, seal_entries, verify_chain
from portal.core.management.looping import go_round
from portal.core.migrating import AddIndexBeside, RemoveIndexBeside
from portal.core.models import AuditEntry, ClockRun, OutboxMessage, SiteNotice
from portal.core.outbox import deliver_due, queue_message

MESSAGES, ACTS = 60, 120
on_postgresql = pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test")
on_sqlite = pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the SQLite part of tools/test")


def fill() -> None:
    notice = SiteNotice.objects.create(key="breakdown", text={"ar": "عطل", "fr": "Panne"})
    for number in range(MESSAGES):
        queue_message(channel="sms", to=f"+2126000000{number:02d}", body=f"{number}", language="fr", purpose="receipt", dedupe=f"{number}")
    for _number in range(ACTS):
        record_act(act="notice.changed", of=notice)


def sent_to(path: Path) -> Counter:
    return Counter(json.loads(line)["to"] for line in path.read_text().splitlines())


EACH_ONCE = Counter(f"+2126000000{number:02d}" for number in range(MESSAGES))


def _closing(work: object, *arguments: object) -> int:
    try:
        return work(*arguments)
    finally:
        connection.close()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_threads_send_each_message_once(settings, tmp_path) -> None:
    settings.SMS_PROVIDER, settings.SMS_FILE = "portal.core.outbox.sms.FileSms", str(tmp_path / "sms")
    fill()
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _each: _closing(lambda: deliver_due(at=timezone.now()).sent), range(8)))
    assert (sum(done), sent_to(tmp_path / "sms")) == (MESSAGES, EACH_ONCE)
    assert len([number for number in done if number]) > 1  # they did work at the same time


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_threads_queue_one_message_once() -> None:
    def queue(_each: int) -> bool:
        return queue_message(channel="sms", to="+212600000000", body="x", language="fr", purpose="receipt", dedupe="once") is not None

    with ThreadPoolExecutor(8) as pool:
        queued = list(pool.map(lambda each: _closing(queue, each), range(8)))
    assert (sum(queued), OutboxMessage.objects.count()) == (1, 1)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_sealers_and_writers_at_once_leave_one_chain() -> None:
    notice = SiteNotice.objects.create(key="breakdown", text={"ar": "عطل", "fr": "Panne"})

    def work(each: int) -> int:
        for number in range(10):
            record_act(act="notice.changed", of=notice, number=number)
            if each % 2:
                seal_entries()
        return 0

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: _closing(work, each), range(8)))
    seal_entries()
    verdict = verify_chain()
    assert (verdict.sealed, verdict.broken_at, verdict.unsealed) == (80, 0, 0)


# SQLite -------------------------------------------------------------------------------------


@pytest.fixture
def in_a_file(db, tmp_path):
    """A file with what the test database holds; ``in_a_file("send_outbox")`` starts a process of the portal on it."""
    fill()
    # Not backup(): it waits for ever for the transaction that this very test is in.
    (tmp_path / "db.sqlite3").write_bytes(connection.connection.serialize())
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        **{"PYTHONPATH": str(settings.BASE_DIR), "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"},
        **{"SMS_PROVIDER": "portal.core.outbox.sms.FileSms", "SMS_FILE": str(tmp_path / "sms")},
    }
    started = []

    def start(*command: str) -> subprocess.Popen:
        done = subprocess.Popen([sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
        started.append(done)
        return done

    yield start
    for process in started:
        process.kill()
        process.communicate()


@on_sqlite
def test_processes_send_each_message_once_and_seal_one_chain(in_a_file, tmp_path) -> None:
    processes = [in_a_file(*command) for command in (["send_outbox"], ["send_outbox"], ["seal_audit"], ["seal_audit"])]
    output = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0], output
    assert sent_to(tmp_path / "sms") == EACH_ONCE
    verified = in_a_file("verify_audit")
    assert (verified.communicate(timeout=60)[0].splitlines()[:2], verified.returncode) == (["0 not sealed yet", f"{ACTS} sealed, all of them as they were"], 0)


@on_sqlite
def test_the_loop_sends_and_ends_when_told(in_a_file, tmp_path) -> None:
    loop = in_a_file("send_outbox", "--loop", "--every", "0.2")
    until = time.monotonic() + 60
    while time.monotonic() < until and not ((tmp_path / "sms").exists() and sent_to(tmp_path / "sms") == EACH_ONCE):
        time.sleep(0.2)
    time.sleep(0.5)
    loop.send_signal(signal.SIGTERM)
    output = loop.communicate(timeout=30)[0]
    assert (loop.returncode, output, sent_to(tmp_path / "sms")) == (0, f"{MESSAGES} sent, 0 to be tried again, 0 given up\n", EACH_ONCE)


# The ground ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time_round", [1, 2])
def test_a_database_with_a_protected_table_is_emptied_between_two_tests(time_round) -> None:
    assert AuditEntry.objects.count() == 0
    record_act(act="notice.changed", of=SiteNotice.objects.create(key="x", text={"ar": "x", "fr": "x"}), at=timezone.now() - dt.timedelta(days=time_round))
    assert seal_entries() == 1


@pytest.mark.django_db(transaction=True)
def test_rounds_of_a_loop_are_written_down_under_its_job():
    """Here, because a loop closes and opens its connection."""
    rounds = iter([3, DatabaseError("away")])

    def work() -> int:
        found = next(rounds, None)
        if found is None:
            raise KeyboardInterrupt
        if isinstance(found, Exception):
            raise found
        return found

    with pytest.raises(KeyboardInterrupt):
        go_round(work, seconds=0, job="tested")
    run = ClockRun.objects.get()
    assert (run.job, run.succeeded_at is not None, run.failure) == ("tested", True, "KeyboardInterrupt")


@pytest.mark.django_db(transaction=True)
def test_an_index_is_made_and_dropped_beside_the_work_on_its_table() -> None:
    """Outside a transaction, where PostgreSQL does it; SQLite by the same migration."""
    made = AddIndexBeside("clockrun", models.Index(fields=["began_at"], name="tried_here"))
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    made.state_forwards("core", after)
    dropped = RemoveIndexBeside("clockrun", "tried_here")
    seen = []
    for step, old, new in ((made.database_forwards, before, after), (dropped.database_forwards, after, before), (dropped.database_backwards, before, after)):
        with connection.schema_editor(atomic=False) as editor:
            step("core", editor, old, new)
        seen.append("tried_here" in _indexes("core_clockrun"))
    with connection.schema_editor(atomic=False) as editor:
        made.database_backwards("core", editor, after, before)
    assert ([*seen, "tried_here" in _indexes("core_clockrun")]) == [True, False, True, False]


def _indexes(table: str) -> dict:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, table)
