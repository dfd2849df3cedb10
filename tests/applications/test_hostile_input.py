"""What nobody types by hand, sent to the steps of a form: a clear page, nothing lost, nothing leaked, nothing broken."""

import copy
import io
import logging
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from forms_app.applications.models import DraftStep, Submission, Upload
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import JISR, POSTED, call, commune, form

pytestmark = pytest.mark.django_db
TEXT = {"ar": "سؤال", "fr": "Question"}
#: One question of every kind that takes digits or free words.
KINDS = ("short_text", "long_text", "number", "money", "date", "choice", "multiple", "yes_no", "phone", "email", "cin", "ice", "commune", "consent")
NOBODY_TYPES = {
    "NUL": "a\x00b",
    "controls": "\x01\x02\x7f\x9f",
    "overrides": "\u202efatima\u2066\u2067",
    "long": "ا" * 50_000,
    "brackets": "[]{}()" * 50,
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=1>",
    "template": "{{ settings.SECRET_KEY }}{% debug %}%(secret)s ${7*7}",
    "sql": "'; DROP TABLE applications_draft; --",
    "minus": "-1",
    "exponent": "1e999",
    "infinity": "Infinity",
    "huge": "9" * 400,
    "fullwidth": "０６１２３４５６７８",
    "superscript": "²³",
    "json": '{"key": ["in"]}',
    "private": "\ue000\ue001\ue002\ue00f",
    "nonbreaking": "\u00a0\u2003\u3000",
    "emoji": "👩🏽‍🌾" * 40,
    "combining": "e" + "\u0301" * 5_000,
    "percent": "%00%d0%", "path": "../../etc/passwd\\..\\x",
}  # fmt: skip


@pytest.fixture
def every_kind():
    """An open call whose form asks one question of each kind, on one step, and one document."""
    definition = copy.deepcopy(JISR)
    questions = []
    for kind in KINDS:
        question = {"key": f"q_{kind}", "type": kind, "label": TEXT, "required": False}
        if kind in {"choice", "multiple"}:
            question["choices"] = [{"value": "a", "label": TEXT}, {"value": "b", "label": TEXT}]
        questions.append(question)
    questions.append({"key": "q_papers", "type": "file", "label": TEXT, "required": False, "accept": ["image", "pdf", "office"], "max_files": 3})
    definition["steps"].insert(0, {"key": "every", "title": TEXT, "questions": questions})
    form(definition=definition)
    commune()
    return call(slug="registration")


def begun(client: Client, language: str = "fr") -> str:
    """A draft of that form; its address without the step."""
    return client.post(f"/{language}/apply/registration/", {"who": "me"}).headers["Location"].removesuffix("every/")


def post(client: Client, base: str, values: dict[str, object], step: str = "every"):
    return client.post(f"{base}{step}/", {"wizard-current_step": step, **values})


@pytest.mark.parametrize("name", NOBODY_TYPES)
def test_what_nobody_types_is_refused_in_words_or_kept_harmless(client, every_kind, name, caplog):
    """Each kind of question is given the same; the page comes back whole, and nothing but what it accepts is kept."""
    base, typed = begun(client), NOBODY_TYPES[name]
    values = {f"q_{kind}": typed for kind in KINDS} | {f"q_date-{part}": typed for part in ("day", "month", "year")}
    with caplog.at_level(logging.WARNING):
        response = post(client, base, values)
    if response.status_code == 200:
        assert (list(response.context["form"].errors) != [], DraftStep.objects.filter(version__gt=0).count()) == (True, 0)
        assert client.get(f"{base}every/").status_code == 200
        html = response.content.decode()
        assert ("<script>alert" in html, "<img src=x" in html) == (False, False)
    else:
        assert (response.status_code, client.get(f"{base}every/").status_code) == (302, 200)
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["NUL", "overrides", "markup", "private", "combining", "controls"])
def test_words_that_are_kept_are_shown_harmless_everywhere(client, every_kind, kind, name):
    base = begun(client)
    response = post(client, base, {f"q_{kind}": NOBODY_TYPES[name]})
    if response.status_code == 302:
        kept = str(DraftStep.objects.get().everything)
        assert [bad for bad in ("\x00", "\u202e", "\u2066", "\x01") if bad in kept] == []
        html = client.get(f"{base}every/").content.decode()
        assert ("<script>alert" in html, "\x00" in html) == (False, False)
    else:
        assert (response.status_code, list(response.context["form"].errors)) == (200, [f"q_{kind}"])


def test_values_of_the_wrong_shape_are_no_failure_of_ours(client, every_kind):
    """Lists where one answer is asked for, one where a list is, names that are parts of others."""
    base = begun(client)
    values = {f"q_{kind}": ["x", "y", "z"] for kind in KINDS} | {
        "q_date-day": ["1", "2"],
        "q_date": ["1990-01-01", "x"],
        "q_": "x",
        "__proto__": "x",
        "q_papers": "x",
    }
    assert (post(client, base, values).status_code, client.get(f"{base}every/").status_code) == (200, 200)
    assert DraftStep.objects.filter(version__gt=0).count() == 0


def test_a_lone_surrogate_in_a_browsers_bytes_is_no_failure_of_ours(client, every_kind):
    """UTF-8 that encodes half a pair, as old telephones send it."""
    base = begun(client)
    body = b"wizard-current_step=every&q_short_text=a%ED%A0%80b"
    response = client.post(f"{base}every/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {200, 302}
    assert client.get(f"{base}every/").status_code == 200


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize(("size", "field"), [(10_000_000, "q_long_text"), (10_000_000, "unknown")])
def test_ten_megabytes_of_text_meet_a_page_in_her_language_and_lose_nothing(client, every_kind, language, size, field):
    base = begun(client, language)
    post(client, base, {"q_short_text": "زيت أركان"})
    response = post(client, base, {"q_short_text": "زيت", field: "a" * size})
    html = response.content.decode()
    assert (response.status_code, f'<html lang="{language}"' in html, "aaaaaaaa" in html) == (400, True, False)
    assert client.get(f"{base}every/").context["form"].initial["q_short_text"] == "زيت أركان"


def test_five_thousand_fields_meet_the_same_page(client, every_kind):
    base = begun(client)
    response = post(client, base, {f"q{number}": "x" for number in range(5000)})
    assert (response.status_code, DraftStep.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"q_number": "٤٢"}, {"q_number": 42}),
        ({"q_money": "١٢٥٠,٥"}, {"q_money": "1250.50"}),
        ({"q_phone": "٠٦١٢٣٤٥٦٧٨"}, {"q_phone": "+212612345678"}),
        ({"q_phone": "۰۶۱۲۳۴۵۶۷۸"}, {"q_phone": "+212612345678"}),
        ({"q_cin": "ab ١٢٣٤٥٦"}, {"q_cin": "AB123456"}),
        ({"q_date-day": "٧", "q_date-month": "٣", "q_date-year": "١٩٩٠"}, {"q_date": "1990-03-07"}),
    ],
)
def test_arabic_digits_are_accepted(client, every_kind, typed, stored):
    base = begun(client)
    assert post(client, base, typed).status_code == 302
    assert {key: value for key, value in DraftStep.objects.get().everything.items() if key in stored} == stored


@pytest.mark.parametrize("typed", ["О612345678", "O6l2345678", "𝟎𝟔𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "०६१२३४५६७८", "〇六一二三四五六七八"])
def test_letters_and_digits_of_other_scripts_that_look_right_are_not_a_number(client, every_kind, typed):
    base = begun(client)
    answers = post(
        client, base, {"q_number": typed, "q_ice": typed, "q_cin": f"AB{typed[:6]}", "q_date-day": typed[1:3], "q_date-month": "1", "q_date-year": "1990"}
    )
    assert (answers.status_code, sorted(answers.context["form"].errors)) == (200, ["q_cin", "q_date", "q_ice", "q_number"])


@pytest.mark.parametrize(
    ("typed", "refused"),
    [("О612345678", False), ("O6l2345678", True), ("𝟎𝟔𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", False), ("०६१२३४५६७८", False), ("〇六一二三四五六七八", True), ("06x12345678", True)],
)
def test_a_telephone_of_look_alikes_is_the_number_meant_or_none(client, every_kind, typed, refused):
    base = begun(client)
    answers = post(client, base, {"q_phone": typed})
    kept = [row.everything for row in DraftStep.objects.filter(version__gt=0)]
    assert (answers.status_code, [row["q_phone"] for row in kept]) == ((200, []) if refused else (302, ["+212612345678"]))


def test_words_of_both_directions_stay_as_they_were_typed(client, open_call):  # noqa: F811
    base = begin(client)
    mixed = "تعاونية Argan d’Or (2020) للنساء"
    assert client.post(f"{base}you/", {"wizard-current_step": "you", **POSTED["you"], "full_name": mixed}).status_code == 302
    fill(client, base, ("situation", "project"))
    send(client, base)
    assert Submission.objects.get().full_name == mixed


# Documents -------------------------------------------------------------------


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


HOSTILE_FILES = {
    "svg with a script": ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "html": ("a.pdf", b"<html><script>alert(1)</script>"),
    "zip bomb": ("a.docx", package({"[Content_Types].xml": b"", "word/document.xml": b"0" * 60_000_000})),
    "macros": ("a.docx", package({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""})),
    "program in a pdf": ("a.pdf", b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n"),
    "pdf and zip at once": ("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF" + package({"a": b"b"}) + b"%%EOF"),
    "empty": ("a.jpg", b""),
    "cut photo": ("a.jpg", photo()[:120]),
    "11 MB": ("a.jpg", photo() + b"\0" * 11_000_000),
    "executable": ("a.jpg", b"MZ" + b"\0" * 500),
    "gif": ("a.gif", b"GIF89a" + b"\0" * 100),
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_document_made_to_harm_is_refused_beside_its_question_and_keeps_the_rest(client, every_kind, name):
    base = begun(client)
    called, data = HOSTILE_FILES[name]
    page = post(client, base, {"q_short_text": "زيت أركان", "q_papers": SimpleUploadedFile(called, data, content_type="image/jpeg")})
    assert (page.status_code, list(page.context["form"].errors), Upload.objects.count()) == (200, ["q_papers"], 0)
    assert page.context["form"]["q_short_text"].value() == "زيت أركان"


def test_a_photo_that_is_also_a_page_is_kept_as_a_photo_only(client, every_kind):
    base = begun(client)
    polyglot = photo()[:-2] + b"<script>alert(1)</script>" + photo()[-2:] + package({"x.html": b"<script>"})
    assert post(client, base, {"q_papers": SimpleUploadedFile("a.html", polyglot, content_type="text/html")}).status_code == 302
    kept = Upload.objects.get()
    shown = client.get(f"{base}documents/{kept.public_id}/")
    body = b"".join(shown.streaming_content)
    shown.close()
    assert (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"], b"script" in body, b"PK\x03\x04" in body) == (
        "image/jpeg",
        "nosniff",
        False,
        False,
    )


PATHS = ("../../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow.jpg", "a\x00.jpg", "a\r\nSet-Cookie: x=y.jpg", 'a".jpg', "\u202egpj.exe", "." * 300)


@pytest.mark.parametrize("name", [*PATHS, "ا" * 300 + ".jpg", "con.jpg", "<b>.jpg"])
def test_the_name_of_a_document_is_a_word_and_never_a_path(client, every_kind, name):
    base = begun(client)
    file = SimpleUploadedFile("x.jpg", photo(), content_type="image/jpeg")
    file._name = name
    assert post(client, base, {"q_papers": file}).status_code == 302
    kept = Upload.objects.get()
    assert [bad for bad in ("/", "\\", "\x00", "\n", "\r", "\u202e") if bad in kept.name] == []
    assert kept.file.name == f"uploads/{kept.created_at:%Y/%m/%d}/{kept.public_id}.jpg"
    shown = client.get(f"{base}documents/{kept.public_id}/")
    b"".join(shown.streaming_content)  # read to the end, the client closes it
    page = client.get(f"{base}every/").content.decode()
    assert (shown.status_code, "Set-Cookie" in shown.headers, "<b>.jpg" in page) == (200, False, False)
