"""Photos taken with a telephone, drawn anew: turned upright, of a size that can be read and sent, without place, date or camera."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()
#: Longest side in pixels, and quality: an A4 page stays readable, in about 300 KB.
_SIDE, _QUALITY = 2000, 80
#: More pixels than any telephone takes: a bomb.
_MAX_PIXELS = 120_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def is_photo(data: bytes) -> bool:
    """Whether the bytes begin like one of the photos we take: JPEG, PNG, WebP, HEIC."""
    return data.startswith(_STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"}


def without_traces(data: bytes) -> bytes:
    """The picture as a plain JPEG, and nothing else that was in the bytes.

    Raises:
        ValidationError: when it cannot be drawn.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as photo:
                if photo.width * photo.height > _MAX_PIXELS:
                    raise Image.DecompressionBombError
                photo.draft("RGB", (_SIDE, _SIDE))
                upright = ImageOps.exif_transpose(photo)
                upright.thumbnail((_SIDE, _SIDE))
                return _as_jpeg(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(_("This photo cannot be opened. Take it again, or send a PDF."), code="damaged") from error


def _as_jpeg(photo: Image.Image) -> bytes:
    plain = Image.new("RGB", photo.size, "white")
    coloured = photo.convert("RGBA") if photo.mode in {"P", "LA", "PA", "RGBA"} else photo.convert("RGB")
    plain.paste(coloured, mask=coloured.getchannel("A") if coloured.mode == "RGBA" else None)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
