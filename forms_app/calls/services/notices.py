"""Telling those concerned by an act on a call: each person once in her language, in batches that may be interrupted. Decision 520."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from forms_app.calls.concerned import Batch, Concerned, batch_from, batch_of, sources
from forms_app.calls.models import Call, CallAct, CallNotice, CallSubscription, NoticeKey
from forms_app.calls.sealing import purpose_of
from portal.core.audit import record_act
from portal.core.crypt import keyed_hash
from portal.core.formats import format_datetime
from portal.core.outbox import NewMessage, queue_messages

#: Rows looked at in one transaction.
BATCH = 500
ANSWERS = "answers"
SUBJECT = gettext_lazy("News of a call")
Kind = CallAct.Kind
TEXTS: dict[str, Promise] = {
    Kind.PUBLISHED: gettext_lazy("A new call is published. To read it: %(address)s"),
    Kind.EXTENDED: gettext_lazy("A call that concerns you closes later: %(date)s. To read it: %(address)s"),
    Kind.RELAUNCHED: gettext_lazy("A call that concerns you is launched again. To read it: %(address)s"),
    Kind.CORRECTED: gettext_lazy("A call that concerns you was corrected. To read what changed: %(address)s"),
    Kind.CANCELLED: gettext_lazy("A call that concerns you was cancelled. To read why: %(address)s"),
    Kind.RESULTS_PUBLISHED: gettext_lazy("The results of a call that concerns you are published. To read them: %(address)s"),
    Kind.CLOCK_CHANGED: gettext_lazy("The legal time has changed. A call that concerns you closes: %(date)s. To read it: %(address)s"),
    ANSWERS: gettext_lazy("Questions about a call that concerns you were answered. To read the answers: %(address)s"),
}
STOP = gettext_lazy("To stop these messages: %(stop)s")


def tell_waiting(*, at: dt.datetime, batches: int | None = None, size: int = BATCH) -> int:
    """Queue messages of every act that waits to be told, and of answers; at most so many batches. How many batches were done.

    Interrupted at any point, it goes on where it was; several at once share the work and tell nobody twice.
    """
    _note_acts(at)
    done = 0
    for pk in list(CallNotice.objects.filter(told_at=None, at__lte=at).values_list("pk", flat=True)):
        while (batches is None or done < batches) and _tell_some(pk, at, size):
            done += 1
    return done


def _note_acts(at: dt.datetime) -> None:
    """An act on a call that readers cannot see yet waits until they can: its address would lead nowhere."""
    waiting = CallAct.objects.filter(kind__in=CallAct.TOLD, told_at=None, notice=None, at__lte=at, call__published_at__lte=at)
    CallNotice.objects.bulk_create((CallNotice(call_id=act.call_id, act=act, at=act.at) for act in waiting), ignore_conflicts=True)


def _tell_some(pk: int, at: dt.datetime, size: int) -> bool:
    """One batch in one transaction; false when the notice is told, or somebody else is at it."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        notice = CallNotice.objects.select_for_update(of=("self",), skip_locked=skip).select_related("call", "act").filter(pk=pk, told_at=None).first()
        if notice is None:
            return False
        names = _sources_of(notice)
        source = notice.source or names[0]
        batch = batch_of(source, call=notice.call, at=notice.at, after=notice.after, size=size)
        notice.told += _queue(notice, batch.people)
        notice.source, notice.after = source, batch.last
        if batch.last is None:
            left = names[names.index(source) + 1 :] if source in names else []
            notice.source = left[0] if left else source
            if not left:
                _finish(notice, at)
        notice.save(update_fields=["source", "after", "told", "told_at"])
    return True


def _sources_of(notice: CallNotice) -> list[str]:
    """Nobody has a file of a call that has just been published: only who asked to hear of new calls is told."""
    new = notice.act is not None and notice.act.kind == Kind.PUBLISHED
    return [FOLLOWERS] if new else sources()


def _finish(notice: CallNotice, at: dt.datetime) -> None:
    """How many were told says how many applied: of a call still sealed it is not shown."""
    notice.told_at = at
    shown = 0 if notice.call.still_sealed else notice.told
    if notice.act_id:
        CallAct.objects.filter(pk=notice.act_id).update(told_at=at, told=shown)
    record_act(act="call.told", of=notice.call, by=notice.by, at=at, notice=notice, kind=notice.act.kind if notice.act else ANSWERS, told=shown)
    NoticeKey.objects.filter(notice=notice).delete()


def _queue(notice: CallNotice, people: Sequence[Concerned]) -> int:
    words = {language: _words(notice, language) for language in {who.language for who in people}}
    messages = [message for who in _not_told(notice, people) if (message := _message(notice, who, *words[who.language]))]
    return len(queue_messages(messages=messages))


def _not_told(notice: CallNotice, people: Sequence[Concerned]) -> list[Concerned]:
    """Those nobody has told yet, each once; by what they are known again is written down."""
    keys = [(who, _Keys.of(who)) for who in people]
    looked_for = {key for _who, its in keys for key in its.asked | its.known}
    told = set(NoticeKey.objects.filter(notice=notice, key__in=looked_for).values_list("key", flat=True))
    before, new = set(told), []
    for who, its in keys:
        if told.isdisjoint(its.asked):
            new.append(who)
            told.add(its.told)
        told |= its.known
    NoticeKey.objects.bulk_create((NoticeKey(notice=notice, key=key) for key in sorted(told - before)), ignore_conflicts=True)
    return new


class _Keys(NamedTuple):
    """By what somebody is known again. Two files of one person meet by the person, or by the address written to; an address that only
    follows calls meets every address of whoever was told. Two women who gave one e-mail address beside their own telephones stay two.
    """

    told: str
    known: frozenset[str]
    asked: frozenset[str]

    @classmethod
    def of(cls, who: Concerned) -> Self:
        def key(what: str, value: str) -> str:
            return keyed_hash("calls.notice", f"{who.language} {what} {value.casefold()}")

        told = key("told", who.to)
        person = {key("person", who.person)} if who.person else set()
        known = {key("reached", address) for address in (who.to, *who.also)} | person
        asked = {key("reached", who.to)} if who.stop else {told} | person
        return cls(told, frozenset(known), frozenset(asked))


def _words(notice: CallNotice, language: str) -> tuple[str, str]:
    """Subject and text in one language: neutral, with the public address of the call."""
    text = TEXTS[notice.act.kind if notice.act else ANSWERS]
    with override(language):
        path = reverse("call" if notice.act else "call_questions", args=[notice.call.slug])
        date = format_datetime(notice.call.closes_at) if notice.call.closes_at else ""
        return str(SUBJECT), str(text) % {"address": f"{settings.WAGTAILADMIN_BASE_URL}{path}", "date": date}


def _message(notice: CallNotice, who: Concerned, subject: str, body: str) -> NewMessage | None:
    """``None`` for an address that cannot be one: it must not keep the others waiting."""
    stop = stop_address(token=who.stop, language=who.language) if who.stop else ""
    if stop:
        with override(who.language):
            body = f"{body}\n{STOP % {'stop': stop}}"
    email = who.channel == "email"
    told = f"call-act-{notice.act_id}" if notice.act_id else f"call-notice-{notice.pk}"
    try:
        return NewMessage(
            channel=who.channel,
            to=who.to,
            subject=subject if email else "",
            body=body,
            language=who.language,
            purpose=purpose_of(f"call.{notice.act.kind if notice.act else ANSWERS}", notice.call),
            dedupe=f"{told} {who.language} {who.to.casefold()}",
            unsubscribe=stop if email else "",
            bulk=True,
        )
    except ValueError:
        return None


def stop_address(*, token: str, language: str) -> str:
    """The page that ends her messages about calls."""
    with override(language):
        return settings.WAGTAILADMIN_BASE_URL + reverse("call_follow_stop", args=[token])


# Those who follow calls -----------------------------------------------------------------------

FOLLOWERS = "calls.followers"


def followers(*, call: Call, at: dt.datetime, after: int | None, size: int) -> Batch:
    """Who had confirmed by then that she wants to hear of this call, or of calls like it."""

    def read(row: CallSubscription) -> Concerned:
        return Concerned(channel=row.channel, to=row.address, language=row.language, stop=row.token)

    return batch_from(CallSubscription.objects.following(call, at=at), after=after, size=size, read=read)


# In the background ----------------------------------------------------------------------------


def connect() -> None:
    """An act, or answers to tell of, wake the task once their transaction is over."""
    for model in (CallAct, CallNotice):
        post_save.connect(_wake_once, sender=model, dispatch_uid=f"calls.tell.{model.__name__}")


def _wake_once(created: bool, **_signal: Any) -> None:
    if created and settings.WORK_AFTER_COMMIT and not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    from forms_app.calls.tasks import tell_call_acts

    tell_call_acts.enqueue()
