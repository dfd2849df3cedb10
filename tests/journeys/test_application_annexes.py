"""An association photographs its statutes: two pages, one lying on its side, the second one first."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

CALL = "associations-souss-massa-sample"


def photographed(folder: Path) -> list[str]:
    """Two pages: a red one and a blue one."""
    paths = []
    for name, size in (("red", (600, 800)), ("blue", (800, 600))):
        paths.append(folder / f"{name}.jpg")
        Image.new("RGB", size, name).save(paths[-1], "JPEG")
    return [str(path) for path in paths]


def order(page: Page) -> list[str]:
    """Names of the pages as they stand, without what follows them."""
    return [text.partition(" ")[0] for text in page.locator(".leaf small bdi:first-child").all_inner_texts()]


def test_two_photos_are_turned_put_in_order_and_become_one_pdf(open_reader, tmp_path):
    reader = open_reader("fr", width=360)
    page = reader.page
    reader.open(f"apply/{CALL}/")
    page.locator("button[name=who][value=me]").click()
    page.wait_for_url(f"**/apply/{CALL}/*/*/")
    page.goto(page.url.rstrip("/").rpartition("/")[0] + "/annexes/")
    page.locator("input[name=statutes]").set_input_files(photographed(tmp_path))
    expect(page.locator(".leaf")).to_have_count(2)
    page.locator(".leaf").nth(1).locator("button[value^='turn:']").click()
    expect(page.locator(".leaf").nth(1).locator("button[value^='turn:']")).to_have_attribute("value", re.compile(":180$"))
    page.locator(".leaf").nth(1).locator("button[value^='move:']").click()
    expect(page.locator(".leaf small bdi").first).to_have_text("blue.jpg")
    expect(page.locator("[data-joined=ready]")).to_be_visible(timeout=10_000)
    whole = reader.context.request.get(page.url.partition("/fr/")[0] + page.locator("[data-joined=ready] a").get_attribute("href"))
    pages = [(one.rotation, one.mediabox.width > one.mediabox.height) for one in PdfReader(io.BytesIO(whole.body())).pages]
    reader.context.set_offline(True)
    page.locator(".leaf button[value^='remove:']").first.click(no_wait_after=True)
    expect(page.locator("[data-state]")).to_have_text(page.locator("[data-state]").get_attribute("data-offline"))
    assert (order(page), pages, page.evaluate("document.documentElement.scrollWidth")) == (["blue.jpg", "red.jpg"], [(90, True), (0, False)], 360)
