"""Translations that are missing, or behind their original."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

_TOP_DEPTH = 2


class Gap(StrEnum):
    """What a page lacks in a language."""

    MISSING = "missing"
    DRAFT = "draft"
    OLDER = "older"
    SHORTER = "shorter"
    REWRITTEN = "rewritten"


@dataclass
class PageGap:
    """One original, its translation if there is one, and what is wrong with it."""

    original: Page
    target: Page | None
    translation: Translation | None
    gaps: list[Gap] = field(default_factory=list)

    @property
    def since(self) -> dt.datetime | None:
        """Since when it waits: the publication of the original the translation has not followed."""
        return self.original.last_published_at or self.original.latest_revision_created_at


def page_gaps(language: str, *, within: QuerySet | None = None) -> list[PageGap]:
    """Every published (or scheduled) original and the state of its translation into ``language``, in tree order; three queries.

    ``within`` limits originals to a queryset of pages. Originals without any gap are returned too, with an empty list.
    """
    originals = (
        (Page.objects.all() if within is None else within)
        .filter(Q(live=True) | Q(go_live_at__gt=timezone.now()), locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True, depth__gte=_TOP_DEPTH)
        .order_by("path")
    )
    targets = {page.translation_key: page for page in Page.objects.filter(locale__language_code=language, alias_of__isnull=True, depth__gte=_TOP_DEPTH)}
    translations = {translation.source.object_id: translation for translation in _translations(language)}
    rows = [PageGap(page, targets.get(page.translation_key), translations.get(page.translation_key)) for page in originals]
    for row in rows:
        row.gaps = _gaps(row)
    return rows


def _translations(language: str) -> QuerySet:
    """Translations into a language, each with ``untranslated`` (a string still lacks its translation) and ``written_at`` (the last string)."""
    written = StringTranslation.objects.filter(context__object_id=OuterRef("source__object_id"), locale__language_code=language).order_by("-updated_at")
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id"), locale__language_code=language, has_error=False,
    )  # fmt: skip
    open_strings = StringSegment.objects.filter(source_id=OuterRef("source_id")).annotate(is_translated=Exists(done)).filter(is_translated=False)
    return (
        Translation.objects.filter(target_locale__language_code=language)
        .select_related("source")
        .defer("source__content_json")
        .annotate(untranslated=Exists(open_strings), written_at=Subquery(written.values("updated_at")[:1]))
    )


def _gaps(row: PageGap) -> list[Gap]:
    if row.target is None:
        return [Gap.MISSING]
    gaps = []
    if not row.target.live:
        gaps.append(Gap.DRAFT)
    if _is_older(row, row.target):
        gaps.append(Gap.OLDER)
    if row.translation is None or row.translation.untranslated or not row.translation.enabled:
        gaps.append(Gap.SHORTER)
    if row.target.live and _is_rewritten(row, row.target):
        gaps.append(Gap.REWRITTEN)
    return gaps


def _is_rewritten(row: PageGap, target: Page) -> bool:
    """Strings were changed since the page was published: wagtail-localize has no workflow that would tell the publisher."""
    published, translation = target.last_published_at, row.translation
    return bool(translation and translation.enabled and translation.written_at and published and translation.written_at > published)


def _is_older(row: PageGap, target: Page) -> bool:
    changed = row.original.last_published_at
    if changed is None:
        return False
    if row.translation is not None and row.translation.enabled and row.translation.source.last_updated_at < changed:
        return True
    written = target.last_published_at or target.latest_revision_created_at
    return written is None or written < changed
