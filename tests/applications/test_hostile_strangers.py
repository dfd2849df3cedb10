"""Other people's files: forged addresses, cookies, proofs and codes open nothing and say nothing."""

import datetime as dt
import logging

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from stdnum import damm

from forms_app.applications.access import COOKIE
from forms_app.applications.models import Draft, DraftStep, Status, Submission, Upload
from forms_app.applications.services import record_outcome
from portal.core.models import OutboxMessage
from tests.applications.test_hostile_input import photo
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED, staff

pytestmark = pytest.mark.django_db
HERS = (POSTED["you"]["full_name"], "+212612345678", "06 12 34 56 78", POSTED["project"]["project"])


def sent(client: Client) -> str:
    """A file just sent; the address of its draft."""
    base = begin(client)
    fill(client, base)
    send(client, base)
    return base


def leaks(*responses) -> list[str]:
    """What of hers stands in pages, addresses or cookies that were answered."""
    texts = [text for one in responses for text in (one.content.decode(), str(dict(one.headers)), str(one.cookies))]
    return [words for words in HERS for text in texts if words in text]


@pytest.fixture(autouse=True)
def _no_words_in_logs(caplog):
    """Whatever these tests do, no line of a log holds anybody's words."""
    with caplog.at_level(logging.DEBUG):
        yield
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert [words for words in HERS if words in said] == []


@pytest.mark.parametrize(
    "page", ["you/", "check/", "receipt/", "receipt.pdf", "form.pdf", "finish-later/", "elsewhere/", "withdraw/", "you/autosave/", "correct/"]
)
def test_another_womans_key_opens_no_page_of_hers(client, open_call, page):  # noqa: F811
    """Two women, each with a good key; one tries the other's address."""
    base = sent(client)
    other = Client()
    sent(other)
    before = list(DraftStep.objects.values_list("pk", "version"))
    responses = [other.get(f"{base}{page}"), other.post(f"{base}{page}", {"sure": "yes", "wizard-current_step": "you", **POSTED["you"]})]
    assert {response.status_code for response in responses} <= {404, 405}
    assert (leaks(*responses[:1]), list(DraftStep.objects.values_list("pk", "version"))) == ([], before)
    assert set(Submission.objects.values_list("status", flat=True)) == {Status.RECEIVED}


def test_another_womans_document_is_not_found_under_any_address(client, open_call):  # noqa: F811
    base, other = sent(client), Client()
    theirs = sent(other)
    upload = Upload(
        draft=Draft.objects.get(public_id=base.split("/")[-2]), question="papers", name="hers.jpg", media_type="image/jpeg", size=1, sha256="0" * 64
    )
    upload.file.save("", ContentFile(photo()), save=True)
    addresses = [f"{base}documents/{upload.public_id}/", f"{theirs}documents/{upload.public_id}/"]
    assert [other.get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.parametrize("cookie", ["", ":", "x:1", "{id}:123456789012", "{id}:123456789012:forged", "{id}\x00:1", "\ud800", "a" * 5000])
def test_a_forged_key_opens_nothing_and_breaks_nothing(client, open_call, cookie):  # noqa: F811
    base = sent(client)
    other = Client()
    other.cookies[COOKIE] = cookie.replace("{id}", base.split("/")[-2]).encode(errors="replace").decode()
    responses = [other.get(f"{base}{page}") for page in ("you/", "check/", "receipt/", "receipt.pdf")]
    assert ([response.status_code for response in responses], leaks(*responses)) == ([404] * 4, [])


def test_a_key_signed_for_something_else_opens_nothing(client, open_call):  # noqa: F811
    """A signature of ours, taken from another cookie or page."""
    base = sent(client)
    other = Client()
    for salt in ("forms_app.private_link", "forms_app.applications.shown", "django.core.signing"):
        other.cookies[COOKIE] = signing.get_cookie_signer(salt=COOKIE + salt).sign(f"{base.split('/')[-2]}:123456789012")
        assert other.get(f"{base}receipt/").status_code == 404


@pytest.mark.parametrize("page", ["correct", "withdraw"])
def test_a_forged_proof_does_nothing_to_a_file(client, open_call, page):  # noqa: F811
    base = sent(client)
    file = Submission.objects.get()
    other = Client()
    forged = [
        "",
        "x",
        str(file.pk),
        signing.dumps(file.pk),
        signing.dumps(file.pk, salt="forms_app.access"),
        signing.dumps(file.pk, salt=COOKIE),
        "\x00" * 10,
        "a" * 10_000,
    ]
    responses = [other.post(f"/ar/track/{page}/", {"proof": proof, "sure": "yes"}) for proof in forged]
    assert [response.headers.get("Location") for response in responses] == ["/ar/track/?again=1"] * len(forged)
    file.refresh_from_db()
    assert (file.status, Draft.objects.get(public_id=base.split("/")[-2]).reopened_at, leaks(*responses)) == (Status.RECEIVED, None, [])


def test_a_proof_is_good_for_half_an_hour_and_for_its_own_file(client, open_call):  # noqa: F811
    import time_machine

    base = sent(client)
    receipt = client.get(f"{base}receipt/").context
    other = Client()
    page = other.post("/ar/track/", {"reference": receipt["submission"].reference, "secret": receipt["secret"]})
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
        assert other.post("/ar/track/withdraw/", {"proof": page.context["proof"], "sure": "yes"}).headers["Location"] == "/ar/track/?again=1"
    assert Submission.objects.get().status == Status.RECEIVED


def test_a_one_time_code_shows_the_file_once(client, open_call):  # noqa: F811
    sent(client)
    file = Submission.objects.get()
    other = Client()
    other.post("/ar/track/code/", {"reference": file.reference})
    words = OutboxMessage.objects.get(purpose="tracking.code").body
    code = "".join(char for char in words if char.isdigit())[:6]
    pages = [other.post("/ar/track/code/file/", {"reference": file.reference, "code": code}) for _each in range(2)]
    assert [page.context.get("submission") for page in pages] == [file, None]
    assert leaks(pages[1]) == []


def test_a_code_of_one_file_does_not_show_another(client, open_call):  # noqa: F811
    sent(client)
    sent(Client())
    first, second = Submission.objects.order_by("pk")
    other = Client()
    for file in (first, second):
        other.post("/ar/track/code/", {"reference": file.reference})
    words = OutboxMessage.objects.filter(purpose="tracking.code").order_by("created_at")[0].body
    code = "".join(char for char in words if char.isdigit())[:6]
    page = other.post("/ar/track/code/file/", {"reference": second.reference, "code": code})
    assert page.context.get("submission") is None


def test_the_tracking_page_answers_the_same_for_a_file_that_is_not_there(client, open_call):  # noqa: F811
    sent(client)
    reference = Submission.objects.get().reference
    missing = f"{reference[:5]}000002-"
    missing += next(digit for digit in "0123456789" if damm.is_valid(missing.replace("-", "") + digit))
    other = Client()
    pages = [
        other.post(address, {"reference": one, **more})
        for one in (reference, missing)
        for address, more in (("/ar/track/", {"secret": "00000000"}), ("/ar/track/code/", {}))
    ]
    plain = [
        page.content.decode().replace(one, "").partition("csrfmiddlewaretoken")[0]
        for page, one in zip(pages, (reference, reference, missing, missing), strict=True)
    ]
    assert ([page.status_code for page in pages], plain[:2] == plain[2:]) == ([200] * 4, True)


@pytest.mark.parametrize("step", ["check", "situation/x", "YOU", "you%00", "..", "you ", "%D9%8A", "a" * 300, "__class__"])
def test_forged_step_names_are_not_found_and_nothing_is_kept(client, open_call, step):  # noqa: F811
    base = begin(client)
    response = client.post(f"{base}{step}/", {"wizard-current_step": step, **POSTED["you"]})
    assert response.status_code in {400, 404} or response.headers.get("Location", "").startswith(base), response.status_code
    assert DraftStep.objects.count() == 0


def test_a_question_that_was_not_reopened_cannot_be_changed(client, open_call):  # noqa: F811
    """Asked to complete one question, she (or a script) sends the whole step."""
    base = sent(client)
    file = Submission.objects.get()
    record_outcome(
        submission=file, outcome=Status.TO_COMPLETE, by=staff(), at=timezone.now(), until=timezone.now() + dt.timedelta(days=3), questions=["full_name"]
    )
    client.post(f"{base}correct/")
    values = POSTED["you"] | {"full_name": "فاطمة الزهراء", "marital_status": "widowed", "phone": "0700000000"}
    client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": "1", **values})
    send(client, base)
    file.refresh_from_db()
    assert (file.full_name, file.marital_status, file.phone) == ("فاطمة الزهراء", "married", "+212612345678")
    assert client.post(f"{base}situation/", {"wizard-current_step": "situation", **POSTED["situation"]}).status_code in {302, 404}


@pytest.mark.parametrize("address", ["/ar/apply/registration/x/you/", "/ar/r/{token}/", "/ar/track/"])
def test_error_pages_hold_nothing_of_what_was_sent(client, open_call, address):  # noqa: F811
    response = Client().post(address.replace("{token}", "x" * 300), {"full_name": HERS[0], "reference": HERS[1], "wizard-current_step": "you"})
    kept = response.content.decode().partition('name="typed:full_name"')
    assert (HERS[0] in kept[0], HERS[1] in kept[0] and "track" not in address) == (False, False)
