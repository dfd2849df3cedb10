"""What the files of a call say to it: its register when they are opened, its results when they are published."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from forms_app.calls.models import Call
from forms_app.calls.services import Results, register_results_source

from .models import PreparedOutcome, Status, Submission, SubmissionAct
from .register.making import publish_opening
from .services.prepared import apply_prepared

#: Outcomes that are published, in the order of the list; who was not selected reads it on her own page only.
_LISTED = (Status.SELECTED, Status.WAITING_LIST, Status.PRESELECTED)
_NARROWED = (Status.PRESELECTED, Status.WAITING_LIST)


class FilesOfCalls:
    """The source of results of calls whose files are received on this site."""

    def results(self, *, call: Call) -> Results | None:
        """Counts and list as the files stand."""
        return _results(call, {})

    def foreseen(self, *, call: Call) -> tuple[Results | None, int]:
        """Counts and list once the outcomes held are applied, and how many are held."""
        held = dict(PreparedOutcome.objects.filter(submission__call=call).values_list("submission", "status"))
        return _results(call, held), len(held)

    def apply(self, *, call: Call, by: User | None, at: dt.datetime) -> int:
        """Record the outcomes held, in the name of whoever prepared each."""
        return apply_prepared(call=call, at=at)

    def register(self, *, call: Call) -> list[dict[str, Any]]:
        """Give the files of a sealed call their numbers, in the order in which they first arrived; the public register shows their lines."""
        files = list(_counted(call).only("pk", "reference", "submitted_at", "register_number").order_by("submitted_at", "pk"))
        for number, file in enumerate(files, 1):
            file.register_number = number
        Submission.objects.bulk_update(files, ["register_number"], batch_size=500)
        publish_opening(call=call, at=timezone.now())
        return [{"number": file.register_number, "reference": file.reference, "at": file.submitted_at.isoformat()} for file in files]


def _counted(call: Call) -> QuerySet[Submission]:
    """Files that were received and not taken back; made-up ones count on sample calls only."""
    files = Submission.objects.filter(call=call).exclude(status=Status.WITHDRAWN).exclude(status=Status.ERASED, erased_from=Status.WITHDRAWN)
    return files if call.sample else files.exclude(synthetic=True)


def _results(call: Call, held: dict[int, str]) -> Results | None:
    files = [
        (pk, reference, name, status if status == Status.ERASED else held.get(pk, status))
        for pk, reference, name, status in _counted(call).order_by("reference").values_list("pk", "reference", "full_name", "status")
    ]
    if not files:
        return None
    selected = {pk for pk, _reference, _name, status in files if status == Status.SELECTED}
    narrowed = _once_preselected(call) | {pk for pk, _reference, _name, status in files if status in _NARROWED}
    return Results(len(files), len(narrowed | selected) if narrowed else None, len(selected), _listed(call, files))


def _once_preselected(call: Call) -> set[int]:
    acts = SubmissionAct.objects.filter(submission__in=_counted(call), kind=SubmissionAct.Kind.OUTCOME, status__in=_NARROWED)
    return set(acts.values_list("submission", flat=True))


def _listed(call: Call, files: Iterable[tuple[int, str, str, str]]) -> list[dict[str, str]]:
    """Bodies by name; women by their reference and nothing else (DESIGN section 6)."""
    women = call.kind == Call.Kind.PROJECT_HOLDERS
    rows = [
        {"status": str(status)} | ({"reference": reference} if women or not name else {"name": name})
        for _pk, reference, name, status in files
        if status in _LISTED
    ]
    return sorted(rows, key=lambda row: (_LISTED.index(row["status"]), row.get("name", row.get("reference"))))


def register() -> None:
    """Called when the app is ready."""
    register_results_source(FilesOfCalls())
