"""The audit: codes only, chained, refused by code and database alike to change."""

import datetime as dt
import hashlib
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.core.audit import record_act, seal_entries, triggers, verify_chain
from portal.core.audit.chain import entry_hash
from portal.core.checks import audit_is_append_only
from portal.core.models import AppendOnly, AuditEntry, ClockRun, SiteNotice
from tests.core.conftest import NOW

pytestmark = pytest.mark.django_db
CASABLANCA = ZoneInfo("Africa/Casablanca")


def run_sql(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def unprotected():
    """What an intruder with the database's own password would do first."""
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _SqliteEditor() as editor:
        triggers.remove(None, editor)


class _SqliteEditor:
    """A schema editor of SQLite refuses to work inside a test's transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def execute(self, statement: str, params: object) -> None:
        run_sql(statement)


# Recording ----------------------------------------------------------------------------------


def test_an_act_is_one_row_of_codes(notice, django_user_model, django_assert_num_queries) -> None:
    by = django_user_model.objects.create(username="amina")
    ident = uuid.uuid4()
    with django_assert_num_queries(1):
        entry = record_act(
            act="call.extended", of=notice, by=by, at=NOW, old=NOW, new=dt.date(2026, 12, 1), reason="court_order", notice=notice, ident=ident, told=[1, by]
        )
    row = AuditEntry.objects.get()
    assert (row.at, row.actor, row.act, row.object_type, row.object_id) == (NOW, by, "call.extended", "core.sitenotice", str(notice.pk))
    assert row.details == {
        "old": "2026-11-22T12:00:00.123456+00:00",
        "new": "2026-12-01",
        "reason": "court_order",
        "notice": notice.pk,
        "ident": str(ident),
        "told": [1, by.pk],
    }
    assert (row.pk, row.sequence, row.hash) == (entry.pk, None, "")


@pytest.mark.parametrize(
    "value",
    [
        "Fatima Zahra",
        "فاطمة",
        "person@example.org",
        "+212612345678",
        "00212612345678",
        "0612345678",
        "a" * 101,
        "a\nb",
        1.5,
        {"a": 1},
        b"x",
        ["ok", "not ok"],
        list(range(1001)),
    ],
)
def test_what_may_be_personal_is_refused(notice, value) -> None:
    with pytest.raises(ValueError, match="A detail"):
        record_act(act="call.extended", of=notice, value=value)
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("act", ["", "Extended", "call extended", "1call", "a" * 81])
def test_an_act_is_a_code(notice, act) -> None:
    with pytest.raises(ValueError, match="An act is a code"):
        record_act(act=act, of=notice)


def test_an_act_needs_a_saved_record() -> None:
    with pytest.raises(ValueError, match="An act is a code"):
        record_act(act="notice.changed", of=SiteNotice())


def test_what_an_undone_transaction_recorded_is_undone(notice) -> None:
    with transaction.atomic():
        record_act(act="notice.changed", of=notice)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 0


def test_who_is_removed_leaves_her_number(acts, django_user_model) -> None:
    [entry] = acts(1)
    django_user_model.objects.get().delete()
    row = AuditEntry.objects.select_related("actor").get()
    assert (row.actor_id, row.actor) == (entry.actor_id, None)


# Append-only --------------------------------------------------------------------------------


def test_code_refuses_to_change(acts) -> None:
    [entry] = acts(1)
    for attempt in (entry.save, entry.delete, AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(act="x")):
        with pytest.raises(AppendOnly):
            attempt()
    assert AuditEntry.objects.get().act == "notice.changed"


FORGED = "INSERT INTO core_auditentry (at, act, object_type, object_id, details, sequence, previous_hash, hash) VALUES (%s, 'a', 'b', '1', '{}', 7, '', 'x')"


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM core_auditentry",
        "UPDATE core_auditentry SET act = 'x'",
        "UPDATE core_auditentry SET act = 'x', sequence = 9, hash = 'x'",
        "UPDATE core_auditentry SET details = '{}', sequence = 9, hash = 'x'",
        "UPDATE core_auditentry SET actor_id = NULL, sequence = 9, hash = 'x'",
        "UPDATE core_auditentry SET hash = 'x'",
        "UPDATE core_auditentry SET sequence = NULL, hash = '', previous_hash = ''",
        "UPDATE core_auditentry SET id = id + 100",
        FORGED.replace("%s", "'2026-11-22 12:00:00'"),
    ],
)
def test_the_database_refuses_to_change(acts, sql, sealed) -> None:
    acts(3)
    if sealed:
        seal_entries()
    before = list(AuditEntry.objects.order_by("id").values())
    with pytest.raises(DatabaseError, match="the audit is append-only"):
        run_sql(sql)
    assert list(AuditEntry.objects.order_by("id").values()) == before


def test_the_database_refuses_to_replace_or_truncate(acts) -> None:
    acts(1)
    columns = "id, at, actor_id, act, object_type, object_id, details, previous_hash, hash"
    sql = {
        "sqlite": f"INSERT OR REPLACE INTO core_auditentry ({columns}) SELECT {columns.replace(' act,', ' upper(act),')} FROM core_auditentry",
        "postgresql": "TRUNCATE core_auditentry",
    }
    with pytest.raises(DatabaseError, match="the audit is append-only"):
        run_sql(sql[connection.vendor])
    assert AuditEntry.objects.get().act == "notice.changed"


def test_lost_triggers_are_an_error_of_the_checks(unprotected) -> None:
    assert [error.id for error in audit_is_append_only(databases=["default"])] == ["portal.E007"]


def test_migrations_interrupted_before_the_triggers_can_go_on(unprotected) -> None:
    """``migrate`` obeys this check: the triggers are what one of those that wait makes."""
    MigrationRecorder(connection).record_unapplied("core", "0006_clock_runs")
    assert audit_is_append_only(databases=["default"]) == []


def test_the_triggers_are_there() -> None:
    assert (triggers.missing(connection), audit_is_append_only(databases=["default"])) == ([], [])


# The chain ----------------------------------------------------------------------------------


def test_a_hash_is_computed_for_ever_as_it_is_written_down() -> None:
    """A chain of years is verified by it."""
    row = {"id": 12, "at": NOW.astimezone(CASABLANCA), "actor_id": None, "act": "call.extended", "object_type": "calls.call", "object_id": "3"}
    text = '[7,"ab",12,"2026-11-22T12:00:00.123456+00:00",null,"call.extended","calls.call","3",{"a":null,"b":["\\u0641",1]}]'
    assert entry_hash(7, "ab", row | {"details": {"b": ["ف", 1], "a": None}}) == hashlib.sha256(text.encode()).hexdigest()


def test_sealing_chains_what_is_new_and_only_that(acts) -> None:
    acts(3)
    assert (seal_entries(), seal_entries()) == (3, 0)
    first = list(AuditEntry.objects.order_by("sequence").values("sequence", "previous_hash", "hash"))
    acts(2)
    assert seal_entries() == 2
    rows = list(AuditEntry.objects.order_by("sequence").values("sequence", "previous_hash", "hash"))
    assert rows[:3] == first
    assert [row["sequence"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["previous_hash"] for row in rows] == ["", *(row["hash"] for row in rows[:4])]
    assert {len(row["hash"]) for row in rows} == {64}


def test_sealing_costs_the_same_for_few_and_many(acts, django_assert_num_queries) -> None:
    acts(1)
    seal_entries()
    acts(150)
    expected = 6 if connection.vendor == "postgresql" else 5
    with django_assert_num_queries(expected):
        assert seal_entries() == 150


def test_a_limit_leaves_the_rest_for_the_next_round(acts) -> None:
    acts(5)
    assert (seal_entries(limit=2), verify_chain().unsealed, seal_entries(), verify_chain().unsealed) == (2, 3, 3, 0)


def test_a_whole_chain_is_whole(acts) -> None:
    acts(5)
    seal_entries()
    acts(2)
    verdict = verify_chain()
    assert (verdict.sealed, verdict.broken_at, verdict.unsealed, verdict.oldest_unsealed) == (5, 0, 2, NOW)
    assert verdict.head == AuditEntry.objects.get(sequence=5).hash


def test_nothing_at_all_is_whole() -> None:
    assert verify_chain() == verify_chain(anchor=None)
    assert (verify_chain().sealed, verify_chain().broken_at, verify_chain().unsealed) == (0, 0, 0)


@pytest.mark.parametrize(
    ("sql", "place", "reason"),
    [
        ("UPDATE core_auditentry SET act = 'x' WHERE sequence = 3", 3, "an entry was changed"),
        ("UPDATE core_auditentry SET details = '{\"number\": 9}' WHERE sequence = 2", 2, "an entry was changed"),
        ("UPDATE core_auditentry SET actor_id = NULL WHERE sequence = 5", 5, "an entry was changed"),
        ("UPDATE core_auditentry SET at = '2026-11-22 13:00:00' WHERE sequence = 1", 1, "an entry was changed"),
        (f"UPDATE core_auditentry SET hash = '{'0' * 64}' WHERE sequence = 4", 4, "an entry was changed"),
        ("UPDATE core_auditentry SET previous_hash = '' WHERE sequence = 4", 4, "an entry does not follow the one before it"),
        ("DELETE FROM core_auditentry WHERE sequence = 3", 3, "an entry is missing"),
        ("DELETE FROM core_auditentry WHERE sequence = 1", 1, "an entry is missing"),
    ],
)
def test_whatever_is_changed_is_found_where_it_was(acts, unprotected, sql, place, reason) -> None:
    acts(5)
    seal_entries()
    run_sql(sql)
    verdict = verify_chain()
    assert (verdict.broken_at, verdict.reason, verdict.sealed) == (place, reason, place - 1)


def test_an_end_cut_off_shows_against_what_was_noted(acts, unprotected) -> None:
    acts(5)
    seal_entries()
    noted = (5, verify_chain().head)
    assert verify_chain(anchor=noted).broken_at == 0
    run_sql("DELETE FROM core_auditentry WHERE sequence >= 4")
    assert (verify_chain().broken_at, verify_chain(anchor=noted).broken_at) == (0, 5)


# Commands -----------------------------------------------------------------------------------


def test_the_command_says_what_to_note_and_takes_it_back(acts, capsys) -> None:
    acts(3)
    call_command("seal_audit")
    call_command("verify_audit")
    lines = capsys.readouterr().out.splitlines()
    head = AuditEntry.objects.get(sequence=3).hash
    assert lines == ["3 sealed", "0 not sealed yet", "3 sealed, all of them as they were", f"3:{head}"]
    call_command("verify_audit", "--noted", lines[-1])
    with pytest.raises(CommandError, match="BROKEN at place 3") as caught:
        call_command("verify_audit", "--noted", f"3:{'0' * 64}")
    assert (caught.value.returncode, ClockRun.objects.get(job="verify_audit").failure) == (1, "CommandError")


def test_entries_that_wait_too_long_are_another_exit_code(notice, capsys) -> None:
    record_act(act="notice.changed", of=notice, at=timezone.now() - dt.timedelta(minutes=4))
    call_command("verify_audit")
    record_act(act="notice.changed", of=notice, at=timezone.now() - dt.timedelta(minutes=6))
    with pytest.raises(CommandError, match="seal_audit --loop") as caught:
        call_command("verify_audit")
    assert caught.value.returncode == 2


def test_a_task_seals_after_the_commit(notice, settings, django_capture_on_commit_callbacks) -> None:
    settings.WORK_AFTER_COMMIT = True
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        record_act(act="notice.changed", of=notice)
        record_act(act="notice.changed", of=notice)
    assert (len(callbacks), verify_chain().sealed) == (1, 2)
