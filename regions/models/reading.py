"""What pages read about the regions: plain values, read in a fixed number of queries and kept until something public changes."""

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.formats import format_number
from portal.core.generation import current_generation
from portal.core.kept import kept
from portal.core.navigation import address
from portal.core.visibility import public

from .centres import Centre
from .money import Agreement, BudgetLine
from .territory import Commune, Province, Region

_SECONDS = 600


def region_links(language: str, current: str = "") -> list[dict[str, Any]]:
    """The twelve regions for the map and the list beside it, each with the address of its page in this language.

    A region whose page is not published leads to what is open there (``where``). ``current`` is the code of the region being read.
    """
    key = f"region-links:{language}:{current_generation()}"
    links = kept(key, lambda: _read_links(language), timeout=_SECONDS)
    return [link | {"current": link["code"] == current} for link in links]


def _read_links(language: str) -> list[dict[str, Any]]:
    from .pages import RegionPage

    page = public(RegionPage.objects.all()).filter(region=OuterRef("pk"), locale__language_code=language)
    regions = Region.objects.defer("map_path").annotate(page_path=Subquery(page.values("url_path")[:1]))
    with override(language):
        elsewhere = reverse("where")
    return [
        {
            "code": region.code,
            "number": region.number,
            "slug": region.slug,
            "name": region.name,
            "url": address(region.page_path, language) if region.page_path else f"{elsewhere}?region={region.slug}",
        }
        for region in regions
    ]


def region_facts(region_id: int, language: str) -> dict[str, Any]:
    """Everything the records know of a region, for its page: an empty list or ``None`` where nothing was given."""
    key = f"region-facts:{region_id}:{language}:{current_generation()}"
    facts = kept(key, lambda: _read_facts(region_id, language), timeout=_SECONDS)
    return facts | {"regions": region_links(language, current=facts["region"].code)}


def _read_facts(region_id: int, language: str) -> dict[str, Any]:
    region = Region.objects.defer("map_path").select_related("incubator", "registrations").get(pk=region_id)
    provinces = list(Province.objects.filter(region=region).annotate(commune_count=Count("communes", filter=~Q(communes__kind=Commune.Kind.ARRONDISSEMENT))))
    centres = list(Centre.objects.shown().filter(region=region).with_places())
    registrations, incubator = getattr(region, "registrations", None), getattr(region, "incubator", None)
    with override(language):
        return {
            "region": region,
            "incubator": incubator,
            "stages": _stages(incubator.stages) if incubator else [],
            "provinces": [{"province": province, "centres": [centre for centre in centres if centre.province_id == province.pk]} for province in provinces],
            "region_centres": [centre for centre in centres if centre.province_id is None],
            "budget": list(BudgetLine.objects.of_region(region).select_related("province")),
            "agreements": list(Agreement.objects.filter(region=region)),
            "registrations": registrations,
            "facts": _in_brief(region, len(provinces), sum(province.commune_count for province in provinces), registrations),
        }


def _stages(stages: list[dict]) -> list[dict[str, Any]]:
    """Stages as the time-line shows them: done, now, or nothing yet."""
    return [{"title": stage["text"], "state": stage["state"] if stage["state"] in {"done", "now"} else ""} for stage in stages]


def _in_brief(region: Region, provinces: int, communes: int, registrations: Any) -> list[dict[str, str]]:
    """The region in four lines; women registered come first, or the words that the region has not given the number."""
    registered = format_number(registrations.women) if registrations else _("Not yet given by the region")
    rows = [
        (_("Women registered"), registered),
        (_("Inhabitants (census of 2024)"), format_number(region.population) if region.population else ""),
        (_("Prefectures and provinces"), format_number(provinces)),
        (_("Communes"), format_number(communes)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
