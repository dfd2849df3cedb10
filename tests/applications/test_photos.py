"""Photos: whatever camera or program made them, they are kept upright or refused in words, and never take much memory."""

import io
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import ExifTags, Image

from forms_app.applications.files.content import MAX_FILE, examine
from tests.applications.test_uploads import photo

ORIENTATION = (ExifTags.Base.Orientation, 3, 1, struct.pack("<H", 6))  # to be turned by a quarter
#: Tags that hold digits, written as text or as plain bytes, as some cameras and programs do.
ODD = {
    "ImageWidth": (ExifTags.Base.ImageWidth, 2, 3, b"40\0"),
    "XResolution": (ExifTags.Base.XResolution, 2, 3, b"72\0"),
    "XResolution as bytes": (ExifTags.Base.XResolution, 7, 3, b"72\0"),
    "ResolutionUnit": (ExifTags.Base.ResolutionUnit, 2, 2, b"2\0"),
    "YCbCrPositioning": (ExifTags.Base.YCbCrPositioning, 2, 2, b"1\0"),
    "YCbCrPositioning as bytes": (ExifTags.Base.YCbCrPositioning, 7, 2, b"\1\0"),
}
#: Run by a Python of its own: by how many kilobytes its memory had to grow to draw a picture.
MEASURE = """
import sys
from pathlib import Path
from forms_app.applications.files.photos import without_traces

def most():
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")).split()[1])

data = Path(sys.argv[1]).read_bytes()
before = most()
without_traces(data)
print(most() - before)
"""


def exif(*tags: tuple[int, int, int, bytes]) -> bytes:
    """An EXIF block of these tags, each with its type, count and value, right or wrong."""
    entries = b"".join(struct.pack("<HHL", tag, kind, count) + value.ljust(4, b"\0") for tag, kind, count, value in sorted(tags))
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + b"\0\0\0\0"


def grey(width: int, height: int, *, passes: int = 1) -> bytes:
    """A grey JPEG in colours, as cameras write it or in one pass for each colour; of any size, and made without taking memory for it."""
    head = bytearray(photo((8, 8), subsampling=0))
    size, start = head.index(b"\xff\xc0"), head.index(b"\xff\xda")
    head[size + 5 : size + 9] = struct.pack(">HH", height, width)
    blocks = -(-width // 8) * -(-height // 8)
    if passes == 1:
        return bytes(head[: start + 14]) + packed("00101000000000", blocks) + b"\xff\xd9"
    scans = (b"\xff\xda\0\x08\x01" + bytes((colour, 0, 0, 63, 0)) + packed("001010", blocks) for colour in (1, 2, 3))
    return bytes(head[:start]) + b"".join(scans) + b"\xff\xd9"


def packed(bits: str, times: int) -> bytes:
    """The same bits so many times; the last byte filled up."""
    whole, left = divmod(times, 8)
    end = bits * left
    return int(bits * 8, 2).to_bytes(len(bits)) * whole + (int(end.ljust(-(-len(end) // 8) * 8, "1"), 2).to_bytes(-(-len(end) // 8)) if end else b"")


def drawn(data: bytes) -> Image.Image:
    """The picture that is kept."""
    with Image.open(io.BytesIO(examine(data, ["image"]).data)) as shown:
        shown.load()
        return shown


def code_of(data: bytes) -> str:
    """Why a picture is refused."""
    with pytest.raises(ValidationError) as refused:
        examine(data, ["image"])
    return refused.value.code


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_way_a_camera_was_held_is_put_upright(kind, orientation):
    """The upper left corner of the scene is blue; where it lies in the bytes, the orientation tells."""
    corners = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}
    picture = Image.new("RGB", (64, 48), "white")
    across, down = corners[orientation]
    picture.paste("blue", (across * 32, down * 24, across * 32 + 32, down * 24 + 24))
    out = io.BytesIO()
    picture.save(out, kind, exif=exif((ExifTags.Base.Orientation, 3, 1, struct.pack("<H", orientation))))
    shown = drawn(out.getvalue())
    places = ((shown.width // 4, shown.height // 4), (shown.width * 3 // 4, shown.height // 4), (shown.width // 4, shown.height * 3 // 4))
    blue = [max(shown.getpixel(place)[:2]) < 60 for place in places]
    assert (shown.size, blue) == ((64, 48) if orientation < 5 else (48, 64), [True, False, False])


@pytest.mark.parametrize("name", ODD)
def test_a_sideways_photo_with_an_odd_tag_is_kept_upright(name):
    plain, odd = photo(exif=exif(ORIENTATION)), photo(exif=exif(ORIENTATION, ODD[name]))
    assert (drawn(odd).size, examine(odd, ["image"]) == examine(plain, ["image"])) == ((30, 40), True)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("block", [b"Exif\0\0nothing", b"Exif\0\0II*\0\xff\xff\xff\xff", exif((ExifTags.Base.Orientation, 2, 3, b"no\0"))])
def test_a_photo_whose_notes_cannot_be_read_is_kept_as_it_lies(block):
    assert drawn(photo(exif=block)).size == (40, 30)


def test_what_no_decoder_can_read_is_refused_in_words():
    heic = photo((64, 48), "HEIF")
    lying = heic.replace(b"ispe\0\0\0\0" + struct.pack(">II", 64, 64), b"ispe\0\0\0\0" + struct.pack(">II", 16, 16))
    lying = lying.replace(b"ispe\0\0\0\0" + struct.pack(">II", 64, 48), b"ispe\0\0\0\0" + struct.pack(">II", 16, 16))
    assert (lying != heic, code_of(lying), code_of(heic[:-40])) == (True, "damaged", "damaged")


@pytest.mark.parametrize(
    "make",
    [
        lambda: photo((4473, 4473), "PNG", "1"),
        lambda: photo((3610, 3610), "WEBP"),
        lambda: photo((4473, 4473), progressive=True),
        lambda: grey(4473, 4473, passes=3),
        lambda: grey(10960, 10960),
        lambda: photo((16_000, 16_000), "PNG", "1"),
    ],
    ids=["PNG", "WebP", "progressive", "in passes", "too large for any camera", "bomb"],
)
def test_what_would_take_too_much_memory_is_refused_in_words_of_its_own(make):
    data = make()
    assert (len(data) < MAX_FILE, code_of(data)) == (True, "too_many_pixels")


@pytest.mark.parametrize(
    "make",
    [
        lambda: photo((4470, 4470), "PNG", "RGBA"),
        lambda: photo((3600, 3600), "WEBP"),
        lambda: photo((5712, 4284), "HEIF"),
        lambda: photo((4470, 4470), mode="CMYK", progressive=True, subsampling=0),
        lambda: grey(4470, 4470, passes=3),
        lambda: grey(12_000, 9_000),
        lambda: grey(65_000, 1_840),
        lambda: grey(5_990, 5_990),
    ],
    ids=["PNG", "WebP", "HEIC of 24 Mpx", "progressive", "in passes", "108 Mpx", "very long", "just not made smaller"],
)
def test_no_picture_that_is_taken_needs_much_memory(make: Callable[[], bytes], tmp_path):
    place = tmp_path / "picture"
    place.write_bytes(make())
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", MEASURE, str(place)], cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 250_000


def test_a_photo_of_the_largest_camera_is_taken():
    assert drawn(grey(12_000, 9_000)).size == (2000, 1500)
