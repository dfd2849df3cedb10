"""A file in plain words: what became of it, what happens next. For the receipt, the tracking page and the paper."""

import datetime as dt
from collections.abc import Mapping
from operator import itemgetter
from typing import cast

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_app.calls.models import Call
from forms_app.engine.definition import Definition
from portal.core.formats import format_date, format_datetime
from portal.core.translated import TranslatedText, joined
from portal.core.upstream.prepared import Prepared

from .models import Erasure, Status, Submission, SubmissionAct
from .services import completed_until, may_correct

#: One sentence a state, addressed to her.
STATES: Mapping[str, Promise] = {
    Status.RECEIVED: gettext_lazy("Your application has arrived. The committee has not studied it yet."),
    Status.TO_COMPLETE: gettext_lazy("Something is missing in your file. You can complete it here."),
    Status.UNDER_REVIEW: gettext_lazy("The committee is studying your application."),
    Status.PRESELECTED: gettext_lazy("Your application is pre-selected. It goes on to the next stage."),
    Status.WAITING_LIST: gettext_lazy("Your application is on the waiting list."),
    Status.SELECTED: gettext_lazy("Your application is selected."),
    Status.NOT_SELECTED: gettext_lazy("Your application was not selected this time."),
    Status.WITHDRAWN: gettext_lazy("You have withdrawn this application."),
    Status.ERASED: gettext_lazy("The data of this file were erased. Its number, its dates and its state stay, as proof that it was sent."),
}
_TITLES: Mapping[str, Promise] = {
    SubmissionAct.Kind.RECEIVED: gettext_lazy("Your application has arrived"),
    SubmissionAct.Kind.SENT_AGAIN: gettext_lazy("You sent it again, corrected"),
    SubmissionAct.Kind.COMPLETED: gettext_lazy("You completed your file"),
    SubmissionAct.Kind.WITHDRAWN: gettext_lazy("You withdrew your application"),
    SubmissionAct.Kind.ERASED: gettext_lazy("The data of this file were erased"),
}
#: Why, addressed to her; of the other reasons the state's own sentence says enough.
_ERASED: Mapping[str, Promise] = {
    Erasure.Reason.REQUEST: gettext_lazy("You asked for it."),
    Erasure.Reason.CONSENT: gettext_lazy("You took back your agreement."),
    Erasure.Reason.HERSELF: gettext_lazy("You did it yourself, with your receipt."),
    Erasure.Reason.RETENTION: gettext_lazy("The time for which a file is kept was over."),
}
_ACTS = Prepared(lambda file: SubmissionAct.objects.filter(submission_id=file).order_by("at", "pk"), like=-1)
_PLACES = Prepared(
    lambda file: (
        Submission.objects.select_related("commune", "province", "region").only("commune__name", "province__name", "region__name").filter(pk=file).order_by()
    ),
    like=-1,
)
_DECIDED = frozenset({Status.SELECTED, Status.NOT_SELECTED, Status.WITHDRAWN, Status.ERASED})


def time_line(submission: Submission) -> list[dict]:
    """What happened, oldest first, then what is still to come, for ``components/line.html``. Of a cancelled call nothing is to come."""
    acts, ended = _ACTS.rows(submission.pk), is_cancelled(submission)
    asked = acts[-1] if not ended and submission.status == Status.TO_COMPLETE else None
    completable = asked is not None and may_correct(submission=submission, at=timezone.now())
    until = completed_until(submission=submission) if asked else None
    items = [
        _past(act, last=act is acts[-1] and not ended, completable=act is asked and completable, until=until if act is asked else act.until) for act in acts
    ]
    if ended:
        call = submission.call
        items.append({"title": _("The call was cancelled"), "text": call.cancel_reason, "at": call.cancelled_at, "state": "now"})
        return sorted(items, key=itemgetter("at"))
    return items + _to_come(submission.call, submission.status)


def is_cancelled(submission: Submission) -> bool:
    """Whether nobody will decide on the file, because its call was cancelled before."""
    return submission.call.cancelled_at is not None and submission.status not in _DECIDED


def sentence_of(submission: Submission, *, correctable: bool) -> str:
    """How the file stands, addressed to her. ``correctable``: whether she may complete it still."""
    if is_cancelled(submission):
        return _("This call was cancelled.")
    if submission.status == Status.TO_COMPLETE and not correctable:
        return _too_late(completed_until(submission=submission))
    return str(STATES[submission.status])


def _too_late(until: dt.datetime | None) -> str:
    return _("Something is missing in your file. It could be completed until %(until)s.") % {"until": until_when(until)}


def _past(act: SubmissionAct, *, last: bool, completable: bool, until: dt.datetime | None) -> dict:
    title = _TITLES.get(act.kind) or Status(act.status).label
    text: TranslatedText | Promise | str = act.sentence or (STATES[act.status] if act.kind == SubmissionAct.Kind.OUTCOME else "")
    if text is STATES[Status.TO_COMPLETE] and not completable:
        text = _too_late(until)
    if act.kind == SubmissionAct.Kind.ERASED:
        text = _ERASED.get(act.reason, "")
    return {"title": str(title), "text": text, "at": act.at, "state": "now" if last and act.kind == SubmissionAct.Kind.OUTCOME else "done"}


def _to_come(call: Call, status: str) -> list[dict]:
    if status in _DECIDED:
        return []
    closing = cast("dt.datetime", call.closes_at)  # a published call with a form has one
    studied = {"title": _("The committee studies it"), "text": _("After the call closes on %(date)s") % {"date": format_date(closing)}, "state": "now"}
    decision = {"title": _("The decision"), "text": _before(call.decision_by), "state": ""}
    return [studied, decision] if status == Status.RECEIVED else [decision]


def _before(date: dt.date | None) -> str:
    return _("Before %(date)s") % {"date": format_date(date)} if date else _("Its date is not stated yet")


def place_of(submission: Submission) -> TranslatedText | str:
    """Commune, province and region, as far as they are known."""
    there = cast("Submission", _PLACES.first(submission.pk))  # a file that was sent keeps its row
    places = [place.name for place in (there.commune, there.province, there.region) if place]
    return joined(places) if places else ""


def how_to_appeal(call: Call) -> TranslatedText | str:
    """To whom she may turn if she does not agree; said to be missing when the call does not say."""
    return call.appeal or _("How to appeal is not stated for this call.")


def documents_missing(definition: Definition, answers: Mapping[str, object]) -> list[TranslatedText]:
    """Labels of the documents asked of her and not sent; all are optional unless the form says otherwise."""
    return [question.label for question in definition.questions() if question.type == "file" and question.asked(answers) and not answers.get(question.key)]


def until_when(until: dt.datetime | None) -> str:
    """The last moment to complete a file."""
    return format_datetime(until) if until else ""
