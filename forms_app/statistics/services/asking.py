"""Exact numbers for the staff, through the rights of who asks. Made-up files and those of sealed calls are in none of them."""

import datetime as dt
from collections import Counter
from typing import TypedDict

from django.contrib.auth.models import User
from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.translation import gettext as _

from forms_app.applications.backoffice.rights import sealed_condition
from forms_app.applications.models import Submission
from forms_app.applications.services.export.columns import SITUATION
from forms_app.calls.models import Call
from forms_app.statistics.dictionary import KIND
from forms_app.statistics.questions import Question, heading_of
from portal.core.days import within_days
from portal.core.formats import format_date, format_datetime
from portal.core.models import Role
from portal.core.staff.territory import holds
from regions.models import Region

from .counting import repeated_keys
from .erased import erased_answers
from .labels import labelled

ALONE = Q(filled_by="self")
#: Whatever is not simply a column of a file.
_KEYS = {"day": TruncDate("submitted_at"), "month": TruncMonth("submitted_at", output_field=DateField()), KIND: F("call__kind")}


class Answer(TypedDict):
    """A sheet: what, when, how it was narrowed, what is counted, columns, rows (a label and numbers) and their sums.

    All of it is JSON, its texts in the language of who asked.
    """

    heading: str
    as_of: str
    narrowed: list[str]
    definitions: list[str]
    columns: list[str]
    rows: list[list[str | int]]
    total: list[str | int]


def sees_the_country(user: User) -> bool:
    """Whether this person's figures are the whole country's, not a territory's."""
    return holds(user, Role.PROGRAMME_MANAGER)


def ask_of_files(*, question: Question, by: User, at: dt.datetime) -> Answer:
    """Count the files this person may see, now: files and persons apart, alone and with help."""
    files = between(Submission.objects.visible_to(by).filter(synthetic=False), "submitted_at", question).order_by()
    if question.region:
        files = files.filter(region__code=question.region)
    if question.by in SITUATION:  # a number of one, on one day, tells it of somebody whose file does not
        files = files.filter(sealed_condition(by))
    files = files.annotate(row=_KEYS.get(question.by, F(question.by)))
    counted = {row: (count, alone) for row, count, alone in files.values_list("row").annotate(count=Count("pk"), alone=Count("pk", filter=ALONE))}
    nameless = Counter(dict(files.filter(person_key="").values_list("row").annotate(Count("pk"))))
    further, further_in_all = _further(files)
    rows = [
        [label, count, count - nameless[row] - further[row], alone, count - alone]
        for label, row in labelled(question.by, counted)
        for count, alone in [counted[row]]
    ]
    total, alone, unknown = sum(row[1] for row in rows), sum(row[3] for row in rows), nameless.total()
    return {
        "heading": _("Files sent, by: %(by)s") % {"by": heading_of(question.by)},
        "as_of": format_datetime(at),
        "narrowed": narrowed(question),
        "definitions": [
            _("A file is counted on the day its first version arrived, whatever became of it since; made-up files and files of sealed calls are not counted."),
            _("Persons: different identity numbers. Somebody with files in two rows is one person in the total."),
            _("Files that give no identity number, and are in no number of persons: %(count)s.") % {"count": unknown},
            _("Alone: she filled it in herself. With help: family, a centre, an association or somebody else held the pen."),
            *(erased_answers(question) if sees_the_country(by) else ()),
        ],
        "columns": [heading_of(question.by), _("Files"), _("Persons"), _("Alone"), _("With help")],
        "rows": rows,
        "total": [_("Total"), total, total - unknown - further_in_all, alone, total - alone],
    }


def _further(files: QuerySet) -> tuple[Counter, int]:
    """By row, how many files are of somebody who has another one there; and how many of all are of somebody already counted.

    Only numbers that were given more than once are looked at: counting different ones among a million takes seconds.
    """
    by_row: Counter = Counter()
    in_all: Counter = Counter()
    for some in repeated_keys():
        for (row, key), count in Counter(files.filter(person_key__in=some).values_list("row", "person_key")).items():
            by_row[row] += count - 1
            in_all[key] += count
    return by_row, in_all.total() - len(in_all)


def between(rows: QuerySet, moment: str, question: Question) -> QuerySet:
    """Narrowed to the question's days and kind of call."""
    rows = within_days(rows, moment=moment, since=question.since, until=question.until)
    return rows.filter(call__kind=question.kind) if question.kind else rows


def narrowed(question: Question) -> list[str]:
    """How the question was narrowed, in words."""
    said = []
    if question.since:
        said.append(_("From %(date)s") % {"date": format_date(question.since)})
    if question.until:
        said.append(_("Until %(date)s, included") % {"date": format_date(question.until)})
    if question.region:
        said.append(str(Region.objects.get(code=question.region)))
    return [*said, str(Call.Kind(question.kind).label)] if question.kind else said
