"""What is told of an act: neutral words, a way out, by a mail server that may fail, in the background."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from forms_app.calls.models import CallAct
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver_due, names_programme
from tests.calls.telling import DAY, Kind, act, begun, contact_call, follower, sent_file, tell, told

pytestmark = pytest.mark.django_db
PHONE, MAIL = "+212612345678", "a@example.org"


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("kind", sorted(CallAct.TOLD))
def test_words_are_neutral_in_every_language_and_lead_to_the_call(kind, language) -> None:
    made = contact_call(slug="jisr-souss")
    follower(MAIL, language=language, call=made)
    act(made, kind)
    tell()
    [message] = OutboxMessage.objects.filter(bulk=True)
    assert (names_programme(message.body), message.state, message.purpose) == ([], "queued", f"call.{kind}")
    assert f"http://127.0.0.1:8000/{language}/calls/jisr-souss/" in message.body
    assert "%" not in message.body


def test_every_message_to_a_follower_says_how_to_stop_and_none_to_a_file() -> None:
    made = contact_call()
    sent_file(made, email="")
    row = follower(MAIL, call=made)
    act(made)
    tell()
    way_out = f"http://127.0.0.1:8000/fr/calls/follow/stop/{row.token}/"
    bodies = {message.address: (way_out in message.body, message.unsubscribe) for message in OutboxMessage.objects.filter(bulk=True)}
    assert bodies == {PHONE: (False, ""), MAIL: (True, way_out)}


def test_a_mail_server_that_fails_delays_notices_and_loses_none(settings) -> None:
    settings.EMAIL_BACKEND = "tests.core.sms_providers.AwayBackend"
    made, at = contact_call(), timezone.now()
    for number in range(30):
        begun(made, {"email": f"{number:02d}@example.org"})
    act(made)
    tell()
    for hours in range(0, 48, 6):
        deliver_due(at=at + hours * DAY / 24)
    assert (len(mail.outbox), OutboxMessage.objects.filter(state="queued").count()) == (0, 30)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_due(at=at + 3 * DAY)
    assert sorted(message.to[0] for message in mail.outbox) == [f"{number:02d}@example.org" for number in range(30)]


# In the background --------------------------------------------------------------------------


def test_an_act_is_told_after_its_commit(settings, django_capture_on_commit_callbacks) -> None:
    settings.WORK_AFTER_COMMIT = True
    made = contact_call()
    begun(made, {"email": MAIL})
    with django_capture_on_commit_callbacks(execute=True):
        act(made)
        act(made, Kind.CORRECTED)
        assert told() == []
    assert [message.to for message in mail.outbox] == [[MAIL], [MAIL]]


def test_the_command_tells_what_waits(capsys) -> None:
    made = contact_call()
    sent_file(made)
    act(made)
    call_command("tell_call_acts")
    assert (told(), capsys.readouterr().out) == ([(PHONE, "fr")], "batches: 3\n")
