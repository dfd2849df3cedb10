"""Calls: one record, one address in three languages."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from forms_app.calls.models import Call
from portal.core import languages
from portal.core.translated import TranslatedText
from regions.models import Province, Region
from search.documents import SearchDocument
from search.states import dates_of
from search.types import ResultType

#: Calls before pages that only tell of them; but what stands there in another language, after what she can read.
_BOOST, _UNTRANSLATED = 1.1, 0.65


class CallSource:
    """Published calls, also those whose hour of publication is still to come: ``visible_from`` hides them until then."""

    name = "call"

    def origins(self) -> Iterator[str]:
        """Every call with a moment of publication."""
        for pk in self._published().values_list("pk", flat=True):
            yield f"call:{pk}"

    def documents(self, key: str) -> list[SearchDocument]:
        """One call in each language."""
        call = self._read().filter(pk=key).first()
        return list(_documents(call, _all_regions())) if call else []

    def all_documents(self) -> Iterator[SearchDocument]:
        """Every call in each language."""
        everywhere = _all_regions()
        for call in self._read():
            yield from _documents(call, everywhere)

    @staticmethod
    def _published() -> QuerySet[Call]:
        return Call.objects.filter(published_at__isnull=False)

    def _read(self) -> QuerySet[Call]:
        return self._published().select_related("programme").prefetch_related("regions", "provinces__region")


def _all_regions() -> tuple[str, ...]:
    return tuple(Region.objects.values_list("slug", flat=True))


def _documents(call: Call, everywhere: tuple[str, ...]) -> Iterator[SearchDocument]:
    places: list[Region | Province] = [*call.regions.all(), *call.provinces.all()]
    slugs = {region.slug for region in call.regions.all()} | {province.region.slug for province in call.provinces.all()}
    names = {name for place in places for name in place.name.values()} | set(call.programme.short_name.values())
    for language in languages.codes():
        with override(language):
            url, kind = reverse("call", args=[call.slug]), call.get_kind_display()
        texts = (call.who, call.what_next, call.cancel_reason, call.source)
        yield SearchDocument(
            id=f"call:{call.pk}:{language}",
            origin=f"call:{call.pk}",
            type=ResultType.CALL,
            language=language,
            title=_in(call.title, language),
            url=url,
            summary=_in(call.summary, language),
            body="\n".join(filter(None, (_in(text, language) for text in texts))),
            keywords=(*sorted(names), kind),
            regions=tuple(sorted(slugs)) or everywhere,
            programme=call.programme.code,
            group=f"call:{call.pk}",
            dates=dates_of(call),
            visible_from=call.published_at,
            updated=call.opens_at or call.published_at,
            boost=_BOOST if call.title.get(language) else _UNTRANSLATED,
            sample=call.sample,
        )


def _in(text: TranslatedText, language: str) -> str:
    """The text, or the first translation there is: a call may go out before its Amazigh."""
    return text.choose(language)[0]
