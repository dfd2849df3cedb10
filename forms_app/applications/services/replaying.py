"""After a restore: erase again what an older state of the database has brought back. Decision 720."""

from collections.abc import Callable, Iterable, Iterator

from forms_app.applications.models import Draft, Erasure, Status, Submission
from forms_app.calls.models import CallSubscription, Clarification

from .erasing import draft_ident, erase_draft, erase_file, erase_question, erase_subscription
from .erasures import Line, finish, read_list

_AT_ONCE = 500


def replay_erasures() -> int:
    """Erase what the list on disk, or the table, says was erased and is here again; how many. Twice changes nothing more.

    Whatever came after the erasure is left alone: a restored counter may give an old reference to somebody new.
    """
    finish()
    by_kind: dict[str, dict[str, Line]] = {kind: {} for kind in Erasure.What.values}
    for line in _lines():
        known = by_kind[line.kind].get(line.ident)
        if known is None or known.at < line.at:  # two lists put together are in no order
            by_kind[line.kind][line.ident] = line
    return sum(_AGAIN[kind](found) for kind, found in by_kind.items() if found)


def _lines() -> Iterator[Line]:
    yield from read_list()
    for row in Erasure.objects.iterator(chunk_size=2000):
        yield Line(row.kind, row.ident, row.reason, row.at)


def _files(lines: dict[str, Line]) -> int:
    again = 0
    for references in _some(lines):
        for file in Submission.objects.exclude(status=Status.ERASED).filter(reference__in=references).only("pk", "reference", "submitted_at", "status", "call"):
            line = lines[file.reference]
            again += file.submitted_at <= line.at and erase_file(submission=file, reason=line.reason, at=line.at)
    return again


def _drafts(lines: dict[str, Line]) -> int:
    """A digest is found by making those of the drafts there are."""
    again = 0
    for draft in Draft.objects.filter(submission=None).only("pk", "public_id", "created_at").order_by("pk").iterator(chunk_size=2000):
        line = lines.get(draft_ident(draft))
        if line and draft.created_at <= line.at:
            again += erase_draft(draft=draft, reason=line.reason, at=line.at)
    return again


def _subscriptions(lines: dict[str, Line]) -> int:
    again = 0
    for keys in _some(lines):
        for row in CallSubscription.objects.defer("address").filter(pk__in=keys, ended_at=None):
            line = lines[str(row.pk)]
            again += row.created_at <= line.at and erase_subscription(subscription=row, reason=line.reason, at=line.at)
    return again


def _questions(lines: dict[str, Line]) -> int:
    again = 0
    for keys in _some(lines):
        for row in Clarification.objects.defer("text", "address").filter(pk__in=keys):
            line = lines[str(row.pk)]
            again += row.asked_at <= line.at and erase_question(question=row, reason=line.reason, at=line.at)
    return again


_AGAIN: dict[str, Callable[[dict[str, Line]], int]] = {
    Erasure.What.FILE: _files,
    Erasure.What.DRAFT: _drafts,
    Erasure.What.SUBSCRIPTION: _subscriptions,
    Erasure.What.QUESTION: _questions,
}


def _some(lines: dict[str, Line]) -> Iterable[list[str]]:
    idents = sorted(lines)
    return (idents[start : start + _AT_ONCE] for start in range(0, len(idents), _AT_ONCE))
