"""A result, drawn once for each shape it can have: ten of them are most of a page of results."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.core.drawn import draw_part
from portal.core.templatetags.portal_text import shown

register = template.Library()

_SAME = ("title_lang", "title_dir", "lang", "dir", "state", "sample_label")
_ITS_OWN = ("url", "title", "extract", "kind", "date", "state_label")


@register.simple_tag
def result(hit: Mapping[str, object], heading_level: int) -> SafeString:
    """One hit, as :func:`search.shown.shown_hit` gives it."""
    places = format_html_join("", " · {}", ((shown(place),) for place in hit["where"]))
    same = {name: hit[name] for name in _SAME} | {"heading_level": heading_level}
    return draw_part("search/result.html", same=same, hers={name: hit[name] for name in _ITS_OWN} | {"places": places})
