"""Several people on one file: what a colleague's link opens, how it is taken back, and the file handed over."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from forms_app.applications.access import COOKIE
from forms_app.applications.models import Draft, DraftShare, DraftStep, Submission
from forms_app.applications.services import find_by_code, save_typed, send_code, start_draft
from forms_app.applications.services.share import NotShared, offer_draft, revoke_share, share_draft, take_over, withdraw_offer
from forms_app.calls.models import Call
from portal.core.models import AuditEntry, OutboxMessage
from portal.core.outbox import names_programme
from tests.applications.test_journey import begin, fill, send
from tests.factories_forms import POSTED, call, commune, complete_draft, form

pytestmark = pytest.mark.django_db


@pytest.fixture
def body_call():
    form()
    commune()
    return call(slug="registration", kind=Call.Kind.ASSOCIATIONS)


@pytest.fixture
def base(client, body_call) -> str:
    """A file with its first step filled in."""
    base = begin(client)
    fill(client, base, ("you",))
    return base


def make_link(holder: Client, base: str, label: str = "") -> str:
    """The address of a new link, as the page shows it once."""
    page = holder.get(f"{base}who-works/")
    made = holder.post(f"{base}who-works/", {"link": page.context["token"], "label": label})
    return made.context["link"].removeprefix("http://testserver")


def colleague_of(holder: Client, base: str, label: str = "") -> Client:
    """A browser that followed a new link."""
    other = Client()
    other.get(make_link(holder, base, label))
    assert other.post("/ar/r/").status_code == 302
    return other


def saved(step: str, **changed: object) -> dict:
    return {"wizard-current_step": step, **POSTED[step], **changed}


def version_shown(browser: Client, base: str, step: str) -> str:
    """The version a page carries."""
    return re.search(r'name="wizard-version" value="(\d+)"', browser.get(f"{base}{step}/").content.decode())[1]


def test_a_colleague_fills_in_steps_and_is_told_what_she_is(client, base):
    other = colleague_of(client, base, "زميلتي في تيزنيت")
    page = other.get(f"{base}situation/")
    assert (page.status_code, "applications/helping.html" in [one.name for one in page.templates]) == (200, True)
    assert other.post(f"{base}situation/", saved("situation")).headers["Location"] == f"{base}project/"
    assert DraftStep.objects.get(step="situation").answers["experience"] == "1_5"
    assert client.get(f"{base}who-works/").context["shares"][0].used_at is not None


HOLDERS_ALONE = ("receipt/", "receipt.pdf", "withdraw/", "correct/", "elsewhere/", "who-works/", "hand-over/")


def test_a_colleague_may_do_nothing_else_before_nor_after_the_sending(client, base):
    other = colleague_of(client, base)
    fill(client, base, ("situation", "project"))
    key = client.get(f"{base}check/").context["key"]
    checked = other.get(f"{base}check/")
    answers = [other.post(f"{base}check/", {"key": key})]
    for sent in (False, True):
        if sent:
            send(client, base)
        answers += [other.get(f"{base}{page}") for page in HOLDERS_ALONE if page not in {"correct/", "hand-over/"}]
        answers += [other.post(f"{base}{page}", {"sure": "yes", "revoke": "1", "to": "1"}) for page in HOLDERS_ALONE if not page.startswith("receipt")]
    assert ({answer.status_code for answer in answers}, checked.status_code, b'name="key"' in checked.content) == ({403}, 200, False)
    assert Submission.objects.get().status == "received"
    assert DraftShare.objects.filter(revoked_at=None).count() == 1


def test_no_page_of_a_colleague_shows_the_resume_code(client, base):
    other = colleague_of(client, base)
    code = client.get(f"{base}you/").wsgi_request.key.code
    shown = [other.get(f"{base}{page}").content.decode() for page in ("you/", "check/", "finish-later/", "situation/")]
    shown.append(str(other.cookies[COOKIE]))
    asked_first = Client()
    asked_first.cookies = other.cookies.copy()
    begun = asked_first.post("/ar/apply/registration/", {"who": "me"})
    assert begun.templates[0].name == "applications/keep_first.html"
    shown.append(begun.content.decode())
    assert [code in page.replace("-", "") for page in shown] == [False] * 6
    assert other.get(f"{base}finish-later/").context["ways"] == []


def test_a_link_taken_back_closes_at_once(client, base):
    link = make_link(client, base)
    other, late = Client(), Client()
    other.get(link)
    other.post("/ar/r/")
    before = other.get(f"{base}situation/").status_code
    client.post(f"{base}who-works/", {"revoke": DraftShare.objects.get().pk})
    late.get(link)
    answers = [other.get(f"{base}situation/"), other.post(f"{base}situation/", saved("situation")), late.post("/ar/r/")]
    assert (before, [answer.status_code for answer in answers], COOKIE in late.cookies) == (200, [404] * 3, False)
    assert (DraftStep.objects.filter(step="situation").count(), client.get(f"{base}situation/").status_code) == (0, 200)


def test_what_she_types_while_her_link_is_taken_back_is_kept_nowhere():
    draft, _code = complete_draft(call(kind=Call.Kind.ASSOCIATIONS), commune())
    share = share_draft(draft=draft, token="t", label="", at=timezone.now())
    revoke_share(draft=draft, pk=share.pk, at=timezone.now())
    save_typed(draft=draft, step="you", typed={"name": ["هي"]}, at=timezone.now(), share=share)
    assert DraftShare.objects.values_list("typed", flat=True).get() == {}


def test_a_link_of_another_file_is_not_taken_back(client, base):
    share = make_link(client, base) and DraftShare.objects.get()
    other = Client()
    others = begin(other)
    other.post(f"{others}who-works/", {"revoke": share.pk})
    answer = other.post(f"{others}hand-over/", {"to": share.pk, "sure": "yes"})
    share.refresh_from_db()
    assert (share.revoked_at, share.offered_at, answer.headers["Location"]) == (None, None, f"{others}who-works/")


def test_the_same_press_twice_makes_one_link_and_forged_ones_none(client, base):
    token = client.get(f"{base}who-works/").context["token"]
    links = [client.post(f"{base}who-works/", {"link": token}).context["link"] for _each in range(2)]
    other = Client()
    others = begin(other)
    for browser, address, forged in ((client, base, "weak"), (client, base, ""), (other, others, token)):
        browser.post(f"{address}who-works/", {"link": forged})
    assert (len(set(links)), DraftShare.objects.count()) == (1, 1)


def test_neither_link_nor_label_lies_readable_in_the_database_or_a_log(client, base, caplog):
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        link = make_link(client, base, "زميلتي في تيزنيت")
        Client().get(link)
    token = link.removeprefix("/ar/r/").strip("/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM applications_draftshare")
        row = str(cursor.fetchall())
    assert (token in row, "تيزنيت" in row, [one for one in caplog.messages if token in one]) == (False, False, [])
    assert token not in client.get(f"{base}who-works/").content.decode()


def test_the_ways_to_send_a_link_are_her_own_and_neutral(client, base):
    page = client.get(f"{base}who-works/")
    ways = client.post(f"{base}who-works/", {"link": page.context["token"]}).context["ways"]
    assert [(way["url"].partition(":")[0], names_programme(way["url"])) for way in ways] == [("whatsapp", []), ("sms", []), ("mailto", [])]


def test_the_holder_who_tries_her_own_link_stays_the_holder(client, base):
    client.get(make_link(client, base))
    client.post("/ar/r/")
    assert client.get(f"{base}who-works/").status_code == 200


def test_a_womans_file_is_not_shared(client):
    form()
    commune()
    call(slug="registration")
    base = begin(client)
    pages = [client.get(f"{base}who-works/"), client.post(f"{base}who-works/", {"label": "x"})]
    assert ([page.status_code for page in pages], DraftShare.objects.count()) == ([404, 404], 0)
    fill(client, base)
    addresses = [f"{base}you/", f"{base}check/", f"{base}finish-later/", send(client, base)]
    assert [address for address in addresses if "who-works" in client.get(address).content.decode()] == []


def test_twenty_links_at_most(client, base):
    draft = Draft.objects.get()
    DraftShare.objects.bulk_create(DraftShare(draft=draft, token_hash=f"{number:064d}") for number in range(20))
    page = client.get(f"{base}who-works/")
    full = client.post(f"{base}who-works/", {"link": page.context["token"]})
    assert (DraftShare.objects.count(), "link" in full.context, bool(full.context["form"].errors)) == (20, False, True)


@pytest.mark.parametrize("first", ["holder", "colleague"])
def test_two_people_on_one_step_are_both_asked(client, base, first):
    """Two browsers with two keys: the second to save sees both answers; nothing is replaced in silence."""
    other = colleague_of(client, base)
    quick, slow = (client, other) if first == "holder" else (other, client)
    versions = [version_shown(browser, base, "situation") for browser in (quick, slow)]
    quick.post(f"{base}situation/", saved("situation", experience="none") | {"wizard-version": versions[0]})
    page = slow.post(f"{base}situation/", saved("situation", experience="over_10") | {"wizard-version": versions[1]})
    assert (page.status_code, [pair["name"] for pair in page.context["pairs"]]) == (409, ["wizard-take-experience"])
    assert DraftStep.objects.get(step="situation").answers["experience"] == "none"
    slow.post(f"{base}situation/", dict(page.context["kept"]) | {"wizard-take-experience": "mine"})
    assert DraftStep.objects.get(step="situation").answers["experience"] == "over_10"


@pytest.mark.parametrize("typist", ["holder", "colleague"])
def test_what_one_typed_and_left_survives_what_the_other_saves(client, base, typist):
    """She types, leaves without saving; the other saves the step; coming back she finds her words, and is asked when she saves them."""
    other = colleague_of(client, base)
    hers, others = (client, other) if typist == "holder" else (other, client)
    version = version_shown(hers, base, "situation")
    typed = saved("situation", experience="over_10") | {"wizard-version": version}
    assert hers.post(f"{base}situation/autosave/", typed).json()["state"] == "saved"
    assert version_shown(others, base, "situation") == version
    others.post(f"{base}situation/", saved("situation", experience="none") | {"wizard-version": version})
    back = hers.get(f"{base}situation/")
    assert back.context["form"]["experience"].value() == "over_10"
    asked = hers.post(f"{base}situation/", typed | {"wizard-version": version_shown(hers, base, "situation")})
    assert (asked.status_code, DraftStep.objects.get(step="situation").answers["experience"]) == (409, "none")


def test_what_a_colleague_types_in_several_steps_is_kept_and_not_shown_to_the_holder(client, base):
    other = colleague_of(client, base)
    for step, version in (("situation", "0"), ("you", "1")):
        typed = saved(step, experience="over_10") | {"wizard-version": version}
        assert other.post(f"{base}{step}/autosave/", typed).json()["state"] == "saved"
    forms = [browser.get(f"{base}situation/").context["form"] for browser in (client, other)]
    assert [page["experience"].value() for page in forms] == [None, "over_10"]


def hand_over(holder: Client, other: Client, base: str, stays: str = "no") -> str:
    """Offer and accept; where she who accepts is led."""
    holder.post(f"{base}hand-over/", {"to": DraftShare.objects.get(revoked_at=None).pk, "sure": "yes", "stays": stays})
    return other.post(f"{base}take-over/").headers["Location"]


@pytest.mark.parametrize(("stays", "left"), [("yes", 200), ("no", 404)])
def test_handing_over_changes_code_and_key(client, base, stays, left):
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
def test_who_takes_a_file_over_finds_what_she_had_typed_and_the_giver_who_stays_hers(client, base, stays, left):
    other = colleague_of(client, base)
    for browser, words in ((client, "1_5"), (other, "over_10")):
        browser.post(f"{base}situation/autosave/", saved("situation", experience=words) | {"wizard-version": "0"})
    hand_over(client, other, base, stays)
    assert other.get(f"{base}situation/").context["form"]["experience"].value() == "over_10"
    page = client.get(f"{base}situation/")
    assert (page.context["form"]["experience"].value() if page.status_code == 200 else None) == left
    answer = other.post(f"{base}situation/", saved("situation", experience="over_10") | {"wizard-version": "0"})
    assert (answer.status_code, DraftStep.objects.get(step="situation").everything["experience"]) == (302, "over_10")


def test_nothing_changes_hands_before_it_is_accepted(client, base):
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


def test_a_link_taken_back_in_another_tab_at_this_moment_is_offered_nothing(client, base, monkeypatch):
    colleague_of(client, base)

    def after_taking_back(**offer):
        revoke_share(draft=offer["draft"], pk=offer["pk"], at=timezone.now())
        return offer_draft(**offer)

    monkeypatch.setattr("forms_app.applications.views.share.offer_draft", after_taking_back)
    answer = client.post(f"{base}hand-over/", {"to": DraftShare.objects.get().pk, "sure": "yes"})
    assert (answer.headers.get("Location"), DraftShare.objects.get().offered_at) == (f"{base}who-works/", None)


def test_what_is_typed_in_another_file_stays_when_one_changes_hands(client, base, body_call):
    other, now = colleague_of(client, base), timezone.now()
    beside, _code = start_draft(call=body_call, language="ar", filled_by="self", at=now)
    save_typed(draft=beside, step="situation", typed={"experience": ["none"]}, at=now)
    hand_over(client, other, base, "yes")
    assert DraftStep.objects.get(draft=beside).typed == {"experience": ["none"]}


def test_an_offer_taken_back_while_it_is_accepted_changes_nothing(client, base):
    colleague_of(client, base)
    before = Draft.objects.get()
    share = offer_draft(draft=before, pk=DraftShare.objects.get().pk, stays=False, at=timezone.now())
    withdraw_offer(draft=before)
    with pytest.raises(NotShared):
        take_over(share=share, at=timezone.now())
    assert Draft.objects.get().resume_hash == before.resume_hash


def test_a_file_that_was_sent_changes_hands_with_its_tracking_code(client, base):
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


def test_a_code_sent_to_the_telephone_before_the_file_changed_hands_opens_nothing(client, base):
    other = colleague_of(client, base)
    fill(client, base, ("situation", "project"))
    send(client, base)
    sent = Submission.objects.get()
    send_code(reference=sent.reference, at=timezone.now())
    code = re.search(r"\d{6}", OutboxMessage.objects.get(purpose="tracking.code").body)[0]
    hand_over(client, other, base)
    assert find_by_code(reference=sent.reference, code=code, at=timezone.now()) is None


def test_the_list_of_colleagues_costs_the_same_with_one_and_with_twenty(client, base, django_assert_num_queries):
    draft = Draft.objects.get()
    client.get(f"{base}who-works/")
    for number in (1, 19):
        DraftShare.objects.bulk_create(DraftShare(draft=draft, token_hash=f"{number:04d}{row:060d}") for row in range(number))
        with django_assert_num_queries(2):
            client.get(f"{base}who-works/")
