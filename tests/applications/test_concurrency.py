"""Two sendings at the same instant. Needs a database that locks rows: SQLite's shared in-memory test database cannot show it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from forms_app.applications.models import RegisterFile, RegisterLine, Submission
from forms_app.applications.register.making import make_register
from forms_app.applications.register.verifying import verify_register
from forms_app.applications.services import submit_draft
from forms_app.calls.services import unseal_call
from tests.applications.test_cost_whole import SHIPPED, whole_draft
from tests.factories_forms import call, commune, complete_draft, form

from .register_ground import at, send

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]


def _send(draft: object, code: str) -> str:
    try:
        return submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now()).reference
    finally:
        connection.close()


def test_eight_simultaneous_sendings_of_one_draft_give_one_file():
    draft, code = complete_draft(call(), commune())
    with ThreadPoolExecutor(8) as pool:
        references = set(pool.map(lambda _each: _send(draft, code), range(8)))
    assert (len(references), Submission.objects.count()) == (1, 1)


def test_eight_simultaneous_drafts_take_eight_numbers_without_a_gap():
    made = call()
    drafts = [complete_draft(made, commune()) for _each in range(8)]
    with ThreadPoolExecutor(8) as pool:
        references = list(pool.map(lambda pair: _send(*pair), drafts))
    assert sorted(reference[5:11] for reference in references) == [f"{number:06d}" for number in range(1, 9)]


def test_files_of_one_person_sent_at_the_same_moment_are_both_flagged():
    made = call()
    form(definition=SHIPPED)
    drafts = [whole_draft(made) for _each in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: _send(*pair), drafts))
    assert list(Submission.objects.values_list("possible_duplicate", flat=True)) == [True] * 4


def test_the_register_is_made_once_though_three_make_it_while_a_sealed_call_is_opened():
    sealed = call(kind="associations", sealed=True, opens_at=at(-9), closes_at=at(1))
    for moment in (at(0), at(0, "11:00:00")):
        send(sealed, moment)
    send(moment=at(0))

    def make(_number: int) -> int:
        try:
            return len(make_register(at=at(4, "03:00:00")))
        finally:
            connection.close()

    def unseal() -> None:
        try:
            unseal_call(call=sealed, present=["a b", "c d"], by=None, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        opening = pool.submit(unseal)
        made = sum(pool.map(make, range(3)))
        opening.result()
    numbers = list(RegisterFile.objects.values_list("number", flat=True))
    assert (made, numbers, RegisterLine.objects.count(), verify_register().faults) == (4, [1, 2, 3, 4, 5], 3, [])
