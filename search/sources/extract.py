"""The words of PDF and DOCX files. What cannot be read is found by its title."""

import logging
import zipfile
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from wagtail.documents.models import AbstractDocument

from portal.core.text import one_line

from .text import LONGEST_BODY

_LOGGER = logging.getLogger(__name__)
#: Pages read of a PDF, and bytes of the text of a DOCX once unpacked: enough to be found, not enough to be drowned.
MOST_PAGES = 60
MOST_XML = 20_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of(file: AbstractDocument) -> str:
    """The text of a PDF or DOCX, shortened; empty for other files and for those that are damaged or locked."""
    reader = {"pdf": _of_pdf, "docx": _of_docx}.get(file.file_extension.lower())
    if reader is None:
        return ""
    try:
        with file.open_file() as opened:
            text = reader(opened)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, PyPdfError, zipfile.BadZipFile, ParseError, DefusedXmlException) as error:
        # pypdf meets broken files with nearly any of these; a file that cannot be read must not stop the index.
        _LOGGER.warning("file %s has no readable text: %s", file.pk, type(error))
        return ""
    return _clean(text)[:LONGEST_BODY]


def _of_pdf(opened: IO[bytes]) -> str:
    parts, length = [], 0
    for page in PdfReader(opened).pages[:MOST_PAGES]:
        parts.append(page.extract_text())
        length += len(parts[-1])
        if length > LONGEST_BODY:
            break
    return "\n".join(parts)


def _of_docx(opened: IO[bytes]) -> str:
    with zipfile.ZipFile(opened) as package:
        if package.getinfo("word/document.xml").file_size > MOST_XML:
            return ""
        document = fromstring(package.read("word/document.xml"))
    return "\n".join(_paragraph(paragraph) for paragraph in document.iter(f"{_WORD}p"))


def _paragraph(paragraph: Element) -> str:
    return "".join(part.text or "" if part.tag == f"{_WORD}t" else " " for part in paragraph.iter() if part.tag in {f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br"})


def _clean(text: str) -> str:
    """Without NUL and lone surrogates, which no database takes."""
    text = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    return "\n".join(line for line in (one_line(part) for part in text.splitlines()) if line)
