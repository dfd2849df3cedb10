#!/usr/bin/env python3
"""Take pictures of a running portal.

    python tools/screenshots.py                    the three pictures of the README, from http://127.0.0.1:8000
    python tools/screenshots.py --all FOLDER       every type of page, in every language, narrow and wide, by day and by night

Needs Debian's Chromium and requirements-dev.txt. ``--url`` names another portal, ``--only home,call`` some of the pages.
"""

import argparse
import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.journeys import chromium  # noqa: E402
from tests.journeys.pages import EVERYTHING, LANGUAGES  # noqa: E402

IMAGES = ROOT / "docs" / "images"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
#: Enough for flat colours, a third of the weight.
COLOURS = 96


def take(browser: Browser, url: str, out: Path, *, viewport: dict, theme: str = "light", whole: bool = False) -> None:
    """One picture."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce")
    context.add_cookies([{"name": "theme", "value": theme, "url": url}])
    page = context.new_page()
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => true)")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=whole)))
    picture.convert("RGB").quantize(COLOURS).save(out, optimize=True)
    context.close()


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--only", default="", help="names of pages, separated by commas")
    options = parser.parse_args()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.installed(), args=chromium.ARGUMENTS)
        for language in LANGUAGES:
            if not options.all:
                take(browser, f"{options.url}/{language}/", IMAGES / f"home-{language}.png", viewport=PHONE)
                continue
            options.all.mkdir(parents=True, exist_ok=True)
            for name, path in EVERYTHING.items():
                if options.only and name not in options.only.split(","):
                    continue
                for viewport in (PHONE, DESK):
                    for theme in ("light", "dark"):
                        out = options.all / f"{name.replace(', ', '-').replace(' ', '-')}.{language}.{viewport['width']}.{theme}.png"
                        take(browser, f"{options.url}/{language}/{path}", out, viewport=viewport, theme=theme, whole=True)
        browser.close()


if __name__ == "__main__":
    main()
