"""A file says its title, format, size and language before anybody pays to download it; a deleted one says nothing."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from portal.core.blocks import body_blocks

pytestmark = pytest.mark.django_db


def rendered(document: Document | None) -> BeautifulSoup:
    block = dict(body_blocks())["downloads"]
    block.set_name("downloads")
    value = block.normalize([{"document": document, "title": "دليل البرنامج", "language": "fr"}])
    return BeautifulSoup(block.render(value), "html.parser")


def test_a_file_says_what_it_is() -> None:
    document = Document.objects.create(title="guide", file=ContentFile(b"x" * 3 * 1024, name="guide.pdf"))
    page = rendered(document)
    assert page.a["href"] == document.url
    assert page.a.get_text(strip=True) == "دليل البرنامج"
    words = page.small.get_text(" ", strip=True)
    assert [part in words for part in ("PDF", "3", "Français")] == [True, True, True]


def test_a_deleted_file_says_nothing() -> None:
    assert rendered(None).find("a") is None
