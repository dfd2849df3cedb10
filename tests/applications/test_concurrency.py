"""Two sendings at the same instant. Needs a database that locks rows: SQLite's shared in-memory test database cannot show it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from forms_app.applications.models import Submission
from forms_app.applications.services import submit_draft
from tests.applications.test_cost_whole import SHIPPED, whole_draft
from tests.factories_forms import call, commune, complete_draft, form

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
