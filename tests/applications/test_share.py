"""Several people on one file: what a colleague's link opens and how it is taken back."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from forms_app.applications.access import COOKIE
from forms_app.applications.models import Draft, DraftShare, DraftStep, Submission
from forms_app.applications.services import save_typed
from forms_app.applications.services.share import revoke_share, share_draft
from forms_app.calls.models import Call
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
        answers += [other.get(f"{base}{page}") for page in HOLDERS_ALONE if page not in {"correct/", "hand-over/", "elsewhere/"}]
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
