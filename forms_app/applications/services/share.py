"""Several people on one file: links for colleagues, taken back at once; and the file handed over to one of them."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from forms_app.applications.codes import new_resume_code, resume_hash, secret_hash, share_hash, share_hashes, tracking_secret
from forms_app.applications.models import Draft, DraftShare, DraftStep, Submission
from forms_app.calls.models import Call
from portal.core.audit import record_act

from .drafts import TYPED_UPON, save_typed

#: Links that may be open at once; nobody writes one file with more people.
MOST = 20
LONGEST_LABEL = 60
#: How often "last used" is written.
_USED_EVERY = dt.timedelta(minutes=5)


class NotShared(Exception):
    """The call's files are not shared, there are too many links, or the link is not of this file or was taken back."""


def may_share(*, call: Call) -> bool:
    """Bodies write their files together. A woman's file is hers; her own private link suffices (decision 530)."""
    return call.kind != Call.Kind.PROJECT_HOLDERS


@transaction.atomic
def share_draft(*, draft: Draft, token: str, label: str, at: dt.datetime) -> DraftShare:
    """Open the draft to whoever gets the link of this token. The same token again is the same link.

    Raises:
        NotShared: where files are not shared, or too many links are open.
    """
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    known = draft.shares.filter(token_hash__in=share_hashes(token)).first()
    if known:
        return known
    if not may_share(call=draft.call) or live_shares(draft=draft).count() >= MOST:
        raise NotShared
    return DraftShare.objects.create(draft=draft, token_hash=share_hash(token), label=label[:LONGEST_LABEL], created_at=at)


def live_shares(*, draft: Draft) -> QuerySet[DraftShare]:
    """The links that open the draft now, oldest first."""
    return draft.shares.filter(revoked_at=None)


@transaction.atomic
def revoke_share(*, draft: Draft, pk: int, at: dt.datetime) -> None:
    """Take a link back: the next page of whoever used it does not open. What she typed and did not save goes with it."""
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)  # it is offered to nobody at this moment
    live_shares(draft=draft).filter(pk=pk).update(revoked_at=at, offered_at=None, typed={})


def share_by_token(*, token: str) -> DraftShare | None:
    """The open share of a link."""
    return DraftShare.objects.select_related("draft").filter(token_hash__in=share_hashes(token), revoked_at=None).first()


def share_by_mark(*, draft: Draft, mark: str) -> DraftShare | None:
    """The open share a browser holds the key of; ``mark`` is the hash its key carries."""
    return live_shares(draft=draft).filter(token_hash=mark).first() if mark else None


def note_use(*, share: DraftShare, at: dt.datetime) -> None:
    """Remember that she worked on the file; written every few minutes at most."""
    old = Q(used_at=None) | Q(used_at__lt=at - _USED_EVERY)
    DraftShare.objects.filter(old, pk=share.pk).update(used_at=at)


@transaction.atomic
def offer_draft(*, draft: Draft, pk: int, stays: bool, at: dt.datetime) -> DraftShare:
    """Offer the file to a colleague; nothing changes before she accepts. An earlier offer is taken back.

    Raises:
        NotShared: when the link is not of this draft or was taken back.
    """
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    share = live_shares(draft=draft).filter(pk=pk).first()
    if share is None:
        raise NotShared
    withdraw_offer(draft=draft)
    share.offered_at, share.giver_stays = at, stays
    share.save(update_fields=["offered_at", "giver_stays"])
    return share


def withdraw_offer(*, draft: Draft) -> None:
    """The holder keeps her file."""
    draft.shares.filter(offered_at__isnull=False).update(offered_at=None)


@transaction.atomic
def take_over(*, share: DraftShare, at: dt.datetime) -> tuple[Draft, str]:
    """The colleague becomes the holder. Returns the draft with its new resume code; the old code, its links and its cookies open nothing more.

    The giver's key becomes a colleague's if she chose to stay. What either of them typed and did not save stays hers. Of a file that
    was sent the tracking code changes too: the new holder's receipt shows it. The reference stays. A one-time code on its way shows nothing;
    new ones go to the telephone in the file, which is the former holder's until somebody changes it: the new one is told.

    Raises:
        NotShared: when the file is not, or no longer, offered to her.
    """
    draft = Draft.objects.select_for_update(of=("self",), no_key=True).select_related("call").get(pk=share.draft_id)
    steps = list(draft.steps.select_for_update())  # before the link, as a colleague who saves a step does
    offer = live_shares(draft=draft).select_for_update().filter(pk=share.pk, offered_at__isnull=False).first()
    if offer is None:
        raise NotShared
    code, given = new_resume_code(), draft.resume_hash
    draft.resume_hash = resume_hash(code)
    draft.save(update_fields=["resume_hash"])
    if offer.giver_stays:
        typed = {row.step: {TYPED_UPON: [str(row.version)], **row.typed} for row in steps if row.typed}
        DraftShare.objects.create(draft=draft, token_hash=given, typed=typed, created_at=at, used_at=at)
        DraftStep.objects.filter(draft=draft).update(typed={})
    for step, words in offer.typed.items():  # what the new holder typed while she was a colleague
        save_typed(draft=draft, step=step, typed=words, at=at)
    revoke_share(draft=draft, pk=offer.pk, at=at)
    sent = Submission.objects.filter(draft=draft).first()
    if sent:
        secret = tracking_secret(draft_id=draft.public_id, resume_code=code)
        sent.secret_hash = secret_hash(reference=sent.reference, secret=secret)
        sent.save(update_fields=["secret_hash"])
        sent.codes.filter(used_at=None).update(used_at=at)
    record_act(act="draft.handed_over", of=draft, at=at, call=draft.call.number, giver_stays=offer.giver_stays)
    return draft, code
