"""Pages of a list that may be a million rows long: by the last row seen, never by counting (DESIGN section 10)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from .crypt import CannotDecrypt, decrypt, encrypt


@dataclass(frozen=True)
class KeysetPage:
    """Some rows, the newest first, and where the next page begins (empty: there is none)."""

    rows: list
    next: str


def keyset_page(found: QuerySet, *, moment: str, after: str, per_page: int) -> KeysetPage:
    """The rows after the one whose primary key is ``after``, ordered by ``moment`` and key, both falling.

    A key that no row has gives the first page: it may have come from a list with other filters.
    """
    rows = found.order_by(f"-{moment}", "-pk")
    last = _row(found, moment, after) if after else None
    if last is not None:
        at, pk = last
        rows = rows.filter(Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(pk__lt=pk)))
    shown = list(rows[: per_page + 1])
    return KeysetPage(shown[:per_page], str(shown[per_page - 1].pk) if len(shown) > per_page else "")


def read_place(request: HttpRequest, name: str = "after") -> str:
    """Where a page begins, from its address. It stands there encrypted: two numbers of rows tell how many lie between (decision 534)."""
    try:
        return decrypt(request.GET.get(name, "")[:200])
    except CannotDecrypt:
        return ""


def next_query(request: HttpRequest, page: KeysetPage, name: str = "after") -> str:
    """The query of the next page, everything else in it as it is; empty when there is none."""
    kept = request.GET.copy()
    kept[name] = encrypt(page.next)
    return kept.urlencode() if page.next else ""


def _row(found: QuerySet, moment: str, pk: str) -> tuple | None:
    try:
        return found.model._base_manager.filter(pk=pk).values_list(moment, "pk").first()
    except (ValueError, ValidationError, OverflowError):
        return None
