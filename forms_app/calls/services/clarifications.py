"""Questions about a call: asked by anyone while the window is open, answered or set aside by the staff of its territory. Decision 523."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forms_app.calls.models import Call, CallNotice, Clarification, State
from forms_app.calls.models.state import CLOSING_MINUTE
from portal.core.audit import record_act
from portal.core.encrypted import each_that_opens
from portal.core.fingerprints import fingerprint
from portal.core.outbox import queue_message
from portal.core.signals import renew_after_commit
from portal.core.translated import REQUIRED_LANGUAGES, TranslatedText

SUBJECT = _("Your question")
TOLD = _("Your question was seen to. To read what came of it: %(address)s")
PURPOSE = "call.question"
#: Days after which a question set aside loses its words, and one that nobody saw to its asker's address.
_SET_ASIDE_DAYS, _UNSEEN_DAYS = 30, 365


class NotAsked(Exception):
    """No question can be asked about this call at that moment."""


def mark_of(question: Clarification) -> str:
    """Changes with what is published of a question."""
    return fingerprint([question.published_text, dict(question.reply)])[:16]


def may_ask(*, call: Call, at: dt.datetime) -> bool:
    """From the publication through the whole closing minute of the window; not about a call that was given up."""
    if call.questions_until is None or call.state_at(at) in {State.DRAFT, State.CANCELLED}:
        return False
    return at < call.questions_until + CLOSING_MINUTE


def ask(*, call: Call, text: str, language: str, at: dt.datetime, channel: str = "", address: str = "") -> Clarification:
    """Write a question down. ``channel`` and ``address``, if given, are told once what came of it.

    Raises:
        NotAsked: outside the window.
    """
    if not may_ask(call=call, at=at):
        raise NotAsked
    return Clarification.objects.create(call=call, language=language, text=text, asked_at=at, channel=channel if address else "", address=address)


def published_answers(*, call: Call) -> QuerySet[Clarification]:
    """What readers of the call see, the latest answer first; neither who asked nor her own words are read."""
    return Clarification.objects.filter(call=call).answered().defer("text", "address").order_by("-answered_at", "-pk")


@transaction.atomic
def answer(*, question: Clarification, published_text: str, reply: Mapping[str, str], by: User, at: dt.datetime, seen: str = "") -> Clarification:
    """Publish an answer to all, without the asker's name; again, to correct it. Whoever asked to be told is told once.

    ``seen`` is the mark of the question as it was read; empty: nobody read it.

    Raises:
        ValidationError: without a question or an answer in every required language, when it was set aside, or answered otherwise since it was seen.
    """
    question = Clarification.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if seen and question.answered_at and seen != mark_of(question):
        raise ValidationError(_("This question was answered."), code="answered")
    said = TranslatedText({language: words.strip() for language, words in reply.items() if words.strip()})
    if question.set_aside_at:
        raise ValidationError(_("This question was set aside."), code="set_aside")
    if not published_text.strip() or any(not said.get(language) for language in REQUIRED_LANGUAGES):
        raise ValidationError(_("A question and its answer are published in Arabic and in French."), code="missing_language")
    first = question.answered_at is None
    question.published_text, question.reply, question.by = published_text.strip(), said, by
    question.answered_at, question.corrected_at = question.answered_at or at, None if first else at
    _settle(question, "answered" if first else "corrected", by, at)
    return question


@transaction.atomic
def set_aside(*, question: Clarification, reason: str, by: User, at: dt.datetime) -> Clarification:
    """Decide not to publish a question, with a reason. Whoever asked to be told is told that it was seen to.

    Raises:
        ValidationError: an unknown reason, or when it was answered.
    """
    question = Clarification.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.answered_at:
        raise ValidationError(_("This question was answered."), code="answered")
    if reason not in Clarification.Reason.values:
        raise ValidationError(_("Say why the question is not published."), code="reason")
    question.set_aside_at, question.reason, question.by = question.set_aside_at or at, reason, by
    _settle(question, "set_aside", by, at)
    return question


def _settle(question: Clarification, act: str, by: User, at: dt.datetime) -> None:
    if question.channel:
        with override(question.language):
            path = reverse("call_questions", args=[question.call.slug])
            queue_message(
                channel=question.channel,
                to=question.address,
                subject=str(SUBJECT) if question.channel == "email" else "",
                body=str(TOLD) % {"address": f"{settings.WAGTAILADMIN_BASE_URL}{path}"},
                language=question.language,
                purpose=PURPOSE,
                dedupe=f"call-question-{question.pk}",
            )
    question.channel = question.address = ""
    question.save()
    renew_after_commit()  # questions that wait are nobody's public page: saving one renews nothing
    record_act(act=f"clarification.{act}", of=question, by=by, at=at, call=question.call_id, reason=question.reason)


@transaction.atomic
def tell_answers(*, call: Call, by: User, at: dt.datetime) -> CallNotice | None:
    """Have those concerned told of all answers published since the last notice: one notice for the batch, ``None`` without new answers."""
    new = Clarification.objects.select_for_update(of=("self",)).filter(call=call, told_in=None).answered()
    keys = list(new.values_list("pk", flat=True))
    if not keys:
        return None
    notice = CallNotice.objects.create(call=call, at=at, by=by)
    Clarification.objects.filter(pk__in=keys).update(told_in=notice)
    record_act(act="clarification.told", of=call, by=by, at=at, notice=notice, answers=len(keys))
    return notice


def waiting_at(*, to: str) -> list[Clarification]:
    """Questions whose asker is to be told at this address. Addresses are encrypted: the few that still have one are read."""
    return [question for question in each_that_opens(Clarification.objects.exclude(channel="").order_by("pk")) if question.address == to]


@transaction.atomic
def forget_question(*, question: Clarification, at: dt.datetime, by: User | None = None) -> bool:
    """Erasure: empty her words and her address; a question that waited is set aside. Answers published to all stay. False when nothing was left."""
    question = Clarification.objects.select_for_update(of=("self",)).defer("text", "address").get(pk=question.pk)
    if question.emptied and not question.channel:
        return False
    if question.answered_at is None and question.set_aside_at is None:
        question.set_aside_at, question.reason, question.by = at, Clarification.Reason.PERSONAL, by
    question.text = question.channel = question.address = ""
    question.emptied = True
    question.save()
    record_act(act="clarification.erased", of=question, by=by, at=at, call=question.call_id)
    return True


def empty_old_questions(*, at: dt.datetime) -> int:
    """Retention: words of questions set aside, addresses of askers nobody answered. How many were emptied."""
    aside = Clarification.objects.filter(set_aside_at__lte=at - dt.timedelta(days=_SET_ASIDE_DAYS), emptied=False)
    unseen = Clarification.objects.filter(asked_at__lte=at - dt.timedelta(days=_UNSEEN_DAYS)).exclude(channel="")
    return aside.update(text="", emptied=True) + unseen.update(address="", channel="")
