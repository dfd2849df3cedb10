"""What everybody sees of the register: its texts, its days, the page that checks a receipt, the receipt itself."""

import hashlib
import io
import re

import pypdf
import pytest
from django.test import Client

from forms_app.applications.codes import make_reference
from forms_app.applications.models import RegisterFile, Submission
from forms_app.applications.register.making import publish_opening
from forms_app.applications.register.receipts import proof_of
from forms_app.applications.throttle import TRIES_AN_ADDRESS, note_failure
from tests.applications.test_costs import cost
from tests.applications.test_journey import begin, fill, open_call  # noqa: F401
from tests.factories_forms import call, change_call

from .register_ground import at, day, make_until, send, text_of

pytestmark = pytest.mark.django_db
PROOF = "/fr/track/proof/"
OTHER = "0000-0000-0000-0000-0000-0000-0000"


def posted(sent: Submission, **values: str) -> dict[str, str]:
    return {"reference": sent.reference, "salt": sent.salt} | values


# The texts -------------------------------------------------------------------


def test_a_text_is_plain_and_kept_for_ever_by_everybody(client):
    send()
    make_until(0)
    page = client.get(f"/data/register/{day(0).isoformat()}.txt", headers={"accept-language": "fr"})
    names = ("Content-Type", "Cache-Control", "Content-Language", "Vary")
    assert [page.headers.get(name) for name in names] == ["text/plain; charset=utf-8", "public, max-age=31536000, immutable", "ar, fr, zgh", "Accept-Encoding"]
    assert (page.content.decode(), page.headers["ETag"]) == (text_of(), f'"{hashlib.sha256(page.content).hexdigest()}"')


def test_who_has_a_text_is_not_sent_it_again(client):
    make_until(0)
    name = f"/data/register/{RegisterFile.objects.get().name}.txt"
    page = client.get(name, headers={"if-none-match": client.get(name).headers["ETag"]})
    assert (page.status_code, page.content) == (304, b"")


@pytest.mark.parametrize("name", ["2026-01-01.txt", "opening-1.txt", "x.txt"])
def test_a_text_that_is_not_made_is_not_there(client, name):
    page = client.get(f"/data/register/{name}")
    assert (page.status_code, "immutable" in page.headers.get("Cache-Control", "")) == (404, False)


def test_the_list_of_fingerprints_is_that_of_the_texts(client):
    make_until(0)
    file = RegisterFile.objects.get()
    assert client.get("/data/register/SHA256SUMS").content.decode() == f"{file.sha256}  {file.name}.txt\n"


def test_the_open_data_name_the_texts_of_the_last_days(client):
    def listed() -> list[str]:
        return re.findall(r'href="/data/register/([^"]+)"', client.get("/data/").content.decode())

    before = listed()
    make_until(-4)
    make_until(3)
    assert (before, listed()) == ([], [*(f"{day(number).isoformat()}.txt" for number in range(3, -4, -1)), "SHA256SUMS"])


def test_the_texts_explain_themselves_in_every_language():
    make_until(0)
    assert [line[:2] for line in RegisterFile.objects.get().text.split("\n")[:4]] == ["# ", "# ", "# ", "re"]


# The days --------------------------------------------------------------------


def test_the_address_of_the_register_leads_to_the_days_in_the_readers_language(client):
    page = client.get("/data/register/", headers={"accept-language": "fr"})
    assert (page.status_code, page.headers["Location"], "Accept-Language" in page.headers["Vary"]) == (302, "/fr/track/register/", True)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_days_are_listed_by_month_with_the_openings(client, language):
    sealed = call(kind="associations", sealed=True)
    send(moment=at(0))
    make_until(3)
    publish_opening(call=sealed, at=at(4))
    page = client.get(f"/{language}/track/register/")
    listed = [file.day for file in page.context["days"]]
    month = [one for one in (day(number) for number in (3, 2, 1, 0)) if one.month == day(3).month]
    assert (listed, [file.call for file in page.context["openings"]]) == (month, [sealed])


def test_months_lead_to_one_another_and_an_unknown_one_is_the_last(client):
    for number, name in enumerate(("2026-08-31", "2026-09-01", "2026-10-02"), 1):
        RegisterFile.objects.create(number=number, name=name, day=name, made_at=at(), audit_sequence=0, text="", sha256="")
    months = [client.get("/fr/track/register/", {"month": month}).context for month in ("2026-08", "2026-09", "2026-10", "2026-13", "1", "2027-01", "0001-01")]
    assert [(month["earlier"], month["later"]) for month in months] == [("", "2026-09"), ("2026-08", "2026-10"), *[("2026-09", "")] * 5]


def test_a_month_costs_the_same_with_one_day_or_thirty(client):
    RegisterFile.objects.create(number=1, name="2026-01-01", day="2026-01-01", made_at=at(), audit_sequence=0, text="", sha256="")
    client.get("/fr/track/register/")
    one = cost(lambda: client.get("/fr/track/register/"))
    for number in range(2, 31):
        RegisterFile.objects.create(number=number, name=f"2026-01-{number:02}", day=f"2026-01-{number:02}", made_at=at(), audit_sequence=0, text="", sha256="")
    assert (cost(lambda: client.get("/fr/track/register/")), one <= 4) == (one, True)


def test_before_the_first_night_the_page_says_so(client):
    assert client.get("/ar/track/register/").context["days"] == []


# Checking --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_a_receipt_is_checked_and_nothing_of_it_is_in_an_address_or_a_cache(client, language):
    sent = send()
    make_until(0)
    page = client.post(f"/{language}/track/proof/", posted(sent, salt=sent.salt.lower().replace("-", " ")))
    assert (page.status_code, page.context["verdict"].outcome, page.context["verdict"].in_time) == (200, "listed", True)
    assert ("no-store" in page.headers["Cache-Control"], f"/data/register/{day(0).isoformat()}.txt" in page.content.decode()) == (True, True)
    assert hashlib.sha256(page.context["record"].encode()).hexdigest() in text_of()


def test_each_answer_has_its_own_words(client):
    sealed, of = call(kind="associations", sealed=True), call()
    sent = {"listed": send(of), "late": send(of), "changed": send(of), "held": send(sealed)}
    make_until(0)
    sent["not_yet"] = send(of, at(3))
    change_call(of, closes_at=at(2))
    Submission.objects.filter(pk=sent["changed"].pk).update(answers_sha256="0" * 64)
    said = {name: client.post(PROOF, posted(one)).content.decode().partition("<h1>")[2].partition("<dl")[0] for name, one in sent.items()}
    change_call(of, closes_at=at(-1))
    said["late"] = client.post(PROOF, posted(sent["late"])).content.decode().partition("<h1>")[2].partition("<dl")[0]
    assert len(set(said.values())) == 5


def test_a_number_and_a_code_that_do_not_go_together_are_refused_alike(client):
    sent = send()
    pages = [client.post(PROOF, data) for data in (posted(sent, salt=OTHER), posted(sent, reference=make_reference(call_number=9999, sequence=1)))]
    assert len({str(page.context["form"].non_field_errors()) for page in pages}) == 1
    assert [(page.status_code, page.context["form"]["salt"].value(), bool(page.context["form"].non_field_errors())) for page in pages] == [
        (200, OTHER, True), (200, sent.salt, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("field", "typed"), [("reference", "1012-004817-1"), ("salt", "4K7Q"), ("salt", ""), ("reference", "\x00"), ("salt", "ⵣ" * 28)])
def test_what_is_mistyped_is_said_beside_its_field(client, field, typed):
    page = client.post(PROOF, {"reference": "1012-004817-0", "salt": OTHER, field: typed})
    assert field in page.context["form"].errors


def test_guessing_is_slowed_down_and_a_right_answer_costs_nothing(client):
    sent = send()
    for _each in range(TRIES_AN_ADDRESS - 1):
        note_failure("proof-tries", {"127.0.0.1": TRIES_AN_ADDRESS})
    right, wrong = posted(sent), posted(sent, salt=OTHER)
    answers = [client.post(PROOF, data) for data in (right, right, wrong, right)]
    assert ([page.status_code for page in answers], answers[3].headers["Retry-After"]) == ([200, 200, 200, 429], "900")


def test_nothing_is_checked_by_an_address(client):
    sent = send()
    page = client.get(PROOF, posted(sent))
    assert (page.status_code, "verdict" in page.context, page.context["form"]["salt"].value()) == (200, False, None)


# The receipt -----------------------------------------------------------------


def sent_in_browser(client: Client) -> tuple[str, Submission]:
    base = begin(client, "fr")
    fill(client, base)
    client.post(f"{base}check/", {"key": client.get(f"{base}check/").context["key"]})
    return base, Submission.objects.get()


def test_the_receipt_shows_the_day_the_line_and_the_code(client, open_call):  # noqa: F811
    base, sent = sent_in_browser(client)
    page = client.get(f"{base}receipt/").content.decode()
    proof = proof_of(sent)
    assert [proof.record.salt in page, proof.line in page, f'href="/fr/track/proof/#{sent.reference}/{sent.salt}"' in page] == [True] * 3


def test_the_receipt_on_paper_bears_all_that_the_line_is_computed_from(client, open_call):  # noqa: F811
    base, sent = sent_in_browser(client)
    document = pypdf.PdfReader(io.BytesIO(client.get(f"{base}receipt.pdf").content))
    text = "".join(page.extract_text() for page in document.pages)
    assert [line for line in proof_of(sent).record.text.split("\n") if line not in text] == []
    assert (proof_of(sent).line in text, len(document.pages)) == (True, 1)


def test_a_sample_has_no_proof_on_its_receipt():
    assert proof_of(send(call(sample=True))) is None


def test_the_receipt_of_a_sealed_call_says_when_its_line_comes(client, open_call):  # noqa: F811
    change_call(open_call, sealed=True)
    base, sent = sent_in_browser(client)
    held, sealed = client.get(f"{base}receipt/").content.decode(), proof_of(sent).sealed
    change_call(open_call, unsealed_at=at())
    assert (sealed, held == client.get(f"{base}receipt/").content.decode()) == (True, False)
