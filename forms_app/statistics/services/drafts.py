"""Drafts that were not sent, and where people stop."""

import datetime as dt

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from forms_app.applications.models import Draft, DraftStep
from forms_app.calls.models import Call
from forms_app.statistics.questions import Question, heading_of
from portal.core.formats import format_datetime

from .asking import ALONE, Answer, ask_of_files, between, narrowed, sees_the_country
from .labels import labelled


def may_ask_of_drafts(user: User) -> bool:
    """A draft lies nowhere before it is sent, so drafts are counted for those whose figures are the whole country's."""
    return sees_the_country(user)


def ask(*, question: Question, by: User, at: dt.datetime) -> Answer:
    """Count now what was asked for.

    Raises:
        PermissionError: drafts, for somebody who has only a territory.
    """
    if not question.of_drafts:
        return ask_of_files(question=question, by=by, at=at)
    if not may_ask_of_drafts(by):
        raise PermissionError(question.by)
    return _ask_of_drafts(question, at)


def _ask_of_drafts(question: Question, at: dt.datetime) -> Answer:
    drafts = between(Draft.objects.filter(submission=None, call__sample=False).exclude(call__in=Call.objects.still_sealed()), "created_at", question).order_by()
    last = DraftStep.objects.filter(draft=OuterRef("pk")).order_by("-updated_at", "-pk").values("step")[:1]
    grouped = {
        "drafts_call": drafts.values_list("call"),
        "drafts_day": drafts.annotate(row=TruncDate("created_at")).values_list("row"),
        "drafts_stop": drafts.annotate(row=Subquery(last)).values_list("form_version", "row"),
    }[question.by]
    numbers = grouped.annotate(count=Count("pk"), alone=Count("pk", filter=ALONE))
    counted = {tuple(row) if len(row) > 1 else row[0]: (count, alone) for *row, count, alone in numbers}
    rows = [[label, count, alone, count - alone] for label, row in labelled(question.by, counted) for count, alone in [counted[row]]]
    return {
        "heading": heading_of(question.by),
        "as_of": format_datetime(at),
        "narrowed": narrowed(question),
        "definitions": [
            _("A draft is a file that was begun and not sent, and that is still kept. Drafts of examples and of sealed calls are not counted."),
            _("The step last saved is where she stopped, or where she is now."),
        ],
        "columns": [heading_of(question.by), _("Drafts"), _("Alone"), _("With help")],
        "rows": rows,
        "total": [_("Total"), *(sum(row[place] for row in rows) for place in (1, 2, 3))],
    }
