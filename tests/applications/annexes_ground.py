"""A call whose form asks for an annex; photos and PDFs to send to it."""

import copy
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader, PdfWriter

from forms_app.calls.models import Call
from tests.factories_forms import JISR, call, commune, form

TEXT = {"ar": "القانون الأساسي", "fr": "Statuts", "zgh": "ⵉⵙⵓⴹⴰⴼ"}
STEP = {
    "key": "papers",
    "title": TEXT,
    "questions": [
        {"key": "statutes", "type": "file", "label": TEXT, "required": False, "annex": True, "accept": ["image", "pdf"], "max_files": 12},
        {"key": "word", "type": "short_text", "label": TEXT, "required": False},
    ],
}


def annex_call() -> Call:
    """Open, with the pages of an annex asked for in its first step."""
    definition = copy.deepcopy(JISR)
    definition["steps"].insert(0, STEP)
    form(definition=definition)
    commune()
    return call(slug="registration")


def begun(client: Client, language: str = "fr") -> str:
    """A draft of that form; its address without the step."""
    return client.post(f"/{language}/apply/registration/", {"who": "me"}).headers["Location"].removesuffix("papers/")


def photo(size: tuple[int, int] = (300, 400), colour: str = "red", kind: str = "JPEG", **options: object) -> bytes:
    """A picture as a telephone makes it."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def pdf(pages: int = 1, *, size: tuple[int, int] = (200, 300), password: str | None = None) -> bytes:
    """A PDF of empty pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(*size)
    if password is not None:
        writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sent(data: bytes, name: str = "p.jpg") -> SimpleUploadedFile:
    """What a browser posts."""
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def read(data: bytes) -> PdfReader:
    """A PDF to look into."""
    return PdfReader(io.BytesIO(data))
