"""Pages put together into one PDF. Knows nothing of Django: run as a script it works in a process of its own, under limits of its own.

A photo becomes an A4 page, whole, without margins. Of a PDF only what is drawn is taken over: no script, no attachment, no link, no form;
what was filled in or stamped on a page is drawn into it. The same pages always make the same bytes.

As a script (``python -E pages.py MOST``) it reads parts as :func:`packed` writes them, and answers with the number of pages in one line, then
the PDF; or leaves with one of ``EXITS``.
"""

import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    RectangleObject,
    StreamObject,
)

#: Points: an A4 sheet.
A4 = (595.276, 841.89)
#: Seconds of work and bytes of memory a process of its own may use; ways it may end.
SECONDS, MEMORY = 8, 1_000_000_000
EXITS = {3: "locked", 4: "damaged", 5: "too_long"}
#: Entries of a page that are drawn; everything else stays behind.
_DRAWN = ("/Resources", "/CropBox", "/UserUnit")
#: Entries that act, carry other files, or tell of the maker, wherever they stand.
_LEFT = frozenset(
    ("/A", "/AA", "/AF", "/Annots", "/EF", "/JS", "/JavaScript", "/Metadata", "/Names", "/OPI", "/OpenAction", "/Parent", "/PieceInfo", "/Ref", "/StructParent")
)
#: Entries whose own entries are names that somebody gave: ``/A`` there is a picture or a letter.
_NAMED = frozenset(("/CharProcs", "/ColorSpace", "/Colorants", "/ExtGState", "/Font", "/Pattern", "/Properties", "/Shading", "/XObject"))
#: Flags of a mark on a page that is not seen: hidden, no view.
_UNSEEN = 2 | 32


class Unreadable(Exception):
    """Pages that cannot be taken over; ``code`` is one of the values of ``EXITS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Part:
    """A photo (a plain JPEG of ours) or a PDF, and how far it is to be turned to the right: 0, 90, 180 or 270."""

    data: bytes
    turn: int = 0

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF; anything else is a photo."""
        return self.data.startswith(b"%PDF-")


def join(parts: Iterable[Part], *, most: int) -> tuple[bytes, int]:
    """The PDF of these parts, in order, and how many pages it has.

    Raises:
        Unreadable: locked with a password, damaged, or more than ``most`` pages.
    """
    writer = PdfWriter()
    for part in parts:
        try:
            _add(writer, part, most)
        except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, MemoryError, NotImplementedError) as error:
            raise Unreadable("damaged") from error  # pypdf meets broken files with nearly any of these
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)


def _add(writer: PdfWriter, part: Part, most: int) -> None:
    if not part.is_pdf:
        _check(len(writer.pages) + 1, most)
        _add_photo(writer, part)
        return
    reader = PdfReader(io.BytesIO(part.data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("locked")
    count = len(reader.pages)
    if not count:
        raise Unreadable("damaged")
    _check(len(writer.pages) + count, most)
    copier = _Copier(writer)
    for page in reader.pages:
        _add_page(writer, page, copier, part.turn)


def _check(pages: int, most: int) -> None:
    if pages > most:
        raise Unreadable("too_long")


def _add_photo(writer: PdfWriter, photo: Part) -> None:
    """The JPEG as it is, as large as the sheet allows; the sheet lies as the picture does."""
    with Image.open(io.BytesIO(photo.data), formats=["JPEG"]) as picture:
        width, height = picture.size
        colours = "/DeviceGray" if picture.mode == "L" else "/DeviceRGB"
    sheet = A4 if height >= width else A4[::-1]
    scale = min(sheet[0] / width, sheet[1] / height)
    image = StreamObject()
    image._data = photo.data
    image.update(_names({"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": colours, "/Filter": "/DCTDecode"}))
    image.update({NameObject(name): NumberObject(value) for name, value in (("/Width", width), ("/Height", height), ("/BitsPerComponent", 8))})
    page = writer.add_blank_page(*sheet)
    place = (width * scale, 0, 0, height * scale, (sheet[0] - width * scale) / 2, (sheet[1] - height * scale) / 2)
    _set(page, "/Resources", DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/I"): writer._add_object(image)})}))
    _set(page, "/Contents", writer._add_object(_drawing(f"q {_numbers(place)} cm /I Do Q")))
    _set(page, "/Rotate", NumberObject(photo.turn))


def _add_page(writer: PdfWriter, page: PageObject, copier: "_Copier", turn: int) -> None:
    kept = {name: copier.copy(page[name]) for name in _DRAWN if name in page}
    new = writer.add_blank_page(*(float(side) for side in (page.mediabox.width, page.mediabox.height)))
    new.update({NameObject(name): value for name, value in kept.items()})
    _set(new, "/MediaBox", RectangleObject(tuple(page.mediabox)))
    _set(new, "/Rotate", NumberObject((page.rotation + turn) % 360))
    contents = _at(page, "/Contents")
    streams = contents if isinstance(contents, ArrayObject) else [page.raw_get("/Contents")] if isinstance(contents, StreamObject) else []
    marks = _marks(writer, page, new, copier)
    parts = [_drawing("q"), *(copier.copy(one) for one in streams), _drawing(" ".join(["Q", *marks]))]
    _set(new, "/Contents", ArrayObject([one if isinstance(one, IndirectObject) else writer._add_object(one) for one in parts]))


def _marks(writer: PdfWriter, page: PageObject, new: PageObject, copier: "_Copier") -> Iterator[str]:
    """What stands on a page without being part of it (a filled field, a stamp, handwriting), drawn as it looks."""
    known: DictionaryObject | None = None
    for one in _at(page, "/Annots") or ():
        mark = one.get_object()
        look = _look(mark) if isinstance(mark, DictionaryObject) else None
        if look is None:
            continue
        if known is None:
            known = _at(_at(new, "/Resources", DictionaryObject()), "/XObject", DictionaryObject())
        taken = copier.copy(look.indirect_reference) if look.indirect_reference else writer._add_object(copier.copy(look))
        name = f"/JisrMark{cast('IndirectObject', taken).idnum}"
        known[NameObject(name)] = taken
        yield f"q {_numbers(_fitted(look, mark['/Rect']))} cm {name} Do Q"


def _look(mark: DictionaryObject) -> StreamObject | None:
    """The drawing of a mark as it is seen now; nothing for one that is not."""
    if int(mark.get("/F", 0)) & _UNSEEN or "/Rect" not in mark:
        return None
    look = _at(_at(mark, "/AP") or DictionaryObject(), "/N")
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        look = _at(look, mark.get("/AS", "/Off"))
    return look if isinstance(look, StreamObject) and "/BBox" in look else None


def _fitted(look: StreamObject, where: Iterable) -> tuple[float, ...]:
    """How a drawing is moved and stretched into its place (ISO 32000, 12.5.5)."""
    matrix = Transformation(cast("tuple[float, float, float, float, float, float]", tuple(float(one) for one in look.get("/Matrix", (1, 0, 0, 1, 0, 0)))))
    left, low, right, high = (float(one) for one in cast("ArrayObject", look["/BBox"]))
    corners = [matrix.apply_on((x, y)) for x in (left, right) for y in (low, high)]
    left, low, right, high = (edge(corner[axis] for corner in corners) for edge, axis in ((min, 0), (min, 1), (max, 0), (max, 1)))
    first, second, third, fourth = (float(one) for one in where)
    to = (min(first, third), min(second, fourth), max(first, third), max(second, fourth))
    wide = (to[2] - to[0]) / (right - left) if right > left else 1
    tall = (to[3] - to[1]) / (high - low) if high > low else 1
    return wide, 0, 0, tall, to[0] - left * wide, to[1] - low * tall


class _Copier:
    """Takes objects of one PDF over into another, once each, without what acts."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.taken: dict[tuple[int, int], IndirectObject] = {}

    def copy(self, found: PdfObject, *, named: bool = False) -> PdfObject:
        """The same, in the new PDF. ``named``: its entries are names that somebody gave."""
        if isinstance(found, IndirectObject):
            key = (found.idnum, found.generation)
            if key not in self.taken:
                self.taken[key] = self.writer._add_object(NullObject())
                self.writer._replace_object(self.taken[key], self.copy(found.get_object() or NullObject(), named=named))
            return self.taken[key]
        if isinstance(found, ArrayObject):
            return ArrayObject(self.copy(one) for one in found)
        if not isinstance(found, DictionaryObject):
            return found
        new = StreamObject() if isinstance(found, StreamObject) else DictionaryObject()
        new.update({NameObject(name): self.copy(value, named=name in _NAMED) for name, value in found.items() if named or name not in _LEFT})
        if isinstance(found, StreamObject) and isinstance(new, StreamObject):
            new._data = found._data
        return new


def _at(where: DictionaryObject, name: str, otherwise: PdfObject | None = None) -> Any:
    """What stands under a name, wherever it is kept; ``otherwise`` is put there when nothing does."""
    if name not in where and otherwise is not None:
        where[NameObject(name)] = otherwise
    found = where.get(name)
    return found.get_object() if found is not None else None


def _set(page: PageObject, name: str, value: PdfObject) -> None:
    page[NameObject(name)] = value


def _names(values: dict[str, str]) -> dict[NameObject, NameObject]:
    return {NameObject(name): NameObject(value) for name, value in values.items()}


def _drawing(words: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(words.encode("ascii"))
    return stream


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{value:.4f}" for value in values)


def packed(parts: Iterable[Part]) -> bytes:
    """Parts as the script reads them: one line that tells how long and how turned each is, then their bytes."""
    parts = list(parts)
    return json.dumps([[len(part.data), part.turn] for part in parts]).encode() + b"\n" + b"".join(part.data for part in parts)


def _unpacked(data: bytes) -> list[Part]:
    head, _line, rest = data.partition(b"\n")
    parts = []
    for size, turn in json.loads(head):
        parts.append(Part(rest[:size], turn))
        rest = rest[size:]
    return parts


def main() -> int:
    """The script."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        data, count = join(_unpacked(sys.stdin.buffer.read()), most=int(sys.argv[1]))
    except Unreadable as error:
        return next(number for number, code in EXITS.items() if code == error.code)
    sys.stdout.buffer.write(b"%d\n" % count + data)
    return 0


#: Where this file is, to be run.
SCRIPT = str(Path(__file__).resolve())

if __name__ == "__main__":
    sys.exit(main())
