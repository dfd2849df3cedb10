"""A shared file changes hands: only when it is accepted, and whole."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from forms_app.applications.models import Draft, DraftShare, DraftStep, Submission
from forms_app.applications.services import find_by_code, save_typed, send_code, start_draft
from forms_app.applications.services.share import NotShared, offer_draft, revoke_share, take_over, withdraw_offer
from portal.core.models import AuditEntry, OutboxMessage
from tests.applications.test_journey import fill, send

from .test_share import base, body_call, colleague_of, saved  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def hand_over(holder: Client, other: Client, base: str, stays: str = "no") -> str:  # noqa: F811
    """Offer and accept; where she who accepts is led."""
    holder.post(f"{base}hand-over/", {"to": DraftShare.objects.get(revoked_at=None).pk, "sure": "yes", "stays": stays})
    return other.post(f"{base}take-over/").headers["Location"]


@pytest.mark.parametrize(("stays", "left"), [("yes", 200), ("no", 404)])
def test_handing_over_changes_code_and_key(client, base, stays, left):  # noqa: F811
    other = colleague_of(client, base)
    code = client.get(f"{base}you/").wsgi_request.key.code
    link = client.get(f"{base}finish-later/").context["ways"][0]["url"].rpartition("/r/")[2].rpartition("%2F")[0]
    assert hand_over(client, other, base, stays) == f"{base}finish-later/"
    fresh = other.get(f"{base}finish-later/").context["code"].replace("-", "")
    stranger = Client()
    stranger.get(f"/ar/r/{link}/")
    resumed = [Client().post("/ar/resume/", {"code": one}).status_code for one in (code, fresh)]
    assert (fresh == code, resumed, stranger.post("/ar/r/").status_code) == (False, [200, 302], 404)
    assert [client.get(f"{base}{page}").status_code for page in ("situation/", "who-works/")] == [left, 403 if left == 200 else 404]
    assert other.get(f"{base}who-works/").status_code == 200
    entry = AuditEntry.objects.get(act="draft.handed_over")
    assert (entry.actor_id, entry.details["giver_stays"]) == (None, stays == "yes")


@pytest.mark.parametrize(("stays", "left"), [("yes", "1_5"), ("no", None)])
def test_who_takes_a_file_over_finds_what_she_had_typed_and_the_giver_who_stays_hers(client, base, stays, left):  # noqa: F811
    other = colleague_of(client, base)
    for browser, words in ((client, "1_5"), (other, "over_10")):
        browser.post(f"{base}situation/autosave/", saved("situation", experience=words) | {"wizard-version": "0"})
    hand_over(client, other, base, stays)
    assert other.get(f"{base}situation/").context["form"]["experience"].value() == "over_10"
    page = client.get(f"{base}situation/")
    assert (page.context["form"]["experience"].value() if page.status_code == 200 else None) == left
    answer = other.post(f"{base}situation/", saved("situation", experience="over_10") | {"wizard-version": "0"})
    assert (answer.status_code, DraftStep.objects.get(step="situation").everything["experience"]) == (302, "over_10")


def test_nothing_changes_hands_before_it_is_accepted(client, base):  # noqa: F811
    other = colleague_of(client, base)
    share = DraftShare.objects.get()
    asked = client.post(f"{base}hand-over/", {"to": share.pk})
    assert (asked.templates[0].name, DraftShare.objects.get().offered_at) == ("applications/hand_over.html", None)
    client.post(f"{base}hand-over/", {"to": share.pk, "sure": "yes"})
    offered = other.get(f"{base}take-over/")
    assert (offered.templates[0].name, client.get(f"{base}who-works/").status_code) == ("applications/take_over.html", 200)
    client.post(f"{base}who-works/", {"keep": "yes"})
    other.post(f"{base}take-over/")
    assert (client.get(f"{base}who-works/").status_code, other.get(f"{base}who-works/").status_code) == (200, 403)
    assert AuditEntry.objects.filter(act="draft.handed_over").count() == 0


def test_a_link_taken_back_in_another_tab_at_this_moment_is_offered_nothing(client, base, monkeypatch):  # noqa: F811
    colleague_of(client, base)

    def after_taking_back(**offer):
        revoke_share(draft=offer["draft"], pk=offer["pk"], at=timezone.now())
        return offer_draft(**offer)

    monkeypatch.setattr("forms_app.applications.views.share.offer_draft", after_taking_back)
    answer = client.post(f"{base}hand-over/", {"to": DraftShare.objects.get().pk, "sure": "yes"})
    assert (answer.headers.get("Location"), DraftShare.objects.get().offered_at) == (f"{base}who-works/", None)


def test_what_is_typed_in_another_file_stays_when_one_changes_hands(client, base, body_call):  # noqa: F811
    other, now = colleague_of(client, base), timezone.now()
    beside, _code = start_draft(call=body_call, language="ar", filled_by="self", at=now)
    save_typed(draft=beside, step="situation", typed={"experience": ["none"]}, at=now)
    hand_over(client, other, base, "yes")
    assert DraftStep.objects.get(draft=beside).typed == {"experience": ["none"]}


def test_an_offer_taken_back_while_it_is_accepted_changes_nothing(client, base):  # noqa: F811
    colleague_of(client, base)
    before = Draft.objects.get()
    share = offer_draft(draft=before, pk=DraftShare.objects.get().pk, stays=False, at=timezone.now())
    withdraw_offer(draft=before)
    with pytest.raises(NotShared):
        take_over(share=share, at=timezone.now())
    assert Draft.objects.get().resume_hash == before.resume_hash


def test_a_file_that_was_sent_changes_hands_with_its_tracking_code(client, base):  # noqa: F811
    """The reference stays; the former receipt proves nothing more, not even through a page opened before."""
    other = colleague_of(client, base)
    fill(client, base, ("situation", "project"))
    send(client, base)
    old = client.get(f"{base}receipt/").context["secret"]
    reference = Submission.objects.get().reference
    shown = Client()
    proof = shown.post("/ar/track/", {"reference": reference, "secret": old}).context["proof"]
    hand_over(client, other, base)
    fresh = other.get(f"{base}receipt/").context["secret"]
    found = [Client().post("/ar/track/", {"reference": reference, "secret": secret}).context["submission"] for secret in (old, fresh)]
    shown.post("/ar/track/withdraw/", {"proof": proof, "sure": "yes"})
    assert (found, Submission.objects.get().status) == ([None, Submission.objects.get()], "received")


def test_a_code_sent_to_the_telephone_before_the_file_changed_hands_opens_nothing(client, base):  # noqa: F811
    other = colleague_of(client, base)
    fill(client, base, ("situation", "project"))
    send(client, base)
    sent = Submission.objects.get()
    send_code(reference=sent.reference, at=timezone.now())
    code = re.search(r"\d{6}", OutboxMessage.objects.get(purpose="tracking.code").body)[0]
    hand_over(client, other, base)
    assert find_by_code(reference=sent.reference, code=code, at=timezone.now()) is None


def test_the_list_of_colleagues_costs_the_same_with_one_and_with_twenty(client, base, django_assert_num_queries):  # noqa: F811
    draft = Draft.objects.get()
    client.get(f"{base}who-works/")
    for number in (1, 19):
        DraftShare.objects.bulk_create(DraftShare(draft=draft, token_hash=f"{number:04d}{row:060d}") for row in range(number))
        with django_assert_num_queries(2):
            client.get(f"{base}who-works/")
