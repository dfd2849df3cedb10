"""Messages in the admin: whom they concern, what they show, sending again."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.models import Assignment, AuditEntry, OutboxMessage, Role
from portal.core.outbox import queue_message
from portal.core.staff.panels import panels_for

pytestmark = pytest.mark.django_db
MAY = {Role.TECHNICAL, Role.PROGRAMME_MANAGER}
ROLES = [Role.TECHNICAL, Role.PROGRAMME_MANAGER, Role.DATA_PROTECTION, Role.COMMUNICATION, Role.AMAZIGH]


@pytest.fixture
def enter(client, django_user_model):
    def make(role: Role) -> object:
        user = django_user_model.objects.create(username="person")
        Assignment.objects.create(user=user, role=role)
        client.force_login(user)
        return client

    return make


def dead(number: int) -> OutboxMessage:
    words = {"body": f"Secret words {number}", "language": "fr", "purpose": "receipt", "dedupe": str(number)}
    message = queue_message(channel="email", to=f"person{number}@example.org", subject="Subject", **words)
    OutboxMessage.objects.filter(pk=message.pk).update(state="dead", last_error="smtp_550")
    return message


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_and_who_sends_again(enter, role) -> None:
    message, browser = dead(1), enter(role)
    seen = browser.get("/admin/messages/").status_code == 200
    browser.post(f"/admin/messages/{message.pk}/retry/")
    queued = OutboxMessage.objects.get().state == "queued"
    assert (seen, queued, AuditEntry.objects.filter(act="message.retried").count()) == (role in MAY, role in MAY, int(role in MAY))


def test_neither_address_nor_words_are_shown(enter) -> None:
    dead(1)
    body = enter(Role.TECHNICAL).get("/admin/messages/").content.decode()
    assert [word in body for word in ("p•••@•••", "smtp_550", "person1@", "example.org", "Secret words", "Subject")] == [True, True, False, False, False, False]


def test_a_message_of_a_lost_key_is_listed_too(enter, settings) -> None:
    settings.DATA_KEYS = ["lost"]
    dead(1)
    settings.DATA_KEYS = ["there"]
    assert enter(Role.TECHNICAL).get("/admin/messages/").status_code == 200


def test_nobody_sends_again_by_following_a_link(enter) -> None:
    message = dead(1)
    assert enter(Role.TECHNICAL).get(f"/admin/messages/{message.pk}/retry/").status_code == 405


def test_states_are_lists_of_their_own(enter) -> None:
    dead(1)
    browser = enter(Role.TECHNICAL)
    found = {state: len(browser.get("/admin/messages/", {"state": state}).context["page"].rows) for state in OutboxMessage.State.values}
    assert found == {"queued": 0, "sending": 0, "sent": 0, "dead": 1}
    assert browser.get("/admin/messages/", {"state": "nowhere"}).status_code == 404


def test_a_long_list_goes_on_and_costs_the_same(enter) -> None:
    dead(0)
    browser = enter(Role.TECHNICAL)
    browser.get("/admin/messages/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/admin/messages/")
    for number in range(1, 60):
        dead(number)
    with CaptureQueriesContext(connection) as many:
        first = browser.get("/admin/messages/").context["page"]
    second = browser.get("/admin/messages/", {"after": first.next}).context["page"]
    assert (len(one), len(first.rows), len(second.rows), second.next) == (len(many), 50, 10, "")
    assert len({message.pk for message in first.rows + second.rows}) == 60


@pytest.mark.parametrize("role", ROLES)
def test_the_first_screen_counts_them(django_user_model, role) -> None:
    user = django_user_model.objects.create(username="person")
    Assignment.objects.create(user=user, role=role)
    dead(1)
    numbers = [panel.number(user) for panel in panels_for(django_user_model.objects.get()) if panel.name == "messages"]
    assert numbers == ([1] if role in MAY else [])


def test_the_state_that_is_shown_looks_other_than_the_others(enter) -> None:
    page = enter(Role.TECHNICAL).get("/admin/messages/?state=dead").content.decode()
    assert re.findall(r'<a class="button( button-secondary)?" href="\?state=(\w+)"( aria-current="page")?>', page)[-1] == ("", "dead", ' aria-current="page"')
    assert page.count('class="button button-secondary" href="?state=') == 3
