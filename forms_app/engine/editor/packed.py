"""The description of a step's blocks for the browser: large, the same for everybody, made once a language."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from wagtail.admin.telepath import JSContext
from wagtail.blocks import Block, BlockField
from wagtail.blocks.base import BlockWidget

#: By block and language: making one takes two thirds of the time of a screen.
_packed: dict[tuple[int, str], BlockWidget] = {}


class PackedWidget(BlockWidget):
    """Wagtail's widget of a block; what it says of the block itself is kept from one request to the next."""

    def _kept(self) -> BlockWidget:
        """A widget that has its description, in the language of this request."""
        key = (id(self.block_def), get_language())
        if key not in _packed:
            widget = BlockWidget(self.block_def)
            widget._build_block_json()
            _packed[key] = widget
        return _packed[key]

    @property
    def js_context(self) -> JSContext:
        """Scripts and adapters that were needed."""
        return self._kept().js_context

    @property
    def block_json(self) -> str:
        """The description."""
        return self._kept().block_json

    @property
    def media(self) -> forms.Media:
        """Files of the browser."""
        return self._kept().media


class PackedField(BlockField):
    """A field of a block that lives as long as the process (``block`` is made once)."""

    def __init__(self, block: Block, **options: Any) -> None:
        super().__init__(block=block, widget=PackedWidget(block), **options)
