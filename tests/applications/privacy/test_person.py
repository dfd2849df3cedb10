"""Finding what is one person's: by reference, telephone, card or e-mail; nothing of a sealed call, nothing erased."""

import pytest
from django.utils import timezone

from forms_app.applications.models import Draft, Erasure, Submission
from forms_app.applications.privacy.person import Sought, erased_before, find
from forms_app.applications.services.erasing import erase_file
from forms_app.calls.services.clarifications import ask
from forms_app.calls.services.subscriptions import Followed, follow
from portal.core.models import Role
from tests.applications.backoffice.makers import draft_of, open_call
from tests.factories_forms import call, change_call, commune, staff

from .ground import CARD, DAY, EMAIL, PHONE, a_file

pytestmark = pytest.mark.django_db
OTHER = "+212699999999"


def found(**sought: str) -> tuple[list[str], list[int]]:
    person = find(Sought(**sought))
    return sorted(file.reference for file in person.files), sorted(draft.pk for draft in person.drafts)


@pytest.mark.parametrize("sought", [{"phone": PHONE}, {"email": EMAIL}, {"number": CARD}])
def test_a_file_is_found_by_what_it_says(sought):
    hers = a_file(card=CARD)
    assert (found(**sought), found(phone=OTHER), found(number="AB1"), found(email="x@example.org")) == (([hers.reference], []), ([], []), ([], []), ([], []))


def test_a_reference_finds_her_other_files_by_her_card_and_not_those_of_her_telephone():
    first, second, neighbour = a_file(card=CARD), a_file(card=CARD), a_file()
    assert found(reference=first.reference) == (sorted([first.reference, second.reference]), [])
    assert neighbour.reference in found(phone=PHONE)[0]


def test_drafts_are_found_in_their_encrypted_answers():
    of = open_call()
    hers, other = draft_of(of, commune(), card=CARD)[0], draft_of(of, commune(), phone=OTHER)[0]
    sent = a_file(of, phone=OTHER)
    assert (found(number=CARD), found(phone=OTHER)) == (([], [hers.pk]), ([sent.reference], [other.pk]))


def test_what_no_key_opens_hides_nobody_else(settings):
    """One damaged row is no reason to tell every woman that she cannot be found."""
    opened = settings.DATA_KEYS
    settings.DATA_KEYS = ["a key that was lost"]
    of, question = open_call(), call(questions_until=timezone.now() + DAY)
    unread = a_file(of)
    draft_of(of, commune())
    ask(call=question, text="سؤال", language="ar", at=timezone.now(), channel="sms", address=PHONE)
    settings.DATA_KEYS = opened
    hers = draft_of(of, commune())[0]
    ask(call=question, text="سؤال", language="ar", at=timezone.now(), channel="sms", address=PHONE)
    assert (found(phone=PHONE), len(find(Sought(phone=PHONE)).questions)) == (([unread.reference], [hers.pk]), 1)


def test_nothing_of_a_sealed_call_is_found_before_the_opening():
    file, draft = a_file(), draft_of(open_call(), commune())[0]
    for of in (file.call, Draft.objects.get(pk=draft.pk).call):
        change_call(of, sealed=True)
    ways = [{"phone": PHONE}, {"reference": file.reference}, {"email": EMAIL}]
    sealed = [found(**way) for way in ways]
    change_call(file.call, unsealed_at=timezone.now())
    assert (sealed, found(reference=file.reference)[0]) == ([([], [])] * 3, [file.reference])


def test_of_a_sealed_call_that_was_given_up_everything_is_found_by_the_officer_and_nothing_by_a_committee():
    file, draft = a_file(), draft_of(open_call(), commune())[0]
    for of in (file.call, Draft.objects.get(pk=draft.pk).call):
        change_call(of, sealed=True, cancelled_at=timezone.now(), cancel_reason={"ar": "سبب", "fr": "raison"})
    seen = Submission.objects.visible_to(staff(Role.PROGRAMME_MANAGER))
    assert (found(phone=PHONE), found(reference=file.reference)[0], [*seen]) == (([file.reference], [draft.pk]), [file.reference], [])
    erase_file(submission=file, reason=Erasure.Reason.REQUEST, at=timezone.now())
    assert erased_before(file.reference) == file


def test_an_erased_file_is_said_to_be_erased_and_found_no_more():
    file = a_file(card=CARD)
    erase_file(submission=file, reason=Erasure.Reason.REQUEST, at=timezone.now())
    gone = [found(**way) for way in ({"phone": PHONE}, {"number": CARD}, {"reference": file.reference})]
    assert (gone, erased_before(file.reference), erased_before("")) == ([([], [])] * 3, file, None)


def test_subscriptions_and_questions_of_an_address():
    at = timezone.now()
    for address in (PHONE, OTHER):
        follow(channel="sms", to=address, language="ar", what=Followed(), at=at)
        ask(call=call(questions_until=at + DAY), text="سؤال", language="ar", at=at, channel="sms", address=address)
    person = find(Sought(phone=PHONE))
    assert ([row.address for row in person.subscriptions], [row.address for row in person.questions]) == ([PHONE], [PHONE])


@pytest.mark.parametrize("count", [1, 4])
def test_looking_costs_the_same_however_many_drafts_there_are(count, django_assert_num_queries):
    of = open_call()
    for _each in range(count):
        draft_of(of, commune())
    with django_assert_num_queries(6):
        find(Sought(phone=OTHER))
