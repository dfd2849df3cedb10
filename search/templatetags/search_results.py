"""The parts of a page of results that are drawn once for each shape they can have: ten results are most of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.drawn import draw_part, gap
from portal.core.formats import format_number
from portal.core.templatetags.portal_text import shown

register = template.Library()

_SAME = ("title_lang", "title_dir", "lang", "dir", "state", "sample_label")
_ITS_OWN = ("url", "title", "extract", "kind", "date", "state_label")


@register.simple_tag
def result(hit: Mapping[str, Any], heading_level: int) -> SafeString:
    """One hit, as :func:`search.shown.shown_hit` gives it."""
    places = format_html_join("", " · {}", ((shown(place),) for place in hit["where"]))
    same = {name: hit[name] for name in _SAME} | {"heading_level": heading_level}
    return draw_part("search/result.html", same=same, hers={name: hit[name] for name in _ITS_OWN} | {"places": places})


@register.simple_tag
def kinds_of_result(kinds: Sequence[Mapping[str, Any]]) -> SafeString:
    """Links to each kind of result there is, as :func:`search.choices.kinds` gives them."""
    outline = [{**kind, "url": gap(f"url_{place}"), "count": gap(f"count_{place}")} for place, kind in enumerate(kinds)]
    hers = {f"url_{place}": kind["url"] for place, kind in enumerate(kinds)}
    hers |= {f"count_{place}": format_number(kind["count"]) for place, kind in enumerate(kinds)}
    return draw_part("components/chips.html", same={"items": outline, "label": _("Kind of result")}, hers=hers)
