#!/usr/bin/env python3
"""Cut the fonts of printed papers (receipt, blank form, half-filled form) from the same originals as the web fonts.

    python tools/fonts/cut_paper.py ORIGINALS [--out portal/core/paper/fonts]

ORIGINALS is the folder that `cut.py` wants. Papers carry people's names, so every Arabic, Latin and Tifinagh letter the originals
have is kept; TrueType or OpenType files, because typst reads no WOFF2. Each script has a family name of its own: typst takes one
file a family and weight.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cut import GROWN, JOINING, LATIN_AMAZIGH, PLAIN, cut, find, grow, rename
from fontTools.ttLib import TTFont

#: What is wanted of each script: what the original lacks is left out.
ARABIC = [*range(0x600, 0x700), *range(0x2010, 0x2070)]
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1E00, 0x1F00), *range(0x2010, 0x2070), 0x20AC, 0x2190, 0x2192, 0x2212]
TIFINAGH = range(0x2D30, 0x2D80)

# file: (original, family, letters, features, budget in bytes)
CUTS = {
    "arabic-400": ("IBMPlexSansArabic-Regular.woff2", "Jisr Arabic", ARABIC, JOINING, 76_000),
    "arabic-600": ("IBMPlexSansArabic-SemiBold.woff2", "Jisr Arabic", ARABIC, JOINING, 76_000),
    "latin-400": ("IBMPlexSans-Regular.woff2", "Jisr Latin", LATIN, PLAIN, 60_000),
    "latin-600": ("IBMPlexSans-SemiBold.woff2", "Jisr Latin", LATIN, PLAIN, 60_000),
    "amazigh-400": ("noto-sans-latin-ext-400-normal.woff2", "Jisr Amazigh", [ord(letter) for letter in LATIN_AMAZIGH], PLAIN, 12_000),
    "amazigh-600": ("noto-sans-latin-ext-600-normal.woff2", "Jisr Amazigh", [ord(letter) for letter in LATIN_AMAZIGH], PLAIN, 12_000),
    "tifinagh-400": ("NotoSansTifinagh-Regular.ttf", "Jisr Tifinagh", TIFINAGH, [], 16_000),
    "tifinagh-600": ("NotoSansTifinagh-Regular.ttf", "Jisr Tifinagh", TIFINAGH, [], 16_000),
}


def main() -> int:
    """Cut every file, print its size, and fail when a budget is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("originals", type=Path)
    parser.add_argument("--out", type=Path, default=Path("portal/core/paper/fonts"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    failed = False
    for name, (original, family, wanted, features, budget) in CUTS.items():
        path = find(options.originals, original)
        letters = "".join(chr(code) for code in wanted if code in TTFont(path).getBestCmap())
        font = cut(path, letters, features)
        if name in GROWN:
            grow(font, GROWN[name])
        rename(font, bold=name.endswith("600"))
        _call(font, family)
        font.flavor = None
        target = options.out / f"{name}.{'ttf' if 'glyf' in font else 'otf'}"
        font.save(target, reorderTables=True)
        size = target.stat().st_size
        failed |= size > budget
        print(f"{target.name:20} {size:6} of {budget}{'  OVER' if size > budget else ''}  {len(letters)} letters")
    return 1 if failed else 0


def _call(font: TTFont, family: str) -> None:
    """Name the family after the script."""
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            style = "SemiBold" if font["OS/2"].usWeightClass == 600 else "Regular"
            record.string = {1: family, 4: f"{family} {style}", 6: f"{family.replace(' ', '')}-{style}"}[record.nameID]


if __name__ == "__main__":
    sys.exit(main())
