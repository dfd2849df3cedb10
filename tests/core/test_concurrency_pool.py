"""PostgreSQL's connections: asked whether they live only when something has come from the other end; what they keep ready meets migrations."""

import os
from contextlib import closing

import pytest
from django.db import NotSupportedError, connection, transaction

from portal.core.models import SiteNotice
from portal.core.upstream.prepared import Prepared

pytestmark = pytest.mark.skipif(not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="PostgreSQL only")


@pytest.mark.django_db(transaction=True)
def test_a_live_connection_is_given_without_a_question_and_a_dead_one_is_replaced():
    from psycopg_pool import ConnectionPool

    address = {**connection.get_connection_params(), "autocommit": True}
    asked: list[str] = []
    with ConnectionPool(kwargs=address, min_size=1, max_size=1, check=ConnectionPool.check_connection, open=True) as pool:
        for _each in range(2):
            with pool.connection() as one:
                one.execute = lambda words, *rest, **more: asked.append(words)
        with pool.connection() as one:
            del one.execute
            dead = one.info.backend_pid
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [dead])
        with pool.connection() as other:
            answer, alive = other.execute("SELECT 1").fetchone(), other.info.backend_pid
    assert (asked, answer, alive != dead) == ([], (1,), True)


@pytest.mark.django_db(transaction=True)
def test_a_statement_kept_ready_survives_a_migration_of_its_column():
    notice = SiteNotice.objects.create(key="breakdown", text={"ar": "عطل"})
    by_key = Prepared(lambda key: SiteNotice.objects.filter(key=key).order_by(), like="-like-")
    kind = SiteNotice._meta.get_field("key").db_type(connection)

    def migrate(to: str) -> None:
        with closing(connection.get_new_connection({**connection.get_connection_params(), "autocommit": True})) as another:
            another.execute(f"ALTER TABLE core_sitenotice ALTER COLUMN key TYPE {to}")

    def asked_often() -> SiteNotice | None:
        return [by_key.first("breakdown") for _time in range(5)][-1]

    assert asked_often() == notice
    migrate("varchar(500)")
    try:
        assert asked_often() == notice
    finally:
        migrate(kind)
    with pytest.raises(NotSupportedError), transaction.atomic():
        by_key.first("breakdown")
    assert asked_often() == notice
