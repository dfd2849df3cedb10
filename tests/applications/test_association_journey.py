"""An association answers a call: the whole way without JavaScript, its annexes photographed, in French and in Arabic."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms_app.applications.models import Draft, Submission
from forms_app.applications.services.export.cells import provinces
from forms_app.calls.models import Call
from tests.applications.test_uploads import photo
from tests.engine.shipped import SHIPPED
from tests.factories_forms import call, commune, form, province

pytestmark = pytest.mark.django_db
KEY = "association_interest"
#: Every screen as a browser posts it; rows of lists by number, dates in three boxes.
POSTED = {
    "association": {
        "association_name": "جمعية النور", "legal_status": "association", "receipt_number": "١٢/٢٠١٩",
        "receipt_date-day": "7", "receipt_date-month": "3", "receipt_date-year": "2019",
    },
    "seat": {"headquarters": "Agadir", "address": "12, rue des Oliviers", "contact_name": "Amina Idrissi", "phone": "0528221234", "email": ""},
    "board": {
        "board-rows": "2", "board-0-name": "Amina Idrissi", "board-0-role": "Présidente", "board-1-name": "خديجة", "board-1-role": "أمينة المال",
        "assembly_date-day": "1", "assembly_date-month": "2", "assembly_date-year": "2025", "members_count": "40",
    },
    "experience": {"domains": ["training", "accompaniment"], "projects-rows": "1", "projects-0-title": "Tissage", "projects-0-year": "2022"},
    "team": {"team-rows": "1", "team-0-task": "Formatrice", "team-0-people": "2", "team-0-tie": "employed"},
    "premises": {"premises": "rented", "surface": "90", "equipment": ["training_room"]},
    "proposal": {"women_to_support": "120", "phases": ["incubation"], "proposal": "Accompagner 120 femmes"},
    "budget": {
        "budget-rows": "2", "budget-0-item": "Salaires", "budget-0-amount": "120 000", "budget-1-item": "كراء", "budget-1-amount": "٢٤٫٥٠٠",
        "budget_total": "1", "own_contribution": "",
    },
    "commitment": {"commitment": "on", "signatory": "Amina Idrissi", "signatory_role": "Présidente", "consent": "on"},
}  # fmt: skip
#: What is said of the sum on the pages, in each language.
TOTAL = {"fr": "144\u202f500 dirhams", "ar": "144,500 درهم"}


@pytest.fixture
def opened() -> Call:
    """A call for two provinces of a region; the association has its seat in a third one."""
    form(KEY, SHIPPED[KEY])
    tata = province("tata", "09.551.", ar="طاطا", fr="Tata")
    commune("09.001.01.01.", of=province("agadir", "09.001.", ar="أكادير", fr="Agadir"), ar="أكادير", fr="Agadir")
    return call(slug="associations", kind="associations", form_key=KEY, provinces=[province(), tata])


def annexes() -> dict[str, SimpleUploadedFile]:
    """Photos and a PDF, as a telephone sends them."""
    papers = {name: SimpleUploadedFile(f"{name}.jpg", photo(), "image/jpeg") for name in ("statutes", "receipt_copy", "minutes")}
    return papers | {"bank_certificate": SimpleUploadedFile("rib.pdf", photo(kind="PDF"), "application/pdf")}


def go_through(client: Client, language: str) -> str:
    """Fill every screen in its order; the address of the file."""
    begun = client.post(f"/{language}/apply/associations/", {"who": "me"}).headers["Location"]
    base, posted = begun.removesuffix("association/"), POSTED | {"annexes": annexes()}
    posted["proposal"] = posted["proposal"] | {"provinces": ["09.581.", "09.551."]}
    address = begun
    for step in SHIPPED[KEY]["steps"]:
        assert address == f"{base}{step['key']}/"
        assert client.get(address).status_code == 200
        answer = client.post(address, {"wizard-current_step": step["key"], **posted[step["key"]]})
        assert answer.status_code == 302, (step["key"], answer.context["form"].errors)
        address = answer.headers["Location"]
    assert address == f"{base}check/"
    return base


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_the_call_to_the_receipt(client, opened, language):
    base = go_through(client, language)
    page = client.get(f"{base}check/")
    assert page.content.decode().count(TOTAL[language]) == 1
    sent = client.post(f"{base}check/", {"key": page.context["key"]})
    assert sent.headers["Location"] == f"{base}receipt/"
    receipt = client.get(sent.headers["Location"])
    assert receipt.content.decode().count(Submission.objects.get().reference) >= 1
    assert client.get(f"{base}receipt.pdf").content[:5] == b"%PDF-"


def test_what_is_kept_of_it(client, opened):
    base = go_through(client, "fr")
    client.post(f"{base}check/", {"key": client.get(f"{base}check/").context["key"]})
    file = Submission.objects.select_related("commune", "province").get()
    columns = {name: getattr(file, name) for name in ("full_name", "legal_form", "members_count", "phone", "applicant_kind", "possible_duplicate")}
    assert columns == {
        "full_name": "جمعية النور", "legal_form": "association", "members_count": 40, "phone": "+212528221234", "applicant_kind": "",
        "possible_duplicate": False,
    }  # fmt: skip
    assert (file.commune.code, file.province.code) == ("09.001.01.01.", "09.001."), "its seat, outside the call's provinces"
    assert (file.answers["budget_total"], file.answers["provinces"]) == (144500, ["09.551.", "09.581."])
    named = Submission.objects.annotate(fr=provinces("provinces", "fr"), ar=provinces("provinces", "ar")).values_list("fr", "ar").get()
    assert named == ("Tata | Tiznit", "طاطا | تيزنيت"), "as an export writes them"
    assert sorted(file.sealed) == ["bank_certificate", "board", "contact_name", "phone", "signatory"]


def test_a_province_that_is_not_the_calls_cannot_be_covered(client, opened):
    begun = client.post("/fr/apply/associations/", {"who": "me"}).headers["Location"]
    address = begun.replace("/association/", "/proposal/")
    page = client.get(address).content.decode()
    assert [page.count(f'value="{code}"') for code in ("09.551.", "09.581.", "09.001.")] == [1, 1, 0]
    posted = {"wizard-current_step": "proposal", **POSTED["proposal"], "provinces": ["09.001."]}
    assert list(client.post(address, posted).context["form"].errors) == ["provinces"]


def test_a_second_file_with_the_same_receipt_is_flagged(client, opened):
    for browser in (client, Client()):
        base = go_through(browser, "fr")
        browser.post(f"{base}check/", {"key": browser.get(f"{base}check/").context["key"]})
    assert list(Submission.objects.values_list("possible_duplicate", flat=True)) == [True, True]


def test_the_blank_form_is_on_paper(client, opened):
    paper = client.get("/ar/apply/associations/form.pdf")
    assert (paper.status_code, paper.content[:5], Draft.objects.count()) == (200, b"%PDF-", 0)
