"""What people looked for and did not find: words, never who. For editors, for ninety days."""

import datetime as dt
import re
from typing import cast

from django.db import models, transaction
from django.db.models import F, Sum
from django.utils import timezone

from portal.core.retention import due_among, register_retention

from .models import SearchMiss
from .normalise import fold

KEPT_DAYS = 90
#: Words that fewer people typed are not shown: they may say who somebody is.
SHOWN_FROM = 3
#: Longer queries are somebody's story.
MOST_WORDS = 5
#: A day's different misses; beyond them somebody is playing.
MOST_A_DAY = 1000
_TELLING = re.compile(r"@|(?:\d\D*){4}")


def note_miss(*, text: str, language: str, at: dt.datetime) -> bool:
    """Count a query that found nothing; whether it was kept. What may name somebody (four digits, an @, many words) is not."""
    words = fold(text, language)
    too_long = len(text) > cast("int", SearchMiss._meta.get_field("text").max_length) or len(words.split()) > MOST_WORDS
    if not words or too_long or _TELLING.search(text) or _TELLING.search(words):
        return False
    day = timezone.localtime(at).date()
    with transaction.atomic():
        if SearchMiss.objects.filter(text=words, language=language, day=day).update(count=F("count") + 1):
            return True
        today = SearchMiss.objects.filter(day=day).count()
        if today >= MOST_A_DAY:
            return False
        if today == 0:
            forget_old(day=day)
        SearchMiss.objects.bulk_create([SearchMiss(text=words, language=language, day=day)], ignore_conflicts=True)
    return True


def forget_old(*, day: dt.date) -> int:
    """Delete what is older than ninety days; runs with the first miss of each day."""
    return SearchMiss.objects.filter(day__lt=day - dt.timedelta(days=KEPT_DAYS)).delete()[0]


def _over(at: dt.datetime) -> models.QuerySet:
    return SearchMiss.objects.filter(day__lt=timezone.localtime(at).date() - dt.timedelta(days=KEPT_DAYS))


def register() -> None:
    """Called when the app is ready: misses go although nobody searches."""
    register_retention("search_misses", due=lambda at: due_among(_over(at), moment="day"), apply=lambda at: forget_old(day=timezone.localtime(at).date()))


def often_missed() -> models.QuerySet:
    """Words and language, with how often in all, the most missed first; rare ones are left out."""
    missed = SearchMiss.objects.order_by().values("text", "language").annotate(times=Sum("count"), last=models.Max("day"))
    return missed.filter(times__gte=SHOWN_FROM).order_by("-times", "text")
