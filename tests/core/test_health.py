"""What machines are told of the house: alive, ready, everything; and who may read it."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from portal.core import health
from portal.core.clock import register_job
from portal.core.health import Finding, probes, register_probe
from portal.core.health.probes import NEEDED, writing
from portal.core.models import AuditEntry, Channel, OutboxMessage
from portal.core.outbox import deliver_due, queue_message
from tests.backup.conftest import storages_below

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
STRANGER = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def no_jobs(monkeypatch) -> None:
    """The clock of an empty database has never struck."""
    monkeypatch.setattr("portal.core.clock._jobs", {})


def parts(client: Client, **headers: str) -> tuple[int, dict]:
    response = client.get("/health/full", **headers)
    return response.status_code, response.json()["parts"]


def queue(*, minutes_ago: int) -> OutboxMessage:
    due = timezone.now() - dt.timedelta(minutes=minutes_ago)
    return queue_message(channel=Channel.SMS, to="+212612345678", body="x", language="ar", purpose="tracking.code", dedupe=f"m{minutes_ago}", due_at=due)


def test_a_process_is_alive_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/health/live", **STRANGER)
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_machine_is_ready_with_its_database_and_its_tables_whatever_its_cache_does(client, settings):
    """A balancer that took every machine out for a cache would make a slow site a silent one; the whole report says it."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/health/ready", **STRANGER)
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert health.examine(at=timezone.now(), only=("cache",))["cache"].ok is False


def test_a_machine_without_its_database_is_not_ready(client, monkeypatch):
    monkeypatch.setitem(health._probes, "database", lambda at: Finding(ok=False))
    response = client.get("/health/ready", **STRANGER)
    assert (response.status_code, response.json()) == (503, {"ok": False})


def test_tables_that_wait_for_a_migration_are_told_until_it_has_run(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
    probes._missing_migrations.cache_clear()
    assert [client.get("/health/ready", **STRANGER).status_code for _each in range(2)] == [503, 503]
    monkeypatch.undo()
    assert client.get("/health/ready", **STRANGER).status_code == 200


def test_a_machine_that_is_ready_does_not_read_its_migrations_again(client, django_assert_num_queries):
    client.get("/health/ready", **STRANGER)
    with django_assert_num_queries(1):
        assert client.get("/health/ready", **STRANGER).status_code == 200


@pytest.mark.parametrize("address", ["/health/full", "/metrics"])
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "10.1.2.3"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "192.0.2.7"}, 404),
        ({"REMOTE_ADDR": "2001:db8::1"}, 404),
        ({"REMOTE_ADDR": "::ffff:192.0.2.7"}, 404),
        ({"REMOTE_ADDR": "::ffff:10.0.0.7"}, 200),
        ({"REMOTE_ADDR": "unknown"}, 404),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer the-token-of-this-test"}, 200),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer the-token"}, 404),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "}, 404),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
    ],
)
def test_only_machines_of_ours_read_the_rest(client, settings, no_jobs, address, headers, expected):
    settings.HEALTH_TOKEN = "the-token-of-this-test"
    settings.HEALTH_NETWORKS = ["127.0.0.0/8", "10.0.0.0/8", "::/64"]
    assert client.get(address, **headers).status_code == expected


def test_without_a_token_an_empty_one_opens_nothing(client, settings):
    settings.HEALTH_TOKEN = ""
    assert client.get("/health/full", HTTP_AUTHORIZATION="Bearer ", **STRANGER).status_code == 404


def test_behind_the_proxy_its_own_address_opens_nothing(client, settings):
    settings.BEHIND_PROXY = True
    assert client.get("/health/full", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="127.0.0.1, 192.0.2.7").status_code == 404


def test_a_house_in_order(client, no_jobs):
    status, found = parts(client)
    assert (status, [name for name, part in found.items() if not part["ok"]]) == (200, [])
    assert {"database", "writing", "migrations", "cache", "outbox", "audit", "disk", "clock", "uploads"} <= set(found)


@pytest.mark.parametrize(("minutes", "ok"), [(4, True), (6, False)])
def test_a_message_that_waits_too_long_is_told(client, no_jobs, minutes, ok):
    queue(minutes_ago=minutes)
    queue(minutes_ago=-60)
    _status, found = parts(client)
    assert (found["outbox"]["ok"], found["outbox"]["due"], found["outbox"]["oldest_seconds"] // 60) == (ok, 1, minutes)


@pytest.mark.parametrize(("minutes", "ok"), [(14, True), (16, False)])
def test_mails_that_wait_for_their_server_are_told(client, no_jobs, settings, minutes, ok):
    """Each attempt puts them off: due is none of them."""
    settings.EMAIL_BACKEND = "portal.core.outbox.channels.NoMail"
    queue(minutes_ago=minutes)
    OutboxMessage.objects.update(channel="email", created_at=timezone.now() - dt.timedelta(minutes=minutes))
    deliver_due(at=timezone.now())
    _status, found = parts(client)
    assert (found["outbox"]["ok"], found["outbox"]["due"], found["outbox"]["mails_kept_back"]) == (ok, 0, 1)


@pytest.mark.parametrize(("minutes", "ok"), [(4, True), (6, False)])
def test_an_audit_that_nobody_seals_is_told(client, no_jobs, minutes, ok):
    AuditEntry.objects.create(at=timezone.now() - dt.timedelta(minutes=minutes), act="tested", object_type="core.clockrun", object_id="1")
    status, found = parts(client)
    assert (status, found["audit"]["ok"], found["audit"]["unsealed"]) == (200 if ok else 503, ok, 1)


def test_a_job_that_never_ran_is_named(client, no_jobs):
    register_job("backup", every=24 * HOUR)
    status, found = parts(client)
    assert (status, found["clock"]["late"], found["clock"]["jobs"]) == (503, 1, {"backup": {"succeeded": None, "failure": "", "late": True}})


def test_a_probe_that_breaks_is_a_finding_without_words(client, no_jobs, monkeypatch):
    monkeypatch.setattr(health, "_probes", dict(health._probes))
    register_probe("broken", lambda at: Finding(ok=bool(1 / 0)))
    status, found = parts(client)
    assert (status, found["broken"], found["database"]["ok"]) == (503, {"ok": False, "failure": "ZeroDivisionError"}, True)


def test_metrics_tell_what_is_broken_while_it_keeps_figures_from_being_counted(client, no_jobs, monkeypatch):
    def broken(*_asked: object) -> object:
        raise OperationalError

    monkeypatch.setitem(health._probes, "database", broken)
    monkeypatch.setitem(health._totals, "broken", health.Total("broken", "A figure.", "kind", broken))
    told = client.get("/metrics").text
    assert 'jisr_ok{part="database"} 0.0' in told


def test_metrics_are_what_prometheus_reads(client, no_jobs):
    queue(minutes_ago=10)
    response = client.get("/metrics")
    families = {family.name: family for family in text_string_to_metric_families(response.text)}
    well = {sample.labels["part"]: sample.value for sample in families["jisr_ok"].samples}
    assert (well["database"], well["outbox"]) == (1.0, 0.0)
    assert [sample.value for sample in families["jisr_outbox_due"].samples] == [1.0]
    assert {sample.labels["state"]: sample.value for sample in families["jisr_drafts"].samples} == {"unsent": 0.0, "reopened": 0.0}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs in the PostgreSQL part of tools/test")
def test_a_database_that_only_lets_read_is_told() -> None:
    """Pages go on: the balancer is told nothing."""
    assert writing(timezone.now()) == Finding(ok=True, numbers={"refused": False})
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert writing(timezone.now()) == Finding(ok=False, numbers={"refused": True})
    assert "writing" not in NEEDED


def test_a_folder_that_takes_no_documents_is_told_though_its_disk_has_room(client, no_jobs, settings, tmp_path):
    """As one whose disk became read-only, or whose mount is gone: every upload would be refused."""
    (tmp_path / "media").mkdir()
    (tmp_path / "private").write_text("no folder")
    settings.STORAGES = settings.STORAGES | storages_below(tmp_path)
    _status, found = parts(client)
    assert (found["disk"]["ok"], found["disk"]["media_refused"], found["disk"]["private_refused"]) == (False, False, True)
    assert list((tmp_path / "media").iterdir()) == []
