"""What each page costs in queries, the frame apart (it is in the cache)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.applications.test_journey import begin, fill, open_call  # noqa: F401
from tests.factories_forms import POSTED, call

pytestmark = pytest.mark.django_db
_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def cost(act) -> int:
    """Queries of an act, statements that only open and close a transaction apart."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([query for query in queries if not query["sql"].startswith(_TRANSACTION)])


@pytest.mark.parametrize("others", [0, 3])
def test_a_step_costs_three_queries_to_show_and_five_to_save(client, open_call, others):  # noqa: F811
    for _each in range(others):
        call()
    base = begin(client)
    fill(client, base)
    client.get(f"{base}you/")
    shown = [cost(lambda step=step: client.get(f"{base}{step}/")) for step in POSTED]
    again = begin(client, who="another")
    saved = [cost(lambda step=step: client.post(f"{again}{step}/", {"wizard-current_step": step, **POSTED[step]})) for step in POSTED]
    assert (max(shown) <= 3, max(saved) <= 5) == (True, True), (shown, saved)


def test_sending_costs_at_most_fifteen_queries_and_a_replay_one(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    key = client.get(f"{base}check/").context["key"]
    costs = [cost(lambda: client.post(f"{base}check/", {"key": key})) for _each in range(2)]
    assert (costs[0] <= 15, costs[1]) == (True, 1), costs
