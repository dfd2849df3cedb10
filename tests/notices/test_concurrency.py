"""Several workers tell of one act at once: nobody is told twice, nobody is left out. Needs a database that locks rows."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from forms_app.calls.models import CallAct, CallSubscription
from forms_app.calls.services.notices import tell_waiting
from forms_app.calls.services.subscriptions import Followed, confirm_by_code, follow, stop
from portal.core.models import OutboxMessage
from tests.calls.telling import Kind, act, begun, contact_call, follower, sent_file, tell, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]
PEOPLE = 24


def _closing(work: object, *arguments: object) -> object:
    try:
        return work(*arguments)
    finally:
        connection.close()


def _until_told(_each: int) -> int:
    """What the loop of the command does; a worker that finds another at it looks again."""
    done = 0
    while CallAct.objects.filter(kind__in=CallAct.TOLD, told_at=None).exists():
        done += tell_waiting(at=timezone.now(), batches=2, size=3)
    return done


def test_four_workers_tell_each_person_once() -> None:
    made = contact_call()
    for number in range(PEOPLE):
        sent_file(made, number, phone=f"+2126123456{number:02d}", email=f"{number}@example.org")
        begun(made, {"phone_owner": "mine", "phone": f"+2126123456{number:02d}"})
    follower("0@example.org", call=made)
    follower("other@example.org", call=made)
    for kind in (Kind.EXTENDED, Kind.CORRECTED):
        act(made, kind)
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda each: _closing(_until_told, each), range(4)))
    everybody = [f"+2126123456{number:02d}" for number in range(PEOPLE)] + ["other@example.org"]
    assert Counter(to for to, _language in told()) == Counter(dict.fromkeys(everybody, 2))
    assert list(CallAct.objects.values_list("told", flat=True)) == [PEOPLE + 1] * 2
    assert len([number for number in batches if number]) > 1  # they did work at the same time


def test_asked_for_and_stopped_at_the_same_moment_nothing_follows_unconfirmed() -> None:
    """Never: ended with its address still there, or told all the same."""
    made = contact_call()
    row = follower("a@example.org", call=made)

    def ask() -> None:
        follow(channel="email", to="a@example.org", language="fr", what=Followed(call=made), at=timezone.now())

    works = [ask, lambda: stop(token=row.token, at=timezone.now())] * 4
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_closing, works))
    ended = CallSubscription.objects.get(pk=row.pk)
    assert (ended.ended_at is None, ended.address, ended.address_hash, CallSubscription.objects.active().count()) == (False, "", "", 0)
    act(made)
    assert tell() == []


def test_a_code_guessed_at_many_times_at_once_is_spoilt_all_the_same() -> None:
    to, at = "+212612345678", timezone.now()
    follow(channel="sms", to=to, language="fr", what=Followed(call=contact_call()), at=at)
    code = re.search(r"\d{6}", OutboxMessage.objects.get().body)[0]
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    def right() -> CallSubscription | None:
        return confirm_by_code(to=to, code=code, language="fr", at=at)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            guessed = [confirm_by_code(to=to, code=wrong, language="fr", at=at) for _each in range(5)]
            sixth = pool.submit(_closing, right)
            wait([sixth], timeout=0.5)
        assert (guessed, sixth.result(), CallSubscription.objects.get().confirmed_at) == ([None] * 5, None, None)
