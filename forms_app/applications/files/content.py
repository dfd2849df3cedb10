"""What a document really is, told from its bytes. The name and the type a browser claims count for nothing."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_app.engine.uploads import MAX_FILE

from .joining import MAX_PAGES, joined
from .pages import Part, Unreadable
from .photos import is_photo, without_traces

PDF = "application/pdf"
#: An office document unpacked: more is a bomb. Parts, bytes, and how much smaller than itself a part may be packed.
_MAX_PARTS, _MAX_UNPACKED, _MAX_RATIO = 2_000, 100 * 1024 * 1024, 300
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OPEN_OFFICE = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet")
#: A PDF that runs something, or carries another file, is no paper.
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
_ZIP_END = b"PK\x05\x06"
_UNREADABLE = {
    "locked": _("This PDF is locked with a password. Save it without one, or send a photo of the paper."),
    "damaged": _("This PDF is damaged. Make it again, or send a photo of the paper."),
    "too_long": _("This PDF has too many pages: at most %(count)d. Send only the pages that are asked for."),
}


@dataclass(frozen=True)
class Content:
    """Bytes fit to be stored, and their type."""

    data: bytes
    media_type: str


def examine(data: bytes, accept: Iterable[str]) -> Content:
    """The document as it will be stored: photos drawn anew without the traces cameras leave, the others as they are.

    ``accept`` names the kinds the question takes: ``image``, ``pdf``, ``office``.

    Raises:
        ValidationError: too large, empty, of another kind, damaged, or made to harm.
    """
    if not data:
        raise ValidationError(_("This document is empty."), code="empty")
    if len(data) > MAX_FILE:
        raise too_large()
    kinds = set(accept) or {"image", "pdf"}
    if data.startswith(b"%PDF-") and "pdf" in kinds:
        return Content(_paper(data), PDF)
    if data.startswith(b"PK\x03\x04") and "office" in kinds:
        return Content(data, _office_type(data))
    if "image" in kinds and is_photo(data):
        return Content(without_traces(data), "image/jpeg")
    raise ValidationError(_("This kind of document is not accepted here."), code="kind")


def count_pages(content: Content) -> int:
    """How many pages a document brings to an annex.

    Raises:
        ValidationError: a PDF whose pages cannot be taken over: locked, damaged, too long.
    """
    if content.media_type != PDF:
        return 1
    try:
        return joined([Part(content.data)])[1]
    except Unreadable as error:
        raise ValidationError(_UNREADABLE[error.code], params={"count": MAX_PAGES}, code=error.code) from error


def too_large() -> ValidationError:
    """The error of a document over the limit."""
    return ValidationError(_("This document is too large: at most 10 MB each."), code="too_large")


def _paper(data: bytes) -> bytes:
    if b"%%EOF" not in data[-2048:] or _ZIP_END in data[-65_600:]:
        raise ValidationError(_UNREADABLE["damaged"], code="damaged")
    if any(mark in data for mark in _ACTIVE):
        raise ValidationError(_("This PDF holds a program or another document. Print it as a plain PDF, or send a photo of the paper."), code="active")
    return data


def _office_type(data: bytes) -> str:
    damaged = ValidationError(_("This document is damaged. Send a PDF or a photo of the paper."), code="damaged")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise damaged
            if any(part.file_size > _MAX_RATIO * max(part.compress_size, 1) for part in parts):
                raise damaged
            names = {part.filename for part in parts}
            if any(name.endswith("vbaProject.bin") for name in names):
                raise ValidationError(_("This document holds a program. Send a PDF or a photo of the paper."), code="active")
            for name, media_type in _OFFICE.items():
                if name in names and "[Content_Types].xml" in names:
                    return media_type
            declared = package.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise damaged from error
    if declared in _OPEN_OFFICE:
        return declared
    raise ValidationError(_("This kind of document is not accepted here."), code="kind")
