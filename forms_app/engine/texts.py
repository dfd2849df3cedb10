"""Texts of a definition as a form shows them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core import languages
from portal.core.translated import TranslatedText


def marked(text: TranslatedText, language: str) -> SafeString | str:
    """The text in ``language``; a text that exists only in another one says which, for screen readers and for its direction."""
    chosen, written_in = text.choose(language)
    if written_in == language:
        return chosen
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', written_in, languages.direction(written_in), chosen)
