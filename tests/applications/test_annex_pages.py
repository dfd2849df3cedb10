"""What can be a page of an annex, and how it stands in the document."""

import io

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from forms_app.applications.files.joining import MAX_PAGES
from forms_app.applications.files.pages import Part, Unreadable, join
from forms_app.applications.models import Annex, Upload
from forms_app.applications.services.annexes import join_waiting
from tests.applications.annexes_ground import pdf, photo, read

from .test_annexes import draft, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_pages_stand_in_order_on_sheets_as_they_lie_and_turned():
    tall, wide = photo((300, 400)), photo((400, 200))
    data, count = join([Part(tall), Part(wide, 90), Part(pdf(2), 270)], most=9)
    shown = [(round(one.mediabox.width), round(one.mediabox.height), one.rotation) for one in read(data).pages]
    assert (count, shown) == (4, [(595, 842, 0), (842, 595, 90), (200, 300, 270), (200, 300, 270)])


def test_the_same_pages_make_the_same_bytes():
    parts = [Part(photo()), Part(pdf())]
    assert join(parts, most=9) == join(parts, most=9)


@pytest.mark.parametrize(
    ("data", "code"),
    [(pdf(password="x"), "locked"), (pdf()[:200], "damaged"), (pdf(200), "too_long"), (b"%PDF-1.4\n%%EOF", "damaged"), (photo()[:90], "damaged")],
)
def test_what_cannot_be_a_page_is_told_with_its_reason(data, code):
    with pytest.raises(Unreadable) as refused:
        join([Part(data)], most=MAX_PAGES)
    assert refused.value.code == code


def test_a_pdf_locked_only_against_changes_is_read(draft):  # noqa: F811
    assert page(draft, pdf(3, password="")).pages == 3


@pytest.mark.parametrize(("data", "code"), [(pdf(password="x"), "locked"), (pdf(200), "too_long"), (pdf()[:300] + b"\n%%EOF", "damaged")])
def test_a_pdf_of_no_use_is_refused_before_it_is_kept(draft, data, code):  # noqa: F811
    with pytest.raises(ValidationError) as refused:
        page(draft, data)
    assert (refused.value.code, Upload.objects.count(), Annex.objects.count()) == (code, 0, 0)


def test_only_what_is_drawn_is_taken_over():
    """A script, an attachment and the maker's name stay behind; a stamp is drawn into its page."""
    writer = PdfWriter()
    sheet = writer.add_blank_page(200, 300)
    stamp = DecodedStreamObject()
    stamp.set_data(b"1 0 0 rg 0 0 10 10 re f")
    stamp.update({NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): ArrayObject(map(NumberObject, (0, 0, 10, 10)))})
    mark = {"/Subtype": NameObject("/Stamp"), "/Rect": ArrayObject(map(NumberObject, (20, 20, 40, 60)))}
    mark["/AP"] = DictionaryObject({NameObject("/N"): writer._add_object(stamp)})
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
    sheet[NameObject("/Annots")] = ArrayObject([DictionaryObject({NameObject(name): value for name, value in mark.items()})])
    sheet[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    writer.add_attachment("x.exe", b"MZ-secret")
    out = io.BytesIO()
    writer.write(out)
    data = join([Part(out.getvalue())], most=9)[0]
    drawn = read(data).pages[0]
    left = [word for word in (b"MZ-secret", b"alert", b"/Annots", b"EmbeddedFile") if word in data]
    assert (left, b"2.0000 0.0000 0.0000 4.0000 20.0000 20.0000 cm" in drawn.get_contents().get_data()) == ([], True)


def test_heic_photos_are_pages_too(draft):  # noqa: F811
    kept = page(draft, photo((320, 240), kind="HEIF"))
    assert (kept.media_type, join_waiting(), Annex.objects.get().pages) == ("image/jpeg", 1, 1)


def test_a_heic_that_claims_more_pixels_than_any_telephone_takes_is_refused(draft):  # noqa: F811
    data = photo((320, 240), kind="HEIF")
    place = data.index(b"ispe") + 8
    with pytest.raises(ValidationError) as refused:
        page(draft, data[:place] + (30_000).to_bytes(4, "big") * 2 + data[place + 8 :])
    assert (refused.value.code, Upload.objects.count()) == ("too_many_pixels", 0)


def test_a_photo_that_is_also_a_program_is_a_photo_only(draft):  # noqa: F811
    kept = page(draft, photo() + b"%PDF-1.4 <script>alert(1)</script>")
    join_waiting()
    with Annex.objects.get().file.open("rb") as file:
        data = file.read()
    assert (kept.media_type, b"script" in data) == ("image/jpeg", False)
