"""Pages of every type, and the questions and answers on them."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.models import Page
from wagtail.query import PageQuerySet

from home.models import HomePage, NewsPage, NoticePage, QuestionsPage, SiteMapPage
from portal.core.navigation import page_url
from portal.core.pages import PortalPage
from portal.core.templatetags.portal_text import section_id
from programmes.models import Programme, ProgrammeIndexPage, ProgrammePage, RegionalProgrammePage, ServiceIndexPage, ServicePage
from regions.models import PlaceName, Region, RegionIndexPage, RegionPage
from search.documents import SearchDocument
from search.types import ResultType

from .text import body_text, plain_text

_TYPES: dict[type[Page], str] = {
    ProgrammeIndexPage: ResultType.PROGRAMME,
    ProgrammePage: ResultType.PROGRAMME,
    RegionalProgrammePage: ResultType.PROGRAMME,
    ServiceIndexPage: ResultType.SERVICE,
    ServicePage: ResultType.SERVICE,
    RegionIndexPage: ResultType.REGION,
    RegionPage: ResultType.REGION,
    NewsPage: ResultType.NEWS,
    NoticePage: ResultType.NOTICE,
}
#: Lasting pages before passing ones; less for those that mostly repeat what stands on others.
_ARCHIVED = 0.85
_BOOSTS: dict[type[Page], float] = {HomePage: 0.7, SiteMapPage: 0.4, NewsPage: 0.9, ProgrammePage: 1.2, ServicePage: 1.2, RegionalProgrammePage: 0.85}


class PageSource:
    """Live pages that anybody may read. An alias is nobody's translation: it is not indexed."""

    name = "page"

    def origins(self) -> Iterator[str]:
        """Every public page."""
        for pk in self._public().values_list("pk", flat=True).iterator():
            yield f"page:{pk}"

    def documents(self, key: str) -> list[SearchDocument]:
        """The page and its questions. Whether it is private is asked of the database: what pages keep of it may be older than the change told of."""
        page = Page.objects.filter(pk=key).select_related("locale").first()
        if page is None or not page.live or page.alias_of_id or page.depth < 2 or page.get_view_restrictions().exists():
            return []
        specific = page.specific
        return list(_documents(specific, _Around([specific]))) if isinstance(specific, PortalPage) else []

    def all_documents(self) -> Iterator[SearchDocument]:
        """Every public page, read type by type."""
        pages = [page for page in self._public().specific().select_related("locale") if isinstance(page, PortalPage)]
        around = _Around(pages)
        for page in pages:
            yield from _documents(page, around)

    @staticmethod
    def _public() -> PageQuerySet:
        return Page.objects.live().public().filter(alias_of__isnull=True, depth__gte=2)


class _Around:
    """What pages say through the records they belong to: regions with all their names, programmes."""

    def __init__(self, pages: list[PortalPage]) -> None:
        names = Prefetch("names", PlaceName.objects.order_by("pk"))
        regional = [page for page in pages if isinstance(page, RegionPage | NewsPage | NoticePage) and page.region_id]
        if regional:
            prefetch_related_objects(regional, "region")
        regions = {page.region_id: cast("Region", page.region) for page in regional}
        self.above: dict[str, Region] = {page.path: page.region for page in regional if isinstance(page, RegionPage)}
        children = [page for page in pages if isinstance(page, RegionalProgrammePage) and page.path[: -Page.steplen] not in self.above]
        if children:
            parents = RegionPage.objects.filter(path__in={page.path[: -Page.steplen] for page in children}).select_related("region")
            self.above |= {parent.path: parent.region for parent in parents}
        held = list({region.pk: region for region in (*regions.values(), *self.above.values())}.values())
        prefetch_related_objects(held, names, "provinces", "incubator")
        self.regions: dict[int | None, Region] = {region.pk: region for region in held}
        programmes = {page.programme_id for page in pages if isinstance(page, ProgrammePage | RegionalProgrammePage)}
        self.programmes = Programme.objects.in_bulk(programmes) if programmes else {}

    def region(self, page: PortalPage) -> Region | None:
        """The region a page is about."""
        if isinstance(page, RegionalProgrammePage):
            above = self.above.get(page.path[: -Page.steplen])
            return self.regions[above.pk] if above else None
        return self.regions.get(getattr(page, "region_id", None))

    def programme(self, page: PortalPage) -> Programme | None:
        """The programme a page is about."""
        return self.programmes.get(getattr(page, "programme_id", None))


def _documents(page: PortalPage, around: _Around) -> Iterator[SearchDocument]:
    language, region, programme = page.language, around.region(page), around.programme(page)
    body = getattr(page, "body", ())
    questions = isinstance(page, QuestionsPage)
    parts = [body_text(body, without=frozenset({"questions"}) if questions else frozenset()), *_more_of(page, region, language)]
    shared = {
        "origin": f"page:{page.pk}",
        "language": language,
        "regions": (region.slug,) if region else (),
        "programme": programme.code if programme else "",
        "updated": page.last_published_at,
    }
    yield SearchDocument(
        id=f"page:{page.pk}:{language}",
        type=_TYPES.get(type(page), ResultType.PAGE),
        title=page.title,
        url=page_url(page, language),
        summary=page.summary or page.search_description,
        body="\n".join(part for part in parts if part),
        keywords=tuple(_names(page, region, programme)),
        group=f"page:{page.translation_key}",
        boost=_ARCHIVED if programme and programme.archived else _BOOSTS.get(type(page), 1.0),
        **shared,
    )
    for place, entry in enumerate(_questions(body)):
        yield SearchDocument(
            id=f"page:{page.pk}:{language}:{section_id(entry['question'])}:{place}",
            type=ResultType.QUESTION,
            title=entry["question"],
            url=f"{page_url(page, language)}#{_anchor(entry['question'])}",
            summary="",
            body=plain_text(entry["answer"].source),
            group=f"question:{page.translation_key}:{place}" if questions else "",
            boost=1.0 if questions else 0.8,
            **shared,
        )


def _anchor(question: str) -> str:
    """Of the answer (``core/blocks/questions.html``): browsers open a folded question when they go to what it holds."""
    return section_id(question).replace("part-", "answer-", 1)


def _questions(body: Iterable[Any]) -> Iterator[dict]:
    for block in body:
        if block.block_type == "questions":
            yield from (entry for entry in block.value if entry["question"])


def _more_of(page: PortalPage, region: Region | None, language: str) -> Iterator[str]:
    """What a page shows from records and fields of its own."""
    if isinstance(page, HomePage):
        yield "\n".join(filter(None, (page.hero_kicker, page.hero_title_1, page.hero_title_2, page.hero_text)))
    if page.search_description and page.search_description != page.summary:
        yield page.search_description
    if isinstance(page, RegionPage) and region:
        yield " · ".join(province.name.choose(language)[0] for province in region.provinces.all())
        incubator = getattr(region, "incubator", None)
        if incubator and incubator.text.get(language):
            yield incubator.text[language]


def _names(page: PortalPage, region: Region | None, programme: Programme | None) -> Iterator[str]:
    """Every name by which the page's subject is meant, in every script."""
    if region and isinstance(page, RegionPage | RegionalProgrammePage):
        yield from (name.spelling for name in region.names.all())
    if programme:
        yield from programme.name.values()
        yield from programme.short_name.values()
