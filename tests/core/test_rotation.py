"""Changing a key: everything is written again once, nothing newer is lost, what no key opens is counted."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.core.crypt import encrypt, register_encrypted, writing_prefix
from portal.core.models import LoadedContent, OutboxMessage
from portal.core.outbox import queue_message
from portal.core.rotation import encrypted_columns, left_over, rotate

pytestmark = pytest.mark.django_db
OLD, NEW = "old key " * 5, "new key " * 5


@pytest.fixture(autouse=True)
def _old_messages(settings) -> None:
    """Five messages under the old key, then a new one in front."""
    settings.DATA_KEYS = [OLD]
    for number in range(5):
        queue_message(channel="sms", to=f"+21261234560{number}", body=f"رسالة {number}", language="ar", purpose="receipt", dedupe=f"{number}")
    settings.DATA_KEYS = [NEW, OLD]


def tokens() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, body FROM core_outboxmessage ORDER BY created_at")
        return [token for row in cursor.fetchall() for token in row]


def test_everything_is_under_the_new_key_and_reads_the_same(settings, capsys) -> None:
    call_command("rotate_keys", batch=2)
    lines = capsys.readouterr().out.splitlines()
    settings.DATA_KEYS = [NEW]
    assert "core.outboxmessage.address: 5 written again, 0 unreadable" in lines
    assert {token.startswith(writing_prefix()) for token in tokens()} == {True}
    assert sorted(OutboxMessage.objects.values_list("address", "body")) == [(f"+21261234560{number}", f"رسالة {number}") for number in range(5)]


def test_a_second_time_writes_nothing() -> None:
    rotate()
    before = tokens()
    assert [(rotation.written, rotation.unreadable) for rotation in rotate() if rotation.written] == []
    assert tokens() == before


def test_stopped_half_way_it_goes_on_where_it_was() -> None:
    class Stopped(Exception):
        pass

    def stop(_rotation: object) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        rotate(batch=2, tell=stop)
    assert sum(token.startswith(writing_prefix()) for token in tokens()) == 2
    assert sum(rotation.written for rotation in rotate(batch=2)) == 8


def test_check_counts_what_older_keys_wrote(capsys) -> None:
    with pytest.raises(CommandError, match="Older keys are still needed"):
        call_command("rotate_keys", "--check")
    assert "core.outboxmessage.body: 5 left over" in capsys.readouterr().out.splitlines()
    rotate()
    call_command("rotate_keys", "--check")
    assert {line.split(": ")[1] for line in capsys.readouterr().out.splitlines()} == {"0 left over"}


def test_what_no_key_opens_stays_and_is_an_error(settings, capsys) -> None:
    before = tokens()
    settings.DATA_KEYS = [NEW]
    with pytest.raises(CommandError, match="put the missing key back"):
        call_command("rotate_keys")
    assert "core.outboxmessage.body: 0 written again, 5 unreadable" in capsys.readouterr().out.splitlines()
    assert tokens() == before


def test_an_emptied_row_stays_empty() -> None:
    OutboxMessage.objects.update(address="", body="")
    assert (rotate()[0].written, set(tokens())) == (0, {""})


def test_a_plain_column_named_by_hand_is_rotated_too(settings) -> None:
    from portal.core import crypt

    settings.DATA_KEYS = [OLD]
    LoadedContent.objects.create(key=encrypt("x"), fingerprint="f")
    settings.DATA_KEYS = [NEW, OLD]
    register_encrypted(LoadedContent, "key")
    register_encrypted(LoadedContent, "key")
    try:
        [column] = [column for column in encrypted_columns() if column.model is LoadedContent]
        rotate()
        assert (left_over(column).count(), LoadedContent.objects.get().key.startswith(writing_prefix())) == (0, True)
    finally:
        crypt._columns.clear()
