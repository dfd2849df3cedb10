"""Acts on a call are told to those concerned: each person once in her language, whatever is interrupted or fails."""

import pytest
from django.utils import timezone

from forms_app.applications.models import Status
from forms_app.calls.backoffice.consequences import how_many
from forms_app.calls.models import CallAct, CallNotice, NoticeKey
from forms_app.calls.services import notices
from forms_app.calls.services.notices import tell_waiting
from portal.core.models import AuditEntry
from tests.calls.telling import DAY, Kind, act, begun, contact_call, follower, sent_file, tell, told
from tests.factories_forms import call, region

pytestmark = pytest.mark.django_db
PHONE, OTHER, MAIL = "+212612345678", "+212698765432", "a@example.org"


# Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, [(PHONE, "fr")]),
        ({"email": MAIL}, [(PHONE, "fr")]),
        ({"phone_owner": "family"}, [(PHONE, "fr")]),
        ({"phone": "", "email": MAIL}, [(MAIL, "fr")]),
        ({"phone": "", "phone_owner": "helper", "helper_phone": OTHER}, [(OTHER, "fr")]),
        ({"phone_owner": "helper"}, [(PHONE, "fr")]),
        ({"phone_owner": "helper", "email": MAIL}, [(MAIL, "fr")]),
        ({"phone": ""}, []),
        ({"wants_messages": False}, []),
        ({"synthetic": True}, []),
        ({"status": Status.WITHDRAWN}, []),
        ({"status": Status.ERASED}, []),
        ({"status": Status.NOT_SELECTED}, [(PHONE, "fr")]),
        ({"phone": "+2126\n1"}, []),
    ],
)
def test_who_sent_a_file_is_told_where_she_said(columns, expected) -> None:
    made = contact_call()
    sent_file(made, **columns)
    act(made)
    assert tell() == expected


@pytest.mark.parametrize(
    ("given", "agreement", "expected"),
    [
        (None, None, [(PHONE, "fr")]),
        (None, {"messages": "yes"}, [(PHONE, "fr")]),
        (None, {}, []),
        ({"phone_owner": "helper", "helper_phone": OTHER}, None, [(OTHER, "fr")]),
        ({"email": MAIL}, None, [(MAIL, "fr")]),
        ({}, None, []),
    ],
)
def test_who_has_a_draft_is_told_unless_she_refused(given, agreement, expected) -> None:
    made = contact_call()
    begun(made, given, agreement=agreement)
    act(made)
    assert tell() == expected


def test_whoever_comes_after_the_act_and_files_of_other_calls_are_left_in_peace() -> None:
    made = contact_call()
    done = act(made, at=timezone.now() - 2 * DAY)
    sent_file(made)
    begun(made, {"email": MAIL})
    follower("b@example.org", call=made)
    sent_file(contact_call(), phone=OTHER)
    assert (tell(), CallAct.objects.get(pk=done.pk).told) == ([], 0)


def test_a_sample_call_is_told_to_who_follows_it_only() -> None:
    made = contact_call(sample=True)
    begun(made)
    follower(MAIL, call=made)
    follower("all@example.org")
    act(made)
    assert tell() == [(MAIL, "fr")]


def test_a_draft_that_no_key_opens_keeps_nobody_back(settings) -> None:
    made = contact_call()
    settings.DATA_KEYS = ["a key that is lost"]
    begun(made)
    settings.DATA_KEYS = ["a key that is there"]
    begun(made, {"email": MAIL})
    act(made)
    assert tell() == [(MAIL, "fr")]


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        (Kind.PROPOSED, 0),
        (Kind.PUBLISHED, 0),
        (Kind.EXTENDED, 1),
        (Kind.RELAUNCHED, 1),
        (Kind.CORRECTED, 1),
        (Kind.CANCELLED, 1),
        (Kind.REVIEW_STARTED, 0),
        (Kind.UNSEALED, 0),
        (Kind.RESULTS_PUBLISHED, 1),
        (Kind.CLOCK_CHANGED, 1),
    ],
)
def test_what_is_told_by_kind_of_act(kind, files) -> None:
    """A new call is news to those who follow calls like it; nobody has a file of it."""
    made = contact_call()
    sent_file(made)
    follower(MAIL)
    done = act(made, kind)
    followers = int(kind in CallAct.TOLD)
    assert len(tell()) == files + followers
    assert (CallAct.objects.get(pk=done.pk).told_at is None) == (kind not in CallAct.TOLD)


def test_followers_by_call_kind_region_and_programme() -> None:
    south, north = region(), region("oriental", "02", ar="الشرق", fr="L’Oriental")
    made = contact_call(regions=[south], kind="associations")
    follower("call@example.org", call=made)
    follower("all@example.org")
    follower("kind@example.org", kind="associations")
    follower("place@example.org", region=south, programme=made.programme)
    follower("other-kind@example.org", kind="cooperatives")
    follower("other-place@example.org", region=north)
    follower("other-call@example.org", call=call())
    act(made, Kind.PUBLISHED)
    assert [to.split("@")[0] for to, _language in tell()] == ["all", "call", "kind", "place"]


def test_a_call_that_readers_do_not_see_yet_is_told_when_they_do() -> None:
    now = timezone.now()
    made = contact_call(published_at=now + DAY)
    follower(MAIL)
    act(made, Kind.PUBLISHED)
    assert tell() == []
    tell_waiting(at=now + 2 * DAY)
    assert told() == [(MAIL, "fr")]


# Once ---------------------------------------------------------------------------------------


def test_one_person_is_told_once_in_each_language_however_she_is_known() -> None:
    made = contact_call()
    sent_file(made, 1, email=MAIL, person_key="p")
    sent_file(made, 2, phone=OTHER, person_key="p")
    begun(made)
    follower(MAIL, call=made)
    follower(MAIL)
    follower(OTHER, call=made)
    follower(MAIL.upper().replace("EXAMPLE.ORG", "example.org"), language="ar")
    act(made)
    assert tell() == [(PHONE, "fr"), ("A@example.org", "ar")]


def test_two_women_with_one_helper_or_one_family_telephone_give_one_message_and_lose_none() -> None:
    made = contact_call()
    begun(made, {"phone_owner": "helper", "helper_phone": OTHER})
    begun(made, {"phone_owner": "helper", "helper_phone": OTHER})
    begun(made, {"phone_owner": "mine", "phone": PHONE, "email": MAIL})
    begun(made, {"email": MAIL})
    act(made)
    assert tell() == [(PHONE, "fr"), (OTHER, "fr"), (MAIL, "fr")]


def test_she_whose_telephone_another_ones_file_names_is_told_all_the_same() -> None:
    """The second file of one person is passed over; its telephone is her sister's."""
    made = contact_call()
    sent_file(made, 1, person_key="p")
    sent_file(made, 2, phone=OTHER, person_key="p")
    sent_file(made, 3, phone=OTHER, person_key="q")
    act(made)
    assert tell() == [(PHONE, "fr"), (OTHER, "fr")]


def test_a_replay_tells_nobody_again_and_a_second_act_everybody() -> None:
    made = contact_call()
    sent_file(made)
    first = act(made)
    assert (tell(), tell()) == ([(PHONE, "fr")], [(PHONE, "fr")])
    CallAct.objects.filter(pk=first.pk).update(told_at=None, told=0)
    CallNotice.objects.all().delete()
    assert (tell(), CallAct.objects.get(pk=first.pk).told) == ([(PHONE, "fr")], 0)
    act(made, Kind.CANCELLED)
    assert tell() == [(PHONE, "fr"), (PHONE, "fr")]


def test_interrupted_it_goes_on_where_it_was() -> None:
    made = contact_call()
    for number in range(5):
        sent_file(made, number, phone=f"+21261234560{number}")
        begun(made, {"email": f"{number}@example.org"})
    follower(MAIL, call=made)
    done, at, counts = act(made), timezone.now(), []
    while CallAct.objects.get(pk=done.pk).told_at is None:
        tell_waiting(at=at, batches=1, size=2)
        counts.append(len(told()))
    after = CallAct.objects.get(pk=done.pk)
    assert (counts, after.told, after.told_at) == ([2, 4, 5, 7, 9, 10, 11], 11, at)
    assert (NoticeKey.objects.count(), tell_waiting(at=at)) == (0, 0)
    assert list(AuditEntry.objects.values_list("act", "details__told")) == [("call.told", 11)]


def test_a_process_that_dies_in_a_batch_leaves_nothing_of_it(monkeypatch) -> None:
    made = contact_call()
    sent_file(made, 1)
    sent_file(made, 2, phone=OTHER)
    act(made)
    real = notices.queue_messages

    def dies(**values: object) -> None:
        real(**values)
        raise KeyboardInterrupt

    monkeypatch.setattr(notices, "queue_messages", dies)
    with pytest.raises(KeyboardInterrupt):
        tell()
    monkeypatch.undo()
    assert (told(), NoticeKey.objects.count(), tell()) == ([], 0, [(PHONE, "fr"), (OTHER, "fr")])


def test_of_a_sealed_call_nobody_learns_how_many_were_told() -> None:
    made = contact_call(sealed=True)
    sent_file(made)
    done = act(made)
    assert (tell(), CallAct.objects.get(pk=done.pk).told, AuditEntry.objects.get(act="call.told").details["told"]) == ([(PHONE, "fr")], 0, 0)


def test_who_sent_a_file_to_a_sealed_call_is_told_in_batches_like_the_others() -> None:
    """The rows of sealed files are drawn below zero (decision 534): a walk that begins at nought passes them all by."""
    made = contact_call(sealed=True)
    for number in range(5):
        sent_file(made, number, pk=number - 2**52, phone=f"+21261234560{number}")
    act(made)
    counts = []
    while tell_waiting(at=timezone.now(), batches=1, size=2):
        counts.append(len(told()))
    assert (counts, how_many(made, timezone.now())) == ([2, 4, 5, 5, 5], 5)


def test_a_batch_takes_the_same_queries_for_two_or_for_twenty(django_assert_num_queries) -> None:
    few, many = contact_call(), contact_call()
    for made, count in ((few, 2), (many, 20)):
        for number in range(count):
            begun(made, {"email": f"{number}@example.org"})
    for made in (few, many):
        act(made)
        tell_waiting(at=timezone.now(), batches=1)  # nobody sent a file: the drafts come next
        with django_assert_num_queries(15):
            tell_waiting(at=timezone.now(), batches=1)
        tell()
