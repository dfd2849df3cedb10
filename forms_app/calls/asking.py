"""Questions about a call in words: on its page, and on the page of all of them."""

import datetime as dt
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.formats import format_date, format_datetime
from portal.core.translated import TranslatedText

from .models import Call, Clarification
from .services.clarifications import may_ask, published_answers
from .words import lines

#: Answers shown on the page of the call itself.
_LATEST = 3


def asked(question: Clarification) -> dict:
    """One question and its answer, for ``calls/question.html``."""
    return {
        "anchor": f"question-{question.pk}",
        "question": TranslatedText({question.language: question.published_text}),
        "reply": lines(question.reply),
        "asked": format_date(question.asked_at),
        "answered": format_date(cast(dt.datetime, question.answered_at)),
        "corrected": format_date(question.corrected_at) if question.corrected_at else "",
    }


def window(call: Call, at: dt.datetime) -> str:
    """Until when anyone may ask, or could; that nobody may, where the call says so."""
    if call.questions_until is None:
        return _("Questions are not taken on this page.")
    if may_ask(call=call, at=at):
        return _("Anyone may ask a question until %(date)s, Moroccan time.") % {"date": format_datetime(call.questions_until)}
    if call.cancelled_at and call.cancelled_at <= at:
        return _("This call was cancelled: questions are no longer taken.")
    return _("Questions could be asked until %(date)s. No more are taken.") % {"date": format_datetime(call.questions_until)}


def section(call: Call, at: dt.datetime) -> dict | None:
    """For the page of the call: the window and the latest answers; ``None`` where there is neither."""
    latest = [asked(question) for question in published_answers(call=call)[: _LATEST + 1]]
    if call.questions_until is None and not latest:
        return None
    return {
        "window": window(call, at),
        "open": may_ask(call=call, at=at),
        "latest": latest[:_LATEST],
        "more": len(latest) > _LATEST,
        "url": reverse("call_questions", args=[call.slug]),
    }
