"""Filters and tags that put texts of several languages, numbers and dates on a page. No queries here."""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core import formats, languages
from portal.core.audit import act_label
from portal.core.drawn import draw_frame, draw_part
from portal.core.translated import TranslatedText

register = template.Library()


@register.filter
def shown(text: TranslatedText | str | None) -> SafeString | str:
    """A text in the reader's language; what is really in another one is marked with its own ``lang`` and ``dir``.

    Takes a translated text, or a plain one whose letters tell (a French name on an Amazigh page). Telephones in it are read from left to right.
    """
    chosen, language = _chosen(text)
    if isinstance(chosen, str) and not isinstance(chosen, SafeString):
        chosen = formats.whole_numbers(chosen)
    if language == languages.current():
        return chosen
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, languages.direction(language), chosen)


@register.filter
def marked(text: TranslatedText | str | None) -> SafeString:
    """Attributes ``lang`` and ``dir`` for an element that can hold no mark-up (an option, a label read aloud), when its text is in another language."""
    language = _chosen(text)[1]
    if language == languages.current():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, languages.direction(language))


def _chosen(text: TranslatedText | str | None) -> tuple[str, str]:
    current = languages.current()
    if isinstance(text, dict):
        return TranslatedText(text).choose()
    chosen = "" if text is None else text
    return chosen, current if isinstance(chosen, SafeString) else languages.written_in(str(chosen), current)


@register.filter
def plain(text: TranslatedText | str | None) -> str:
    """A translated text without mark-up: for titles and attributes."""
    return str(TranslatedText(text)) if isinstance(text, dict) else str(text or "")


@register.filter
def direction(language: str) -> str:
    """``rtl`` or ``ltr`` for a language code."""
    return languages.direction(language)


@register.filter
def language_name(language: str) -> str:
    """A language's name in its own script."""
    return languages.own_name(language)


@register.filter
def act_name(act: str) -> str:
    """How the audit names an act in the current language; its code when nobody named it."""
    return act_label(act)


@register.filter
def existing(records: Iterable[Model | None]) -> list[Model]:
    """Those of the records that an editor chose which nobody has deleted since."""
    return [record for record in records if record]


@register.filter
def num(value: float | str) -> str:
    """Digits grouped as the reader's language groups them; anything but a number is left as it is."""
    return formats.format_number(value) if isinstance(value, int | float) else str(value)


@register.filter
def file_size(value: int | None) -> str:
    """The size of a file, from its bytes: ``1.4 MB`` in the reader's words."""
    return formats.file_size(value or 0)


@register.simple_tag
def colon() -> str:
    """The colon between two parts that a template puts together."""
    return formats.colon()


@register.filter
def reference(value: str) -> SafeString:
    """The number of a file, read from left to right inside a sentence or a heading of any direction."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def portal_date(value: dt.date | None) -> str:
    """A date in words, with Moroccan months."""
    return formats.format_date(value) if value else ""


@register.filter
def portal_datetime(value: dt.datetime | None) -> str:
    """A moment in words, in Moroccan time."""
    return formats.format_datetime(value) if value else ""


@register.filter
def portal_time(value: dt.datetime | None) -> str:
    """The hour of a moment: ``23:59``."""
    return formats.format_time(value) if value else ""


@register.filter
def clock(value: dt.datetime | None) -> str:
    """The hour of a moment to the second, for proofs: ``23:59:04``."""
    return timezone.localtime(value).strftime("%H:%M:%S") if value else ""


@register.simple_tag
@functools.lru_cache(maxsize=256)
def icon(name: str, turn: bool = False) -> SafeString:
    """A pictogram of the sprite; ``turn`` mirrors an arrow in right-to-left pages. A page has some twenty: each is written once a process."""
    turned = " icon--turn" if turn else ""
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', turned, static("img/sprite.svg"), name)


@register.simple_tag
def drawn(template_name: str, hers: str = "", **given: Any) -> SafeString:
    """A part of a page, rendered once a process for what it is given; ``hers`` names what of it is a reader's own, which is filled in each time."""
    own = hers.split()
    same = {name: value for name, value in given.items() if name not in own}
    return draw_part(template_name, same=same, hers={name: given[name] for name in own})


@register.simple_tag(takes_context=True)
def frame(context: dict, template_name: str) -> SafeString:
    """The header or the foot around a page."""
    return draw_frame(template_name, context["portal"], content_language=context.get("content_language", ""), query=context.get("query", ""))


@register.simple_tag(takes_context=True)
def slot(context: dict, name: str) -> SafeString:
    """The sections that other apps registered for this page and slot."""
    from portal.core.sections import render_slot

    return render_slot(context["page"], name, context["request"])


@register.filter
def section_id(heading: str) -> str:
    """A stable anchor for a heading in any script: it does not change when other headings come or go."""
    return "part-" + hashlib.sha256(heading.encode()).hexdigest()[:8]
