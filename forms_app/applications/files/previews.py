"""A small picture of a photo that was received, as she turned it: enough to know the page and to see whether it was worth taking again."""

import io
from typing import BinaryIO

from PIL import Image

#: Pixels of the longest side, and quality: some 15 KB on a prepaid network.
_SIDE, _QUALITY = 440, 60
#: Pillow turns to the left; she turns to the right.
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def small(file: BinaryIO, *, turn: int) -> bytes:
    """A JPEG of a stored photo, which is one of ours and upright as the camera saw it."""
    with Image.open(file, formats=["JPEG"]) as photo:
        photo.draft("RGB", (_SIDE, _SIDE))
        photo.thumbnail((_SIDE, _SIDE))
        return _saved(photo.transpose(_TURNS[turn]) if turn else photo, quality=_QUALITY)


def turned(file: BinaryIO, *, turn: int) -> bytes:
    """The photo in its full size, turned."""
    with Image.open(file, formats=["JPEG"]) as photo:
        return _saved(photo.transpose(_TURNS[turn]), quality=85)


def _saved(photo: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=quality)
    return out.getvalue()
