"""Following calls: nobody is told before she confirmed, everybody is left in peace in one step, and no address shows anywhere."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from forms_app.calls.models import CallSubscription
from forms_app.calls.services.subscriptions import Followed, confirm, confirm_by_code, expire_subscriptions, follow, stop, stop_address_by_hand
from portal.core.models import AuditEntry, OutboxMessage, Role
from portal.core.outbox import deliver_due, names_programme
from tests.calls.telling import DAY, act, contact_call, follower, tell
from tests.factories_forms import call, region, staff

pytestmark = pytest.mark.django_db
MAIL, PHONE = "her@example.org", "+212612345678"


def written() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.order_by("created_at"))


def link(message: OutboxMessage) -> str:
    return re.search(r"http://127.0.0.1:8000(/\S+/)", message.body)[1]


def code_of(message: OutboxMessage) -> str:
    return re.search(r"\d{6}", message.body)[0]


def ask(client: Client, address: str = MAIL, where: str = "/fr/calls/follow/") -> object:
    return client.post(where, {"address": address})


# By e-mail ----------------------------------------------------------------------------------


def test_an_address_is_told_only_after_its_owner_has_confirmed(client) -> None:
    made = contact_call(slug="jisr")
    ask(client, where="/fr/calls/follow/?call=jisr")
    act(made)
    assert tell() == []
    address = link(written()[0])
    assert [client.get(address).status_code, client.head(address).status_code, CallSubscription.objects.active().count()] == [200, 200, 0]
    assert (client.post(address).status_code, client.post(address).status_code) == (200, 200)
    act(made)
    assert tell() == [(MAIL, "fr")]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_messages_to_confirm_are_neutral_and_name_no_address(client, language) -> None:
    call(slug="jisr")
    for address in (MAIL, PHONE):
        ask(client, address, f"/{language}/calls/follow/?call=jisr")
    assert [(names_programme(message.body), MAIL in message.body, message.language, message.state) for message in written()] == [
        ([], False, language, "queued")
    ] * 2


def test_a_link_is_over_after_a_week_and_what_was_not_confirmed_is_erased(client) -> None:
    ask(client)
    address, now = link(written()[0]), timezone.now()
    CallSubscription.objects.update(created_at=now - 7 * DAY)
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert (expire_subscriptions(at=now), CallSubscription.objects.count()) == ({"never confirmed": 1, "over": 0}, 0)


@pytest.mark.parametrize("path", ["confirm", "stop"])
def test_a_link_that_is_none_of_ours_is_not_found(client, path) -> None:
    address = f"/fr/calls/follow/{path}/nobodysToken/"
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


# By SMS -------------------------------------------------------------------------------------


def test_a_telephone_is_confirmed_by_the_code_it_received(client) -> None:
    page = ask(client, "٠٦ ١٢ ٣٤ ٥٦ ٧٨")
    assert (page.status_code, page.context["form"].initial) == (200, {"address": PHONE})
    [message] = written()
    assert (message.channel, message.address, message.expires_at is None) == ("sms", PHONE, False)
    wrong = "000000" if code_of(message) != "000000" else "111111"
    assert client.post("/fr/calls/follow/code/", {"address": PHONE, "code": wrong}).context["form"].has_error("code")
    assert CallSubscription.objects.active().count() == 0
    client.post("/ar/calls/follow/code/", {"address": PHONE, "code": code_of(message)})
    assert list(CallSubscription.objects.active().values_list("channel", "language")) == [("sms", "ar")]


def test_a_code_is_good_for_a_quarter_of_an_hour_once_and_spoilt_by_five_wrong_ones() -> None:
    at = timezone.now()
    minute = DAY / 1440

    def asked(to: str) -> str:
        follow(channel="sms", to=to, language="fr", what=Followed(), at=at)
        return code_of(OutboxMessage.objects.get(purpose="call.follow", expires_at__gt=at, address_hint=f"•••• {to[-2:]}"))

    late, once, spoilt = asked("+212612345601"), asked("+212612345602"), asked("+212612345603")
    assert confirm_by_code(to="+212612345601", code=late, language="fr", at=at + 15 * minute) is None
    assert confirm_by_code(to="+212612345602", code=once, language="fr", at=at + 14 * minute) is not None
    assert confirm_by_code(to="+212612345602", code=once, language="fr", at=at + 14 * minute) is None
    assert [confirm_by_code(to="+212612345603", code="abc", language="fr", at=at) for _five in range(5)] == [None] * 5
    assert confirm_by_code(to="+212612345603", code=spoilt, language="fr", at=at) is None


@pytest.mark.parametrize(
    ("typed", "said"), [("+33612345678", "not_mobile"), ("0522123456", "not_mobile"), ("06 12", "digits"), ("a@b", "invalid"), ("", "required")]
)
def test_what_cannot_be_written_to_is_said_beside_the_field(client, typed, said) -> None:
    page = ask(client, typed)
    assert ([error.code for error in page.context["form"].errors.as_data()["address"]], written()) == ([said], [])
    assert f'value="{typed}"' in page.content.decode() or not typed


# The same for all ---------------------------------------------------------------------------


def test_the_answer_is_the_same_whether_an_address_follows_already_or_had_its_share(client) -> None:
    pages = [re.sub(r'value="[^"]{40,}"', "", ask(client).content.decode()) for _each in range(5)]
    assert (len(set(pages)), len(written())) == (1, 3)
    confirm(token=CallSubscription.objects.get().token, language="fr", at=timezone.now())
    OutboxMessage.objects.all().delete()
    assert re.sub(r'value="[^"]{40,}"', "", ask(client).content.decode()) == pages[0]
    assert (len(written()), CallSubscription.objects.count()) == (1, 1)


def test_who_asks_too_often_waits_and_keeps_what_was_typed(client) -> None:
    answers = [ask(client, f"{number}@example.org").status_code for number in range(11)]
    assert (answers, CallSubscription.objects.count()) == ([200] * 10 + [429], 10)


def test_codes_are_not_guessed_by_trying(client) -> None:
    ask(client, PHONE)
    answers = [client.post("/fr/calls/follow/code/", {"address": PHONE, "code": f"{number:06d}"}).status_code for number in range(11)]
    assert answers == [200] * 10 + [429]


def test_no_address_stands_in_a_link_or_in_the_table(client) -> None:
    ask(client)
    ask(client, PHONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM calls_callsubscription")
        stored = " ".join(str(value) for row in cursor.fetchall() for value in row)
    assert [secret in stored + link(written()[0]) for secret in (MAIL, PHONE, "612345678")] == [False, False, False]


@pytest.mark.parametrize("query", ["call=none", "kind=none", "region=none", "programme=none"])
def test_what_nobody_can_follow_is_not_found(client, query) -> None:
    assert client.get(f"/fr/calls/follow/?{query}").status_code == 404


def test_a_call_that_is_no_more_than_a_draft_cannot_be_followed(client) -> None:
    call(slug="draft", published_at=None)
    assert client.get("/fr/calls/follow/?call=draft").status_code == 404


def test_the_filters_of_the_list_are_followed(client) -> None:
    call()
    region()
    ask(client, where="/fr/calls/follow/?state=open&kind=associations&region=souss-massa&programme=jisr")
    row = CallSubscription.objects.get()
    assert (row.call, row.kind, row.region.slug, row.programme.code) == (None, "associations", "souss-massa", "jisr")


def test_without_the_authorisation_no_address_is_taken(client, settings) -> None:
    settings.REQUIRE_AUTHORISATION = True
    assert (client.get("/fr/calls/follow/").context["form"], ask(client).status_code, CallSubscription.objects.count()) == (None, 200, 0)


# Stopping -----------------------------------------------------------------------------------


def test_one_step_ends_all_that_an_address_follows_and_looking_ends_nothing(client) -> None:
    made = contact_call()
    row, other = follower(MAIL, call=made), follower("other@example.org")
    follower(MAIL, kind="associations")
    address = f"/fr/calls/follow/stop/{row.token}/"
    assert (client.get(address).status_code, CallSubscription.objects.active().count()) == (200, 3)
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code, strict.post(address).status_code) == (200, 200)
    assert list(CallSubscription.objects.active()) == [other]
    assert set(CallSubscription.objects.exclude(ended_at=None).values_list("address_hash", "code_hash")) == {("", "")}
    assert [row.address for row in CallSubscription.objects.exclude(ended_at=None)] == ["", ""]
    act(made)
    assert (tell(), client.get(address).context["stopped"]) == ([("other@example.org", "fr")], True)


def test_after_a_change_of_keys_stopping_ends_what_older_keys_wrote(settings) -> None:
    settings.LOOKUP_KEYS = ["old key"]
    follower(MAIL, kind="associations")
    settings.LOOKUP_KEYS = ["new key", "old key"]
    row = follower(MAIL, kind="cooperatives")
    assert (stop(token=row.token, at=timezone.now()), CallSubscription.objects.active().count()) == (True, 0)


def test_a_mail_says_how_to_stop_in_its_words_and_its_headers() -> None:
    made = contact_call()
    row = follower(MAIL, call=made)
    act(made)
    tell()
    deliver_due(at=timezone.now())
    [message] = mail.outbox
    address = f"http://127.0.0.1:8000/fr/calls/follow/stop/{row.token}/"
    assert (address in message.body, message.extra_headers["List-Unsubscribe"]) == (True, f"<{address}>")


def test_whoever_stopped_may_follow_again(client) -> None:
    row = follower(MAIL)
    stop(token=row.token, at=timezone.now())
    ask(client)
    client.post(link(written()[-1]))
    assert CallSubscription.objects.active().count() == 1


def test_what_follows_a_call_long_over_is_ended_by_the_command(capsys) -> None:
    now = timezone.now()
    follower(MAIL, call=call(cancelled_at=now - 91 * DAY, cancel_reason={"ar": "x", "fr": "x"}))
    follower(MAIL, call=call(results_published_at=now - 89 * DAY))
    call_command("expire_call_followers")
    assert (CallSubscription.objects.active().count(), capsys.readouterr().out) == (1, "never confirmed: 0, over: 1, questions emptied: 0\n")


# Staff --------------------------------------------------------------------------------------


def test_the_staff_ends_what_an_address_follows_for_whoever_asks() -> None:
    by = staff(Role.PROGRAMME_MANAGER)
    row = follower(MAIL)
    assert (stop_address_by_hand(to=MAIL, by=by, at=timezone.now()), stop_address_by_hand(to=MAIL, by=by, at=timezone.now())) == (1, 0)
    assert list(AuditEntry.objects.values_list("act", "actor", "object_id")) == [("subscription.ended", by.pk, str(row.pk))]


@pytest.mark.parametrize(
    ("role", "sees", "ends"), [(Role.PROGRAMME_MANAGER, 200, 302), (Role.DATA_PROTECTION, 200, 302), (Role.TECHNICAL, 302, 302), (Role.COMMUNICATION, 302, 302)]
)
def test_who_sees_subscriptions_and_who_ends_them(client, role, sees, ends) -> None:
    follower(MAIL)
    client.force_login(staff(role))
    shown = client.get("/admin/call-subscriptions/")
    ended = client.post("/admin/call-subscriptions/", {"address": MAIL})
    assert (shown.status_code, ended.status_code, MAIL in shown.content.decode()) == (sees, ends, False)
    assert CallSubscription.objects.active().count() == (0 if role == Role.PROGRAMME_MANAGER else 1)
