"""A text in every language as one block of a StreamField: one widget, not three blocks (TRAPS, Wagtail 8)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.blocks import FieldBlock

from portal.core import languages
from portal.core.translated import TranslatedFormField, TranslatedText, TranslatedWidget

from .assets import EDITOR_SCRIPT, EDITOR_STYLE


class TranslatedBlock(FieldBlock):
    """Value: a :class:`TranslatedText`; a draft may lack languages, publishing may not."""

    def __init__(self, *, multiline: bool = False, help_text: str | Promise = "", **options: Any) -> None:
        self.field = TranslatedFormField(multiline=multiline, required_languages=(), required=False, help_text=help_text)
        if multiline:
            for widget in self.field.widget.widgets:
                widget.attrs["rows"] = 2
        super().__init__(**options)

    def to_python(self, value: Mapping | None) -> TranslatedText:
        """From what is stored."""
        return TranslatedText(value or {})

    normalize = to_python

    def get_prep_value(self, value: Mapping) -> dict[str, str]:
        """As it is stored: the languages that have words."""
        return {code: text for code, text in value.items() if text}

    def value_for_form(self, value: Mapping) -> list[str]:
        """One text for each box."""
        return self.field.widget.decompress(value)

    def value_from_form(self, value: Any) -> TranslatedText:
        """Join the boxes."""
        return TranslatedText(value) if isinstance(value, Mapping) else self.field.compress([text.strip() for text in value])

    def get_form_state(self, value: Mapping) -> dict[str, str]:
        """What the browser fills the boxes with."""
        return {code: value.get(code, "") for code in languages.codes()}

    class Meta:
        """Block options."""

        default = TranslatedText()


class TranslatedWidgetAdapter(WidgetAdapter):
    """Tells the browser how to fill and read the boxes of one text."""

    js_constructor = "portal.TranslatedWidget"

    def js_args(self, widget: TranslatedWidget) -> list[Any]:
        """The mark-up and the languages, in order."""
        return [*super().js_args(widget), list(languages.codes())]

    @property
    def media(self) -> forms.Media:
        """After Wagtail's own script."""
        return super().media + forms.Media(js=[EDITOR_SCRIPT], css={"all": [EDITOR_STYLE]})


register(TranslatedWidgetAdapter(), TranslatedWidget)
