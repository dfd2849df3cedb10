"""A connection of the pool is asked whether it lives only when something has come from its other end."""

import os

import pytest
from django.db import connection

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
