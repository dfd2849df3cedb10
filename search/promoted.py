"""Results that editors put first."""

from django.utils import timezone

from portal.core.generation import current_generation
from portal.core.kept import kept

from .hits import EntryRow, hit_of
from .models import PromotedResult, SearchEntry
from .results import Hit
from .types import ResultType

_SECONDS = 600
MOST = 3


def promoted_hits(text: str, language: str) -> list[Hit]:
    """What is promoted for these words and public now, in the reader's language or else in another. No query when nothing is promoted for them."""
    groups = list(dict.fromkeys(group for promoted, group in _promotions() if promoted.answers(text)))
    if not groups:
        return []
    rows = SearchEntry.objects.filter(group__in=groups).exclude(type=ResultType.QUESTION).values_list(*EntryRow._fields)
    at = timezone.now()
    best: dict[str, EntryRow] = {}
    visible = (entry for entry in map(EntryRow._make, rows) if entry.visible_from is None or entry.visible_from <= at)
    for entry in sorted(visible, key=lambda entry: (entry.language != language, entry.language)):
        best.setdefault(entry.group, entry)
    return [hit_of(best[group]) for group in groups if group in best][:MOST]


def _promotions() -> list[tuple[PromotedResult, str]]:
    return kept(f"promoted:{current_generation()}", _read, timeout=_SECONDS)


def _read() -> list[tuple[PromotedResult, str]]:
    rows = PromotedResult.objects.filter(active=True).select_related("page").only("words", "page__translation_key", "call_id")
    return [(row, f"page:{row.page.translation_key}" if row.page else f"call:{row.call_id}") for row in rows]
