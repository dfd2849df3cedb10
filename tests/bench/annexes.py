"""Ten photos of 4 MB, from the telephone's bytes to one PDF: received one by one, then put together in the background."""

import io
import random
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter

from forms_app.applications.models import Annex, Draft
from forms_app.applications.services import start_draft
from forms_app.applications.services.annexes import join_waiting
from forms_app.applications.services.uploads import add_upload
from forms_app.engine.definition import definition_of
from tests.applications.annexes_ground import annex_call

from .table import Table

_PHOTOS, _SIZE, _MEGABYTES = 10, (3000, 4000), 4_000_000
#: Seconds: issue 5.
_BAR = 10


def measure(table: Table) -> None:
    """The bar holds for all of it, though only the last part happens in the background."""
    photos = [_paper(number, (600, 800) if table.quick else _SIZE) for number in range(1 if table.quick else _PHOTOS)]
    table.add("photos", len(photos))
    table.add("size of one photo", sum(map(len, photos)) / len(photos) / 1e6, "MB")
    draft = start_draft(call=annex_call(), language="fr", filled_by="self", at=timezone.now())[0]
    received = _seconds(lambda: _receive(draft, photos))
    joined = _seconds(join_waiting)
    annex = Annex.objects.get(draft=draft)
    table.add("receiving them: checked, drawn anew, kept", received, "s")
    table.add("putting them together, in the background", joined, "s")
    table.add("both", received + joined, "s", at_most=_BAR)
    table.add("size of the PDF", annex.size / 1e6, "MB")


def _receive(draft: Draft, photos: list[bytes]) -> None:
    question = definition_of(draft.form_version).question("statutes")
    for number, photo in enumerate(photos):
        add_upload(draft=draft, question=question, file=SimpleUploadedFile(f"{number}.jpg", photo), at=timezone.now(), sent_as=f"bench-{number}")


def _seconds(act: object) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _paper(number: int, size: tuple[int, int]) -> bytes:
    """A page of small print with a camera's noise, at the quality that makes it about 4 MB."""
    noise = Image.effect_noise(size, 24).convert("RGB").filter(ImageFilter.GaussianBlur(0.6))
    page = Image.blend(Image.new("RGB", size, "white"), noise, 0.5)
    draw, chance = ImageDraw.Draw(page), random.Random(number)
    for line in range(200, size[1] - 100, 70):
        draw.text((200, line), " ".join(f"{chance.getrandbits(30):x}" for _word in range(14)), fill="black", font_size=44)
    for quality in (97, 95, 93, 90, 85, 80):
        out = io.BytesIO()
        page.save(out, "JPEG", quality=quality)
        if out.tell() <= _MEGABYTES * 1.1:
            break
    return out.getvalue()
