"""The words of pages, as a reader sees them."""

from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from portal.core.text import one_line

#: More than anybody's page; a longer text is found by its beginning.
LONGEST_BODY = 60_000
_ENDS = ("</p>", "</li>", "</h3>", "<br/>", "<br>", "</td>")


def plain_text(html: str) -> str:
    """HTML of editors as plain text; blocks end lines."""
    for end in _ENDS:
        html = html.replace(end, end + "\n")
    return "\n".join(line for line in (one_line(part) for part in unescape(strip_tags(html)).splitlines()) if line)


def body_text(body: StreamValue, *, without: frozenset[str] = frozenset()) -> str:
    """Every text of a body, block by block, but those block types; choices, records and files are no text of the page."""
    lines = [line for child in body if child.block_type not in without for line in _texts(child.block, child.value)]
    return "\n".join(lines)[:LONGEST_BODY]


def _texts(block: blocks.Block, value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield plain_text(value.source)
    elif isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            yield from _texts(child, value[name])
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _texts(block.child_block, item)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and value:
        yield str(value)
