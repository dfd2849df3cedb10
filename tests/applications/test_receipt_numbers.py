"""Two bodies may bear the same number of a receipt, since each local authority counts its own: neither keeps anything from the other."""

import copy
import datetime as dt

import pytest
from django.utils import timezone

from forms_app.applications.services import save_step, start_draft, submit_draft
from forms_app.applications.services.reminders import send_reminders
from forms_app.calls.models import Call
from portal.core.models import OutboxMessage
from tests.applications.test_reminders import CONTACT
from tests.calls.telling import act, tell
from tests.factories_forms import call, form

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BODIES = copy.deepcopy(CONTACT)
BODIES["steps"][0]["questions"] += [
    {"key": "receipt", "type": "short_text", "max_length": 40, "standard": "receipt_number", "label": {"ar": "و", "fr": "R"}},
]


def closing_soon() -> Call:
    form("bodies", BODIES)
    now = timezone.now()
    return call(form_key="bodies", kind=Call.Kind.ASSOCIATIONS, opens_at=now - 9 * DAY, published_at=now - 9 * DAY, closes_at=now + 5 * DAY)


def begun(of: Call, phone: str, name: str) -> tuple[object, str]:
    at = timezone.now() - DAY
    draft, code = start_draft(call=of, language="fr", filled_by="self", at=at)
    given = {"phone": phone, "phone_owner": "mine", "name": name, "receipt": "12/2019"}
    save_step(draft=draft, step="contact", answers=given, at=at)
    save_step(draft=draft, step="agreement", answers={"messages": "yes"}, at=at)
    return draft, code


def sent(of: Call, phone: str, name: str) -> None:
    draft, code = begun(of, phone, name)
    submit_draft(draft=draft, resume_code=code, language="fr", at=timezone.now() - DAY / 2)


def test_both_are_told_of_what_is_done_to_the_call_and_one_body_once():
    made = closing_soon()
    sent(made, "+212612345601", "Association Tilila")
    sent(made, "+212612345602", "جمعية الأمل")
    sent(made, "+212612345603", "ASSOCIATION TILILA")
    act(made)
    assert [to for to, _language in tell()] == ["+212612345601", "+212612345602"]


@pytest.mark.parametrize(("name", "reminded"), [("جمعية الأمل", 1), ("association tilila", 0)])
def test_a_body_is_reminded_of_its_draft_though_another_one_sent_its_file(name, reminded):
    made = closing_soon()
    sent(made, "+212612345601", "Association Tilila")
    begun(made, "+212612345602", name)
    OutboxMessage.objects.all().delete()
    assert send_reminders(at=timezone.now())["reminder"] == reminded
