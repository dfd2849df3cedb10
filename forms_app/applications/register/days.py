"""The list of the register's texts, by month."""

import datetime as dt

from django.db.models import Max, Min

from forms_app.applications.models import RegisterFile


def month_of_register(*, month: str) -> dict[str, object]:
    """``month``: its first day, ``None`` while there is no text; ``days``: its texts, newest first; ``earlier``, ``later``: the months beside it that have
    texts, as ``2026-11``; ``openings``: of all sealed calls that were opened. An unknown month is the last one.
    """
    reach = RegisterFile.objects.aggregate(first=Min("day"), last=Max("day"))
    openings = list(RegisterFile.objects.filter(call__isnull=False).select_related("call").only("name", "made_at", "call__title").order_by("-number"))
    if reach["first"] is None:
        return {"month": None, "days": [], "openings": openings}
    first, last = reach["first"].replace(day=1), reach["last"].replace(day=1)
    chosen = _first_day(month)
    chosen = chosen if chosen and first <= chosen <= last else last
    days = list(RegisterFile.objects.filter(day__gte=chosen, day__lt=_beside(chosen, 1)).only("name", "day").order_by("-day"))
    earlier, later = _beside(chosen, -1), _beside(chosen, 1)
    return {
        "month": chosen,
        "days": days,
        "openings": openings,
        "earlier": f"{earlier:%Y-%m}" if earlier >= first else "",
        "later": f"{later:%Y-%m}" if later <= last else "",
    }


def _first_day(month: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        return None


def _beside(month: dt.date, months: int) -> dt.date:
    years, number = divmod(month.month - 1 + months, 12)
    return month.replace(year=month.year + years, month=number + 1)
