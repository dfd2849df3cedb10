"""What each page costs in queries, the frame apart (it is in the cache)."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.applications.test_journey import begin, fill, open_call  # noqa: F401
from tests.factories_forms import POSTED, call, form

pytestmark = pytest.mark.django_db
_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def cost(act) -> int:
    """Queries of an act, statements that only open and close a transaction apart."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([query for query in queries if not query["sql"].startswith(_TRANSACTION)])


#: The bars of issue 4.
SHOW, SAVE = 6, 8


@pytest.mark.parametrize("others", [0, 3])
def test_a_step_costs_three_queries_to_show_and_seven_to_save_first(client, open_call, others):  # noqa: F811
    for _each in range(others):
        call()
    base = begin(client)
    fill(client, base)
    client.get(f"{base}you/")
    shown = [cost(lambda step=step: client.get(f"{base}{step}/")) for step in POSTED]
    again = begin(client, who="another")
    saved = [[cost(partial(client.post, f"{again}{step}/", posted(step, version))) for step in POSTED] for version in (0, 1)]
    print(f"queries: show {shown}, save first {saved[0]}, save again {saved[1]}")
    assert (max(shown) <= 3, max(saved[0]) <= 7, max(saved[1]) <= 5) == (True, True, True), (shown, saved)


def posted(step: str, version: int) -> dict:
    """A step as the page posts it; other answers each time."""
    changed = {"full_name": f"فاطمة {'ا' * version}"} if step == "you" else {}
    return {"wizard-current_step": step, "wizard-version": version, **POSTED[step], **changed}


def test_autosave_costs_at_most_five_queries(client, open_call):  # noqa: F811
    base = begin(client)
    costs = [cost(lambda name=name: client.post(f"{base}you/autosave/", {"wizard-version": 0, "full_name": name})) for name in ("a", "ab")]
    assert (costs[0] <= 4, costs[1] <= 2) == (True, True), costs


def test_every_type_of_question_at_once_stays_below_the_bar(client, open_call):  # noqa: F811
    from tests.engine.every_type import EVERY

    form("everything", EVERY)
    call(slug="everything", form_key="everything")
    first = client.post("/ar/apply/everything/", {"who": "me", "sure": "yes"}).headers["Location"]
    client.get(first)
    base, steps = first.rsplit("/", 2)[0], [step["key"] for step in EVERY["steps"]]
    addresses = {step: f"{base}/{step}/" for step in steps}
    shown = {step: cost(lambda address=address: client.get(address)) for step, address in addresses.items()}
    saved = {
        step: cost(lambda step=step, address=address: client.post(address, {"wizard-current_step": step, "wizard-version": 0}))
        for step, address in addresses.items()
    }
    print(f"queries with every type: show {shown}, save {saved}")
    assert (max(shown.values()) <= SHOW, max(saved.values()) <= SAVE) == (True, True), (shown, saved)


def test_sending_costs_at_most_fifteen_queries_and_a_replay_one(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    key = client.get(f"{base}check/").context["key"]
    costs = [cost(lambda: client.post(f"{base}check/", {"key": key})) for _each in range(2)]
    assert (costs[0] <= 15, costs[1]) == (True, 1), costs
