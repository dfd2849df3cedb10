"""Two sendings at the same instant. Needs a database that locks rows: SQLite's shared in-memory test database cannot show it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from forms_app.applications.models import Draft, RegisterFile, RegisterLine, Submission, TrackingCode
from forms_app.applications.register.making import make_register
from forms_app.applications.register.verifying import verify_register
from forms_app.applications.services import CallNotOpen, record_outcome, reopen, send_code, share, submit_draft
from forms_app.applications.services.acts import mark_of
from forms_app.applications.services.elsewhere import carry_over
from forms_app.applications.services.outcomes_csv import apply_table, read_table
from forms_app.applications.services.prepared import apply_prepared, prepare_outcome
from forms_app.calls.models import Call
from forms_app.calls.services import unseal_call
from portal.core.models import Role
from tests.applications.test_cost_whole import SHIPPED, whole_draft
from tests.factories_forms import call, commune, complete_draft, form, staff

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


def test_eight_simultaneous_carryings_of_one_draft_give_one_file_and_one_code():
    (draft, code), to = complete_draft(call(), commune()), call()

    def carry(_each: int) -> tuple[int, str]:
        try:
            new, made = carry_over(draft=draft, resume_code=code, to=to, at=timezone.now())
            return new.pk, made
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        carried = set(pool.map(carry, range(8)))
    assert (len(carried), Draft.objects.count()) == (1, 2)


def test_eight_simultaneous_drafts_take_eight_numbers_without_a_gap():
    made = call()
    drafts = [complete_draft(made, commune()) for _each in range(8)]
    with ThreadPoolExecutor(8) as pool:
        references = list(pool.map(lambda pair: _send(*pair), drafts))
    assert sorted(reference[5:11] for reference in references) == [f"{number:06d}" for number in range(1, 9)]


def test_codes_asked_for_at_the_same_moment_are_counted():
    draft, code = complete_draft(call(), commune())
    reference = _send(draft, code)
    Submission.objects.update(phone="+212612345678", phone_owner="mine")

    def ask(_each: int) -> None:
        try:
            send_code(reference=reference, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert TrackingCode.objects.count() == settings.TRACKING_CODES_A_DAY


def test_files_of_one_person_sent_at_the_same_moment_are_both_flagged():
    made = call()
    form(definition=SHIPPED)
    drafts = [whole_draft(made) for _each in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: _send(*pair), drafts))
    assert list(Submission.objects.values_list("possible_duplicate", flat=True)) == [True] * 4


def test_a_file_decided_while_it_is_sent_again_stays_decided():
    draft, code = complete_draft(call(), commune())
    file, by, now = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now()), staff(), timezone.now()
    reopen(submission=file, at=now)
    decided = threading.Event()

    def decide() -> None:
        try:
            with transaction.atomic():
                record_outcome(submission=file, outcome="selected", by=by, at=now)
                decided.set()
                time.sleep(0.3)  # long enough for her sending to arrive
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        deciding = pool.submit(decide)
        decided.wait(10)
        with pytest.raises(CallNotOpen):
            pool.submit(_send, draft, code).result()
        deciding.result()
    file.refresh_from_db()
    assert (file.status, file.version) == ("selected", 1)


@pytest.mark.parametrize("first", [record_outcome, prepare_outcome])
@pytest.mark.parametrize("second", [record_outcome, prepare_outcome])
def test_of_two_who_decide_on_what_both_have_seen_at_the_same_moment_the_second_is_told(first, second):
    draft, code = complete_draft(call(), commune())
    file, by, now = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now()), staff(), timezone.now()
    seen, decided = mark_of(file), threading.Event()

    def decide() -> None:
        try:
            with transaction.atomic():
                first(submission=file, outcome="selected", by=by, at=now, seen=seen)
                decided.set()
                time.sleep(0.3)  # long enough for the other decision to arrive
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        deciding = pool.submit(decide)
        decided.wait(10)
        with pytest.raises(ValidationError) as refused:
            second(submission=file, outcome="not_selected", by=by, at=timezone.now(), seen=seen)
        deciding.result()
    assert refused.value.code == "changed"


def test_outcomes_held_from_a_table_while_the_results_are_published_lock_nobody_out():
    made, by, locked = call(), staff(Role.PROGRAMME_MANAGER), threading.Event()
    draft, code = complete_draft(made, commune())
    file = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    prepare_outcome(submission=file, outcome="selected", by=by, at=timezone.now())
    rows = read_table(f"reference,outcome\n{file.reference},not_selected".encode())

    def publish() -> int:
        try:
            with transaction.atomic():
                Call.objects.select_for_update(of=("self",)).get(pk=made.pk)  # as every act on a call
                locked.set()
                time.sleep(0.3)  # long enough for the table to arrive
                return apply_prepared(call=made, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(publish)
        locked.wait(10)
        held = [str(row.verdict) for row in apply_table(rows, by=by, at=timezone.now(), hold=True)]
        assert (publishing.result(), held) == (1, ["new"])


def test_a_link_taken_back_while_the_file_is_offered_to_it_is_offered_nothing(monkeypatch):
    draft, _code = complete_draft(call(kind=Call.Kind.ASSOCIATIONS), commune())
    link = share.share_draft(draft=draft, token="t", label="", at=timezone.now())
    withdraw, pool = share.withdraw_offer, ThreadPoolExecutor(1)

    def take_back() -> None:
        try:
            share.revoke_share(draft=draft, pk=link.pk, at=timezone.now())
        finally:
            connection.close()

    def meanwhile(*, draft: Draft) -> None:
        withdraw(draft=draft)
        taking.append(pool.submit(take_back))
        wait(taking, timeout=0.3)

    taking: list = []
    monkeypatch.setattr(share, "withdraw_offer", meanwhile)
    share.offer_draft(draft=draft, pk=link.pk, stays=False, at=timezone.now())
    taking[0].result()
    link.refresh_from_db()
    assert (link.revoked_at is None, link.offered_at) == (False, None)


def test_files_sent_again_while_results_are_applied_lock_nobody_out():
    made, by, now = call(), staff(), timezone.now()
    form(definition=SHIPPED)
    drafts = [whole_draft(made) for _each in range(4)]
    for draft, code in drafts:
        file = submit_draft(draft=draft, resume_code=code, language="ar", at=now)
        reopen(submission=file, at=now)
        prepare_outcome(submission=file, outcome="selected", by=by, at=now)

    def publish() -> int:
        try:
            with transaction.atomic():
                return apply_prepared(call=made, at=timezone.now())
        finally:
            connection.close()

    def again(pair: tuple) -> bool:
        with suppress(CallNotOpen):
            _send(*pair)
            return True
        return False

    with ThreadPoolExecutor(5) as pool:
        sent = [pool.submit(again, pair) for pair in drafts]
        assert pool.submit(publish).result() == 4
    versions = sorted(2 if one.result() else 1 for one in sent)
    files = Submission.objects.all()
    assert (sorted(file.version for file in files), {file.status for file in files}) == (versions, {"selected"})


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
