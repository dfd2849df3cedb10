"""Documents: what they really are, made safe, counted, checked, kept private."""

import io
import socket
import threading
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from forms_app.applications.files.content import MAX_FILE, examine
from forms_app.applications.models import Upload
from forms_app.applications.services.uploads import add_upload, clean_name, documents_of, remove_upload, scan_waiting
from forms_app.engine.definition import Question
from portal.core.translated import TranslatedText
from tests.factories_forms import call, commune, complete_draft
from tests.full_disk import full_disk

TEXT = b"application/vnd.oasis.opendocument.text"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """A picture as a telephone makes it."""
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def question(**values: object) -> Question:
    """A question that asks for documents."""
    words = TranslatedText({"ar": "وثائق", "fr": "Documents"})
    return Question(**{"key": "papers", "type": "file", "label": words, "hint": TranslatedText(), "accept": ("image", "pdf"), "max_files": 2} | values)


def file(data: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    """What a browser posts; its type is a lie."""
    return SimpleUploadedFile(name, data, content_type="text/html")


@pytest.fixture
def draft(db):
    """A draft to which documents are joined."""
    return complete_draft(call(), commune())[0]


def test_a_full_disk_refuses_a_document_in_words_and_keeps_nothing_of_it(draft):
    """What she answered is kept; the same document is taken when there is room again."""
    before = set(Path(settings.PRIVATE_ROOT).rglob("*.jpg"))
    noisy = Image.frombytes("RGB", (200, 200), bytes(range(256)) * 468 + bytes(192))
    out = io.BytesIO()
    noisy.save(out, "JPEG")
    with full_disk(room=1000), pytest.raises(ValidationError) as refused:
        add_upload(draft=draft, question=question(), file=file(out.getvalue()), at=timezone.now())
    assert (refused.value.code, Upload.objects.count(), set(Path(settings.PRIVATE_ROOT).rglob("*.jpg")) - before) == ("no_room", 0, set())
    kept = add_upload(draft=draft, question=question(), file=file(out.getvalue()), at=timezone.now())
    assert (Upload.objects.get(), kept.size > 1000) == (kept, True)


def test_a_document_is_taken_back_whatever_the_disk_says(draft, django_capture_on_commit_callbacks, monkeypatch):
    """It is hers no more; an error page would tell her the contrary."""
    kept = add_upload(draft=draft, question=question(), file=file(photo()), at=timezone.now())
    monkeypatch.setattr(type(kept.file.storage), "delete", lambda _storage, _name: (_ for _ in ()).throw(PermissionError))
    with django_capture_on_commit_callbacks(execute=True):
        remove_upload(draft=draft, public_id=kept.public_id, at=timezone.now())
    assert not Upload.objects.exists()


def test_a_photo_is_drawn_anew_upright_and_without_traces():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Telephone"
    kept = examine(photo((40, 30), exif=exif) + b"PK\x05\x06<script>", ["image"])
    with Image.open(io.BytesIO(kept.data)) as shown:
        assert (kept.media_type, shown.size, dict(shown.getexif()), b"script" in kept.data) == ("image/jpeg", (30, 40), {}, False)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("PNG", "I;16"), ("WEBP", "RGB"), ("HEIF", "RGB"), ("JPEG", "CMYK")])
def test_every_kind_of_photo_becomes_a_plain_jpeg(kind, mode):
    out = io.BytesIO()
    Image.new(mode, (50, 40)).save(out, kind)
    with Image.open(io.BytesIO(examine(out.getvalue(), ["image"]).data)) as shown:
        assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", (50, 40))


def test_a_large_photo_is_brought_to_a_size_that_can_be_sent():
    with Image.open(io.BytesIO(examine(photo((4000, 3000)), ["image"]).data)) as shown:
        assert max(shown.size) == 2000


@pytest.mark.parametrize(
    ("data", "accept", "code"),
    [
        (b"", ["image"], "empty"),
        (b"x" * (MAX_FILE + 1), ["image"], "too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", ["image", "pdf", "office"], "kind"),
        (b"<html>", ["image", "pdf"], "kind"),
        (b"GIF89a" + b"\0" * 50, ["image"], "kind"),
        (PDF, ["image"], "kind"),
        (photo(), ["pdf"], "kind"),
        (photo()[:200], ["image"], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, ["image"], "damaged"),
        (PDF[:-7], ["pdf"], "damaged"),
        (PDF[:-6] + package({"a": b"b"}) + b"%%EOF", ["pdf"], "damaged"),
        (PDF.replace(b"<<>>", b"<</OpenAction<</S/JavaScript>>>>"), ["pdf"], "active"),
        (PDF.replace(b"<<>>", b"<</Type/ObjStm>>stream\n<</S/Rendition/JS(x)>>endstream"), ["pdf"], "active"),
        (PDF.replace(b"<<>>", b"<<>>%stream \xff\n<</OpenAction<</S/JavaScript>>>>%endstream"), ["pdf"], "active"),
        (package({"[Content_Types].xml": b"", "word/document.xml": b"0" * 90_000_000}), ["office"], "damaged"),
        (package({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}), ["office"], "active"),
        (package({"a.exe": b""}), ["office"], "kind"),
        (b"PK\x03\x04" + b"\0" * 100, ["office"], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, ["pdf", "office"], "old"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, ["pdf"], "kind"),
        (package({"mimetype": TEXT * 3})[:38] + b"\xff" * 3 + package({"mimetype": TEXT * 3})[41:], ["office"], "damaged"),
        (package({"mimetype": TEXT}, zipfile.ZIP_LZMA), ["office"], "damaged"),
        (package({"[Content_Types].xml": b"", "word/document.xml": b"<w/>"}), ["pdf"], "kind"),
    ],
)
def test_what_is_no_paper_is_refused_with_its_reason(data, accept, code):
    with pytest.raises(ValidationError) as refused:
        examine(data, accept)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (PDF.replace(b"<<>>", b"<</Length 9>>stream\r\n\xff\x00/JS(\x90/XFAendstream"), "application/pdf"),
        (package({"[Content_Types].xml": b"", "word/document.xml": b"<w/>"}), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (package({"mimetype": TEXT}, zipfile.ZIP_STORED), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_papers_are_told_by_their_content(data, media_type):
    kept = examine(data, ["image", "pdf", "office"])
    assert (kept.data, kept.media_type) == (data, media_type)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("بطاقة.jpg", "بطاقة.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("\x00.pdf", "pdf"),
        ("", "document"),
        ("\ud800", "document"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name, shown):
    assert clean_name(name) == shown


def test_what_the_sender_calls_it_is_never_a_path(draft):
    kept = add_upload(draft=draft, question=question(), file=file(PDF, "../../x.pdf"), at=timezone.now())
    assert (kept.name, kept.file.name.startswith("uploads/"), kept.public_id in kept.file.name, kept.media_type) == ("x.pdf", True, True, "application/pdf")
    with kept.file.open("rb") as content:
        assert content.read() == PDF


def test_documents_are_counted_and_weighed(draft, monkeypatch):
    now = timezone.now()
    for _each in range(2):
        add_upload(draft=draft, question=question(), file=file(PDF), at=now)
    with pytest.raises(ValidationError) as many:
        add_upload(draft=draft, question=question(), file=file(PDF), at=now)
    Upload.objects.update(size=30 * 1024 * 1024)
    with pytest.raises(ValidationError) as much:
        add_upload(draft=draft, question=question(key="other"), file=file(PDF), at=now)
    assert (many.value.code, much.value.code, draft.uploads.count()) == ("too_many", "too_much", 2)


def test_a_document_taken_back_is_gone_from_the_disk(draft, django_capture_on_commit_callbacks):
    kept = add_upload(draft=draft, question=question(), file=file(PDF), at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        remove_upload(draft=draft, public_id=kept.public_id, at=timezone.now())
    assert (documents_of(draft=draft), kept.file.storage.exists(kept.file.name)) == ({}, False)


def test_somebody_elses_document_cannot_be_taken_back(draft):
    kept = add_upload(draft=draft, question=question(), file=file(PDF), at=timezone.now())
    other = complete_draft(call(), commune())[0]
    remove_upload(draft=other, public_id=kept.public_id, at=timezone.now())
    assert Upload.objects.filter(pk=kept.pk, removed_at=None).exists()


class Clamd(threading.Thread):
    """A daemon that speaks clamd's protocol and gives one answer."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.received = b""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.listening.getsockname()[1]}"

    def run(self) -> None:
        link, _address = self.listening.accept()
        with link, self.listening:
            stream = link.makefile("rb")
            assert stream.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(stream.read(4), "big"):
                self.received += stream.read(size)
            link.sendall(self.answer + b"\0")


@pytest.mark.parametrize(("answer", "verdict"), [(b"stream: OK", "clean"), (b"INSTREAM size limit exceeded. ERROR", "waiting")])
def test_the_scanner_sees_the_bytes_that_are_kept(draft, settings, answer, verdict):
    daemon = Clamd(answer)
    daemon.start()
    settings.CLAMAV_URL = daemon.url
    kept = add_upload(draft=draft, question=question(), file=file(PDF), at=timezone.now())
    daemon.join(5)
    assert (kept.scan, daemon.received) == (verdict, PDF)


def test_a_document_with_a_virus_is_refused(draft, settings):
    daemon = Clamd(b"stream: Eicar-Signature FOUND")
    daemon.start()
    settings.CLAMAV_URL = daemon.url
    with pytest.raises(ValidationError) as refused:
        add_upload(draft=draft, question=question(), file=file(PDF), at=timezone.now())
    assert (refused.value.code, draft.uploads.count()) == ("infected", 0)


def test_while_the_scanner_is_down_documents_wait_and_are_checked_later(draft, settings):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
    kept, next_one = (add_upload(draft=draft, question=question(max_files=2), file=file(PDF), at=timezone.now()) for _each in range(2))
    assert (kept.scan, scan_waiting()) == ("waiting", {"waiting": 2})
    daemon = Clamd(b"stream: OK")
    daemon.start()
    settings.CLAMAV_URL = daemon.url
    assert scan_waiting(limit=1) == {"clean": 1}
    assert [Upload.objects.get(pk=one.pk).scan for one in (kept, next_one)] == ["clean", "waiting"], "what was found of one is said of another"


def test_a_document_whose_bytes_were_lost_leaves_no_other_unchecked(draft, settings):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
    lost, kept = (add_upload(draft=draft, question=question(max_files=2), file=file(PDF), at=timezone.now()) for _each in range(2))
    lost.file.storage.delete(lost.file.name)
    daemon = Clamd(b"stream: OK")
    daemon.start()
    settings.CLAMAV_URL = daemon.url
    assert (scan_waiting(limit=1), Upload.objects.get(pk=kept.pk).scan) == ({"lost": 1, "clean": 1}, "clean")
