#!/usr/bin/env python3
"""Cut the portal's web fonts from their originals.

    python tools/fonts/cut.py ORIGINALS [--out static/fonts]

ORIGINALS is a folder that holds, anywhere below it, these seven files:

    IBMPlexSansArabic-Regular.woff2   IBMPlexSansArabic-SemiBold.woff2   (npm @ibm/plex-sans-arabic 1.1.0)
    IBMPlexSans-Regular.woff2         IBMPlexSans-SemiBold.woff2         (npm @ibm/plex-sans 1.1.0)
    noto-sans-latin-ext-400-normal.woff2   noto-sans-latin-ext-600-normal.woff2   (npm @fontsource/noto-sans 5.3.0)
    NotoSansTifinagh-Regular.ttf      (Debian fonts-noto-core 20201225)

Needs fonttools and brotli. Running it twice gives the same bytes. The sizes are printed with
their budgets; a file over its budget is an error, because a page's weight is a promise.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

FAMILY = "Jisr"

# The portal writes Western digits, so Arabic-Indic ones are left to the reader's own font: 1 KB in each weight.
ARABIC = (
    "،؛؟ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيٱ"
    "ًٌٍَُِّْٰٕٓٔ"
    # Moroccan spelling of g, p, v and tch
    "ڭگپڤڥڨچ"
)
# Everything an Arabic or Tifinagh page borrows from Latin: numbers and punctuation.
DIGITS = "0123456789 !\"%'()+,-./:;=?[]\u00a0°·»«×\u2010\u2011–—‘’‚“”„•…\u202f‹›−←→"
LATIN = (
    "#$&*<>@\\^_`{|}~§©²³€"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "ÀÂÄÆÇÈÉÊËÎÏÑÔÖÙÛÜàáâäæçèéêëíîïñóôöùúûüÿŒœŸ"
    # Amazigh in Latin letters, the part that Plex has
    "ČčŠšŽžŘř"
)
# Amazigh in Latin letters, the part that Plex lacks.
LATIN_AMAZIGH = "ƔɣƐɛḤḥḌḍṚṛṢṣṬṭẒẓǦǧƏəʷ"
# No layout features: the joiner (U+2D7F) builds forms of Tuareg writing that Standard Amazigh does not use.
TIFINAGH = "".join(map(chr, [*range(0x2D30, 0x2D68), 0x2D6F, 0x2D70, 0x2D7F]))

JOINING = ["init", "medi", "fina", "calt", "ccmp", "rlig", "liga", "mark", "mkmk", "kern"]
PLAIN = ["kern", "ccmp", "mark"]

# name: (original, letters, features, budget in bytes)
CUTS = {
    "arabic-400": ("IBMPlexSansArabic-Regular.woff2", ARABIC, JOINING, 13000),
    "arabic-600": ("IBMPlexSansArabic-SemiBold.woff2", ARABIC, JOINING, 13000),
    "latin-400": ("IBMPlexSans-Regular.woff2", LATIN, PLAIN, 8500),
    "latin-600": ("IBMPlexSans-SemiBold.woff2", LATIN, PLAIN, 8500),
    "digits-400": ("IBMPlexSans-Regular.woff2", DIGITS, PLAIN, 2800),
    "digits-600": ("IBMPlexSans-SemiBold.woff2", DIGITS, PLAIN, 2800),
    "latin-amazigh-400": ("noto-sans-latin-ext-400-normal.woff2", LATIN_AMAZIGH, PLAIN, 4000),
    "latin-amazigh-600": ("noto-sans-latin-ext-600-normal.woff2", LATIN_AMAZIGH, PLAIN, 4000),
    "tifinagh-400": ("NotoSansTifinagh-Regular.ttf", TIFINAGH, [], 4200),
    "tifinagh-600": ("NotoSansTifinagh-Regular.ttf", TIFINAGH, [], 4200),
}
GROWN = {"tifinagh-600": 0.052}  # of the em: Noto has no heavier Tifinagh; a browser's false bold smears


def main() -> int:
    """Cut every file, print its size, and fail when a budget is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("originals", type=Path)
    parser.add_argument("--out", type=Path, default=Path("static/fonts"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    failed = False
    for name, (original, letters, features, budget) in CUTS.items():
        font = cut(find(options.originals, original), letters, features)
        if name in GROWN:
            grow(font, GROWN[name])
        rename(font, bold=name.endswith("600"))
        data = packed(font)
        (options.out / f"{name}.woff2").write_bytes(data)
        over = len(data) > budget
        failed |= over
        print(f"{name:20} {len(data):6} of {budget}{'  OVER' if over else ''}")
    return 1 if failed else 0


def find(folder: Path, name: str) -> Path:
    """Return the path of an original; the complete file when a package also carries split ones."""
    found = sorted(path for path in folder.rglob(name) if "split" not in path.parts)
    if not found:
        raise SystemExit(f"{name} is not below {folder}")
    return found[0]


def cut(path: Path, letters: str, features: list[str]) -> TTFont:
    """Keep `letters` and what they need to join; complain about a letter the original lacks."""
    font = TTFont(path, recalcTimestamp=False)
    missing = sorted({letter for letter in letters if ord(letter) not in font.getBestCmap()})
    if missing:
        raise SystemExit(f"{path.name} lacks {' '.join(f'{letter} U+{ord(letter):04X}' for letter in missing)}")
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["DSIG", "gasp", "meta", "STAT", "MATH"]
    options.glyph_names = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    return font


def rename(font: TTFont, *, bold: bool) -> None:
    """Give the cut file the portal's family name: "Plex" is a reserved font name (OFL 1.1, 3)."""
    kept = {record.nameID: record.toUnicode() for record in font["name"].names if record.nameID in (0, 13, 14)}
    font["name"].names = []
    style = "SemiBold" if bold else "Regular"
    for name_id, text in {**kept, 1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY}-{style}"}.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 600 if bold else 400


def grow(font: TTFont, amount: float) -> None:
    """Make every stroke heavier by `amount` of the em, keeping each glyph's own starting edge."""
    half = amount * font["head"].unitsPerEm / 2
    glyphs = font["glyf"]
    shapes = font.getGlyphSet()
    grown = {}
    for name in font.getGlyphOrder():
        recording = DecomposingRecordingPen(shapes)
        shapes[name].draw(recording)
        pen = TTGlyphPen(None)
        recording.replay(pen)
        grown[name] = pen.glyph(dropImpliedOnCurves=False)
    for name, glyph in grown.items():
        advance, bearing = font["hmtx"][name]
        if glyph.numberOfContours > 0:
            move_points(glyph, half)
            advance += round(2 * half * 0.9)
        glyphs[name] = glyph
        glyph.recalcBounds(glyphs)
        font["hmtx"][name] = (advance, getattr(glyph, "xMin", bearing))


def move_points(glyph: object, half: float) -> None:
    """Push each point out along the bisector of its two edges (curve handles too), then by `half` to the side."""
    start = 0
    moved = []
    # Outlines run clockwise, but Noto 2.002 draws U+2D5A the other way round: outside is then on the right.
    outward = half if signed_area(glyph) < 0 else -half
    for end in glyph.endPtsOfContours:
        contour = [tuple(point) for point in glyph.coordinates[start : end + 1]]
        moved += [(round(x + half), round(y)) for x, y in moved_contour(contour, outward)]
        start = end + 1
    glyph.coordinates = GlyphCoordinates(moved)


def signed_area(glyph: object) -> float:
    """Return the area inside all contours of a glyph: negative when they run clockwise."""
    area = 0.0
    start = 0
    for end in glyph.endPtsOfContours:
        contour = glyph.coordinates[start : end + 1]
        for (x0, y0), (x1, y1) in zip(contour, [*contour[1:], contour[0]], strict=True):
            area += (x0 * y1 - x1 * y0) / 2
        start = end + 1
    return area


def moved_contour(contour: list[tuple[int, int]], half: float) -> list[tuple[float, float]]:
    """Return a closed contour with its outside (its left, in TrueType's direction) pushed by `half`."""
    count = len(contour)
    result = []
    for index, point in enumerate(contour):
        into = direction(contour, index, -1, count)
        out = direction(contour, index, 1, count)
        if into is None or out is None:
            result.append(point)
            continue
        before, after = (-into[1], into[0]), (-out[1], out[0])  # turned a quarter to the left
        dot = before[0] * after[0] + before[1] * after[1]
        scale = half / max(1 + dot, 0.35)  # a cap on the mitre: sharp tips must not become spikes
        result.append((point[0] + (before[0] + after[0]) * scale, point[1] + (before[1] + after[1]) * scale))
    return result


def direction(contour: list[tuple[int, int]], index: int, step: int, count: int) -> tuple[float, float] | None:
    """Return the unit vector of travel into (step -1) or out of (step 1) a point, past points that coincide."""
    x, y = contour[index]
    for distance in range(1, count):
        other = contour[(index + step * distance) % count]
        dx, dy = (other[0] - x) * step, (other[1] - y) * step
        length = math.hypot(dx, dy)
        if length > 0.5:
            return dx / length, dy / length
    return None


def packed(font: TTFont) -> bytes:
    """Return the font as WOFF2 bytes."""
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
