"""Documents that are only passed on: what they really are, told from their bytes. The name and the type a browser claims count for nothing."""

import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

#: Bytes of one document of a call.
MOST_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OPEN_OFFICE = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet")
#: What each type is called, and how its files end.
FORMATS = {PDF: "PDF", **dict(zip(_OFFICE.values(), ("DOCX", "XLSX"), strict=True)), **dict(zip(_OPEN_OFFICE, ("ODT", "ODS"), strict=True))}
#: An office document unpacked: more is a bomb. Parts, bytes, and how much smaller than itself a part may be packed.
_MAX_PARTS, _MAX_UNPACKED, _MAX_RATIO = 2_000, 100 * 1024 * 1024, 300
#: A PDF that runs something, or carries another file, is no paper. The shorter ones stand by chance in the picture of every hundredth scan.
_ACTIVE, _ACTIVE_SHORT = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"), (b"/JS ", b"/JS(", b"/XFA")
_ZIP_END = b"PK\x05\x06"
#: How office programs pack; to open another way may take memory that the file itself asks for.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What :mod:`zipfile` meets broken bytes with.
_BROKEN = (zipfile.BadZipFile, EOFError, LookupError, OSError, RuntimeError, ValueError, struct.error, zlib.error)


@dataclass(frozen=True)
class Paper:
    """A document fit to be kept."""

    data: bytes
    media_type: str

    @property
    def extension(self) -> str:
        """How the name of its file ends."""
        return f".{FORMATS[self.media_type].lower()}"

    @property
    def sha256(self) -> str:
        """Its fingerprint."""
        return hashlib.sha256(self.data).hexdigest()

    def content(self) -> ContentFile:
        """To be saved."""
        return ContentFile(self.data)


def checked_paper(file: UploadedFile) -> Paper:
    """A document somebody of the staff gives: PDF, Word, Excel or OpenDocument, at most 20 MB.

    Raises:
        ValidationError: beside ``file``.
    """
    try:
        if cast(int, file.size) > MOST_BYTES:
            raise ValidationError(_("This document is too large: at most 20 MB."), code="too_large")
        data = file.read()
        if data.startswith(b"%PDF-"):
            return Paper(plain_pdf(data), PDF)
        if data.startswith(b"PK\x03\x04"):
            return Paper(data, office_type(data))
        raise ValidationError(_("Give a PDF, or a Word (docx), Excel (xlsx) or OpenDocument file."), code="kind")
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error


def plain_pdf(data: bytes) -> bytes:
    """The same bytes, when they are a whole PDF that runs nothing and carries no other file.

    Raises:
        ValidationError: otherwise.
    """
    if b"%%EOF" not in data[-2048:] or _ZIP_END in data[-65_600:]:
        raise ValidationError(_("This PDF is damaged. Make it again, or send a photo of the paper."), code="damaged")
    plain = _unpacked(data)
    if any(mark in data for mark in _ACTIVE) or any(mark in plain for mark in _ACTIVE_SHORT):
        raise ValidationError(_("This PDF holds a program or another document. Print it as a plain PDF, or send a photo of the paper."), code="active")
    return data


def _unpacked(data: bytes) -> bytes:
    """A PDF without what it packs, such as the picture of a scan."""
    *streams, end = data.split(b"endstream")
    parts = (one.partition(b"stream") for one in streams)
    return b" ".join([*(before + (packed if packed.isascii() else b"") for before, _word, packed in parts), end])


def office_type(data: bytes) -> str:
    """The media type of an office document, when it is whole, of a sensible size and holds no program.

    Raises:
        ValidationError: otherwise.
    """
    damaged = ValidationError(_("This document is damaged. Send a PDF or a photo of the paper."), code="damaged")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise damaged
            if any(part.file_size > _MAX_RATIO * max(part.compress_size, 1) or part.compress_type not in _PACKED for part in parts):
                raise damaged
            names = {part.filename for part in parts}
            if any(name.endswith("vbaProject.bin") for name in names):
                raise ValidationError(_("This document holds a program. Send a PDF or a photo of the paper."), code="active")
            for name, media_type in _OFFICE.items():
                if name in names and "[Content_Types].xml" in names:
                    return media_type
            declared = package.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except _BROKEN as error:
        raise damaged from error
    if declared in _OPEN_OFFICE:
        return declared
    raise ValidationError(_("This kind of document is not accepted here."), code="kind")
