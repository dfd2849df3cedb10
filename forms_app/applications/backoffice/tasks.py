"""Tables that take longer to make than a reader waits: by a task where workers are, else by ``make_exports --loop``."""

import datetime as dt
from types import SimpleNamespace

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django_tasks import task

from forms_app.applications.models import Export
from forms_app.applications.services.export import make_export

from .selection import Selection

#: What an export keeps beside the list's filters; no filter is called so.
LANGUAGE, SYNTHETIC, SEALED = "_language", "_synthetic", "_sealed"
#: A table takes seconds; whatever is still being made after this was left by a process that died.
_GIVEN_UP = dt.timedelta(hours=2)


def begin(export: Export) -> None:
    """Have a table made: at once where work follows a commit, else by the loop."""
    if settings.WORK_AFTER_COMMIT:
        transaction.on_commit(lambda: write_export.enqueue(export=export.pk))


@task()
def write_export(export: int) -> None:
    """Make one table that waits, if nobody makes it already."""
    taken = _take(export)
    if taken:
        _write(taken)


def write_waiting(*, limit: int = 10) -> int:
    """Make the tables that wait, oldest first; how many."""
    _give_up(timezone.now() - _GIVEN_UP)
    made = 0
    for pk in list(Export.objects.filter(state=Export.State.WAITING).order_by("asked_at").values_list("pk", flat=True)[:limit]):
        taken = _take(pk)
        if taken:
            _write(taken)
            made += 1
    return made


def _give_up(begun_before: dt.datetime) -> None:
    """Those left by a process that died; one of the release before did not note when it began."""
    left = Q(taken_at__lt=begun_before) | Q(taken_at=None, asked_at__lt=begun_before)
    Export.objects.filter(left, state=Export.State.RUNNING).update(state=Export.State.FAILED)


def _take(pk: int) -> Export | None:
    """The export, marked as being made; ``None`` when another process was quicker."""
    if not Export.objects.filter(pk=pk, state=Export.State.WAITING).update(state=Export.State.RUNNING, taken_at=timezone.now()):
        return None
    return Export.objects.select_related("by").get(pk=pk)


def _write(export: Export) -> None:
    """With the rights its reader has now: whoever lost them gets an empty table."""
    query, choices = QueryDict(mutable=True), {}
    for name, values in export.filters.items():
        if name.startswith("_"):
            choices[name] = values[0]
        else:
            query.setlist(name, values)
    selection = Selection(SimpleNamespace(user=export.by), query, synthetic=choices.get(SYNTHETIC) == "yes", sealed=choices.get(SEALED) == "yes")
    language = choices[LANGUAGE]
    make_export(export=export, files=selection.files, columns=selection.columns(language), language=language, at=timezone.now())
