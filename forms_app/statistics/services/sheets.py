"""Keeping a sheet: numbered without a gap, with its paper."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forms_app.statistics.models import Sheet, SheetCounter
from forms_app.statistics.paper.sheet import sheet_paper
from forms_app.statistics.questions import Question
from portal.core import languages
from portal.core.audit import record_act
from portal.core.fingerprints import fingerprint

from .drafts import ask


@transaction.atomic
def keep_sheet(*, question: Question, by: User, at: dt.datetime) -> Sheet:
    """Count once more, and keep question, moment, numbers and paper. The next number of the year is given under a lock, to the end of the transaction.

    Raises:
        PermissionError: as asking does.
    """
    at = at.replace(microsecond=0)
    answer, language, year = ask(question=question, by=by, at=at), languages.current(), timezone.localtime(at).year
    SheetCounter.objects.get_or_create(year=year)
    SheetCounter.objects.filter(year=year).update(last=F("last") + 1)
    sheet = Sheet(
        year=year,
        number=SheetCounter.objects.values_list("last", flat=True).get(year=year),
        by=by,
        as_of=at,
        language=language,
        question=question.codes(),
        numbers=answer,
    )
    sheet.sha256 = fingerprint(sheet.content())
    sheet.paper = sheet_paper(sheet)
    sheet.save()
    record_act(act="statistics.sheet_kept", of=sheet, by=by, at=at, year=year, number=sheet.number, sha256=sheet.sha256)
    return sheet
