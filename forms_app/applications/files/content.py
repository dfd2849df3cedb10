"""What a document really is, told from its bytes. The name and the type a browser claims count for nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_app.calls.papers import PDF, office_type, plain_pdf
from forms_app.engine.uploads import MAX_FILE

from .joining import MAX_PAGES, joined
from .pages import Part, Unreadable
from .photos import is_photo, without_traces

_UNREADABLE = {
    "locked": _("This PDF is locked with a password. Save it without one, or send a photo of the paper."),
    "damaged": _("This PDF is damaged. Make it again, or send a photo of the paper."),
    "too_long": _("This PDF has too many pages: at most %(count)d. Send only the pages that are asked for."),
}


#: How Word and Excel wrote before 2007: such a file may hold programs that nobody sees.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
        return Content(plain_pdf(data), PDF)
    if data.startswith(b"PK\x03\x04") and "office" in kinds:
        return Content(data, office_type(data))
    if "image" in kinds and is_photo(data):
        return Content(without_traces(data), "image/jpeg")
    if data.startswith(_OLD_OFFICE) and "office" in kinds:
        words = _("This Word or Excel file is of an old kind. Save it as docx or xlsx, or as a PDF, or send a photo of the paper.")
        raise ValidationError(words, code="old")
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
