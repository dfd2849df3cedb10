"""Centres where a woman is received."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from portal.core import languages
from regions.models import Centre
from search.documents import SearchDocument
from search.types import ResultType


class CentreSource:
    """Centres shown to the public. They have no page of their own: the address is that of their place."""

    name = "centre"

    def origins(self) -> Iterator[str]:
        """Every centre shown."""
        for pk in Centre.objects.shown().values_list("pk", flat=True):
            yield f"centre:{pk}"

    def documents(self, key: str) -> list[SearchDocument]:
        """One centre in each language."""
        return [document for centre in self._read().filter(pk=key) for document in _documents(centre)]

    def all_documents(self) -> Iterator[SearchDocument]:
        """Every centre in each language."""
        for centre in self._read():
            yield from _documents(centre)

    @staticmethod
    def _read() -> QuerySet[Centre]:
        return Centre.objects.shown().with_places()


def _documents(centre: Centre) -> Iterator[SearchDocument]:
    places = [place for place in (centre.commune, centre.province, centre.region) if place]
    where = {"commune": centre.commune.code} if centre.commune else {"province": centre.province.slug} if centre.province else {"region": centre.region.slug}
    for language in languages.codes():
        with override(language):
            url, kind = f"{reverse('where')}?{urlencode(where)}", centre.get_kind_display()
        texts = (centre.services, centre.address, centre.hours)
        yield SearchDocument(
            id=f"centre:{centre.pk}:{language}",
            origin=f"centre:{centre.pk}",
            type=ResultType.CENTRE,
            language=language,
            title=centre.name.choose(language)[0],
            url=url,
            summary=" · ".join([kind, *(place.name.choose(language)[0] for place in places)]),
            body="\n".join(filter(None, (text.choose(language)[0] for text in texts))),
            keywords=tuple(sorted({name for place in (*places, centre) for name in place.name.values()})),
            regions=(centre.region.slug,),
            group=f"centre:{centre.pk}",
        )
