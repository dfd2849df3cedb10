"""What files said that were erased because their time was over: they still count as files, but give no answer any more (decision 722)."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from forms_app.applications.services.remainder import COUNTED, remaining
from forms_app.statistics.questions import Question
from portal.core.days import FIRST, LAST, day_after
from portal.core.formats import format_number

from .labels import labelled


def erased_answers(question: Question) -> list[str]:
    """One sentence for a sheet of the whole country that counts by an answer; none when nobody's file was erased so, or the counts cannot tell.

    They know months: nothing is said of half a month.
    """
    since, until = question.since or FIRST, question.until or LAST
    if question.by not in COUNTED or since.day != 1 or day_after(until).day != 1:
        return []
    counts = remaining(column=question.by).filter(month__range=(since, until))
    if question.region:
        counts = counts.filter(region__code=question.region)
    if question.kind:
        counts = counts.filter(call__kind=question.kind)
    said = dict(counts.values_list("code").annotate(Sum("files")))
    if not said:
        return []
    answers = " · ".join(f"{label} {format_number(said[code])}" for label, code in labelled(question.by, said))
    return [_("Files erased because their time was over are in the row without an answer; they had said: %(answers)s.") % {"answers": answers}]
