"""Provinces and prefectures, found by any spelling of their name and of their communes'."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import override

from portal.core import languages
from regions.models import Commune, PlaceName, Province
from search.documents import SearchDocument
from search.types import ResultType


class PlaceSource:
    """What there is in a province: its address is that of ``where``. Regions are found by their pages."""

    name = "place"

    def origins(self) -> Iterator[str]:
        """Every province."""
        for code in Province.objects.values_list("code", flat=True):
            yield f"place:{code}"

    def documents(self, key: str) -> list[SearchDocument]:
        """One province in each language."""
        return [document for province in self._read().filter(code=key) for document in _documents(province)]

    def all_documents(self) -> Iterator[SearchDocument]:
        """Every province in each language, in four queries."""
        for province in self._read():
            yield from _documents(province)

    @staticmethod
    def _read() -> QuerySet[Province]:
        names = PlaceName.objects.order_by("pk")
        communes = Commune.objects.prefetch_related(Prefetch("names", names)).order_by("-population", "code")
        return Province.objects.select_related("region").prefetch_related(Prefetch("names", names), Prefetch("communes", communes))


def _documents(province: Province) -> Iterator[SearchDocument]:
    communes = list(province.communes.all())
    own = [name.spelling for name in province.names.all()]
    spellings = [name.spelling for commune in communes for name in commune.names.all()]
    for language in languages.codes():
        with override(language):
            url, kind = f"{reverse('where')}?{urlencode({'province': province.slug})}", province.get_kind_display()
        yield SearchDocument(
            id=f"place:{province.code}:{language}",
            origin=f"place:{province.code}",
            type=ResultType.PLACE,
            language=language,
            title=province.name.choose(language)[0],
            url=url,
            summary=f"{kind} · {province.region.name.choose(language)[0]}",
            body=" · ".join(commune.name.choose(language)[0] for commune in communes),
            keywords=tuple(dict.fromkeys([*own, *spellings])),
            regions=(province.region.slug,),
            group=f"place:{province.code}",
            boost=0.95,
        )
