"""“Where do you live?”: from a commune, in any spelling, or a region and province, to what is open there and who can help.

Nothing typed here is logged, stored or put in a cache.
"""

from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core import languages
from portal.core.navigation import top_pages
from portal.core.page_cache import public_page
from portal.core.sections import render_slot_for

from .models import Commune, Province, Region
from .models.reading import region_links
from .services import FAR, Place, PlaceMatch, certain_place, find_places, nearest_centres


@public_page("region", "province")
@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Ask where she lives; once the place is known, show what there is for her.

    Raises:
        Http404: for a region, province or commune that does not exist.
    """
    language = languages.current()
    asked = request.GET.get("q", "").strip()[:80]
    matches = find_places(asked, language) if asked else []
    place = certain_place(matches) if asked else _chosen_place(request)
    context: dict[str, Any] = {"asked": asked, "place": place, "regions": _ways_in(language, current=place.region.code if place else "")}
    if place:
        context |= _what_there_is(request, place, language)
    elif asked:
        context |= {"matches": [_choice(match) for match in matches], "guessed": not any(match.exact for match in matches)}
    return render(request, "regions/where.html", context)


def _ways_in(language: str, current: str) -> list[dict]:
    """The regions for the map and the list of choices; here they lead back to this view, not to the regions' pages."""
    return [link | {"url": f"?{urlencode({'region': link['slug']})}"} for link in region_links(language, current=current)]


def _chosen_place(request: HttpRequest) -> Place | None:
    """The smallest place chosen. A province of another region is left over from the form's first state: the region counts."""
    commune, province, region = (request.GET.get(name, "") for name in ("commune", "province", "region"))
    if commune:
        return Place.of(get_object_or_404(Commune.objects.select_related("province__region", "city"), code=commune))
    chosen = Place.of(get_object_or_404(Region.objects.defer("map_path"), slug=region)) if region else None
    if not province:
        return chosen
    found = Place.of(get_object_or_404(Province.objects.select_related("region"), slug=province))
    return found if chosen is None or chosen.holds(found) else chosen


def _what_there_is(request: HttpRequest, place: Place, language: str) -> dict:
    """Calls, centres, whether she may apply, and her region's page."""
    link = next(link for link in region_links(language) if link["code"] == place.region.code)
    pages = top_pages(language)
    centres = nearest_centres(place)
    return {
        "chosen": place.region,
        "region": place.region,
        "kind_label": _kind(place),
        "provinces": list(Province.objects.filter(region=place.region)),
        "calls": render_slot_for("regions.Place", "calls", key=_scope(place), subject=place, request=request),
        "centres": centres,
        "none_near": bool(place.province and centres) and all(centre.nearness == FAR for centre in centres),
        "region_link": f"{link['url']}#{place.province.slug}" if place.province and "?" not in link["url"] else link["url"],
        "questions_url": pages.get("questions", {}).get("url", ""),
    }


def _scope(place: Place) -> str:
    """Calls are for regions and provinces, so communes of one province share what is kept."""
    return (place.province or place.region).code


def _kind(place: Place) -> str:
    smallest = place.commune or place.province
    return smallest.get_kind_display() if smallest else _("Region")


def _choice(match: PlaceMatch) -> dict:
    """One of several matches: its name, what it is, what it lies in, and the query that chooses it."""
    if match.commune:
        query, above = {"commune": match.commune.code}, cast("Province", match.province).name
    elif match.province:
        query, above = {"province": match.province.slug}, match.region.name
    else:
        query, above = {"region": match.region.slug}, None
    return {"place": match.place, "kind_label": _kind(match.place), "above": above, "query": urlencode(query)}
