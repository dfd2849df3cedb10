"""Photos taken with a telephone, drawn anew: turned upright, of a size that can be read and sent, without place, date or camera."""

import io
import struct

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image
from pillow_heif import register_heif_opener

register_heif_opener()
#: Longest side in pixels, and quality: an A4 page stays readable, in about 300 KB.
_SIDE, _QUALITY = 2000, 80
#: A JPEG may be made smaller while it is read, as long as the side is still longer than it will be by this much: nothing is lost.
_SPARE = 1.5
#: Most pixels of a JPEG that is made smaller while it is read, and of what lies in memory whole. None takes 250 MB: decision 485.
_MOST = 120_000_000
_MOST_WHOLE = {"HEIF": 25_000_000, "JPEG": 20_000_000, "MPO": 20_000_000, "PNG": 20_000_000, "WEBP": 13_000_000}
#: For all of this process: Pillow's own limit is lower, and knows nothing of how a picture is read.
Image.MAX_IMAGE_PIXELS = _MOST
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
#: What stands in a JPEG before its picture when it is read line by line: tables, notes, the size (``_SIZES``).
_SIZES = frozenset(b"\xc0\xc1")
_BEFORE = _SIZES | frozenset(b"\xc4\xdb\xdd\xfe") | frozenset(range(0xE0, 0xF0))
_PICTURE = 0xDA
#: How a picture is turned upright, by the EXIF orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: Pillow and its decoders meet broken bytes with nearly any of these.
_BROKEN = (ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, struct.error)


def is_photo(data: bytes) -> bool:
    """Whether the bytes begin like one of the photos we take: JPEG, PNG, WebP, HEIC."""
    return data.startswith(_STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"}


def without_traces(data: bytes) -> bytes:
    """The picture as a plain JPEG, and nothing else that was in the bytes.

    Raises:
        ValidationError: when it cannot be drawn, or would take too much memory.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as photo:
            if photo.width * photo.height > _most(photo, data):
                raise Image.DecompressionBombError
            _shrink(photo)
            turn = _TURNS.get(_orientation(photo))
            return _as_jpeg(photo if turn is None else photo.transpose(turn))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        words = _("This photo has too many pixels. Choose a smaller picture size in the settings of your camera and take it again, or send a PDF.")
        raise ValidationError(words, code="too_many_pixels") from error
    except _BROKEN as error:
        raise ValidationError(_("This photo cannot be opened. Take it again, or send a PDF."), code="damaged") from error


def _most(photo: Image.Image, data: bytes) -> int:
    return _MOST if data.startswith(_STARTS[0]) and _line_by_line(data) else _MOST_WHOLE[photo.format or ""]


def _line_by_line(data: bytes) -> bool:
    """Whether a JPEG brings all its colours in one pass, as cameras write it: any other lies in memory whole, however small it is drawn."""
    at, colours = 2, 0
    while at + 10 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _PICTURE:
            return data[at + 4] == colours
        if marker not in _BEFORE:
            return False
        if marker in _SIZES:
            colours = data[at + 9]
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return False


def _shrink(photo: Image.Image) -> None:
    """In place. ``thumbnail`` would ask for a square, and a JPEG that is very long and very flat be read whole."""
    spared = _SIDE * _SPARE / max(photo.size)
    photo.draft("RGB", (max(1, int(photo.width * spared)), max(1, int(photo.height * spared))))
    photo.thumbnail((_SIDE, _SIDE))


def _orientation(photo: Image.Image) -> int:
    """As the camera noted it; upright when what it wrote cannot be read."""
    try:
        return photo.getexif().get(ExifTags.Base.Orientation, 1)
    except _BROKEN:
        return 1


def _as_jpeg(photo: Image.Image) -> bytes:
    plain = Image.new("RGB", photo.size, "white")
    coloured = photo.convert("RGBA") if photo.mode in {"P", "LA", "PA", "RGBA"} else photo.convert("RGB")
    plain.paste(coloured, mask=coloured.getchannel("A") if coloured.mode == "RGBA" else None)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
