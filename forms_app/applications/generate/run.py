"""Making files and storing them: the whole way of a sent file, but its words are made up."""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F

from forms_app.applications.models import ReferenceCounter, Submission, SubmissionAct
from forms_app.calls.models import Call
from forms_app.engine.models import FormVersion
from portal.core.audit import record_act

from .bulk import new_ids, write_rows
from .places import Places
from .rows import Maker

#: The bench and the samples: a call of their own, marked as a sample, that takes no real file.
CALL_SLUG = "generated-files"
BATCH = 5000
OPENS, CLOSES = (dt.datetime(2026, month, 1, 9, tzinfo=dt.UTC) for month in (9, 11))
_NAMESPACE = uuid.UUID("6f0c8c0e-6a0b-5f0e-9a59-2c1d6f1f4a77")


class AlreadyGenerated(Exception):
    """Files of this seed are there already."""


@dataclass(frozen=True)
class Generated:
    """What was made."""

    files: int
    acts: int
    call: Call


def generate_files(
    *, count: int, seed: int, version: FormVersion, call: Call, by: User | None = None, report: Callable[[int], None] = lambda done: None
) -> Generated:
    """Store ``count`` synthetic files of a call. The same seed makes the same files.

    Raises:
        AlreadyGenerated: when this seed was used before.
        ValueError: for a sealed call, whose references are drawn and not counted.
    """
    if call.sealed:
        raise ValueError("No files are made up for a sealed call.")
    if Submission.objects.filter(idempotency_key=key_of(seed, 0)).exists():
        raise AlreadyGenerated(seed)
    rng = random.Random(seed)  # noqa: S311 - made-up files, the same for the same seed
    maker = Maker(rng=rng, version=version, call=call)
    places = Places(rng)
    acts = 0
    for begin in range(0, count, BATCH):
        size = min(BATCH, count - begin)
        with transaction.atomic():
            numbers = _numbers(call, size)
            ids = new_ids(Submission, size)
            files = list(_made(maker, places, numbers, ids, begin, seed))
            noted = [act for _file, its_acts in files for act in its_acts]
            act_ids = new_ids(SubmissionAct, len(noted))
            write_rows(Submission, (file for file, _acts in files))
            write_rows(SubmissionAct, (act | {"id": next(act_ids)} for act in noted))
        acts += len(noted)
        report(begin + size)
    _refresh_statistics()
    record_act(act="submissions.generated", of=call, by=by, count=count, seed=seed)
    return Generated(count, acts, call)


def sample_call(*, form_key: str, programme_id: int) -> Call:
    """The call of generated files: a sample, closed, open to the whole country."""
    return Call.objects.get_or_create(
        slug=CALL_SLUG,
        defaults={
            "kind": Call.Kind.PROJECT_HOLDERS,
            "programme_id": programme_id,
            "title": {"ar": "[مثال] ملفات مصطنعة للتجربة", "fr": "[Exemple] Dossiers produits pour l’essai"},
            "form_key": form_key,
            "opens_at": OPENS,
            "closes_at": CLOSES,
            "sample": True,
        },
    )[0]


def remove_generated() -> int:
    """Take away every generated file of the sample call. Files that somebody sent are never touched."""
    files = Submission.objects.filter(call__slug=CALL_SLUG, synthetic=True, draft__isnull=True)
    SubmissionAct.objects.filter(submission__in=files).delete()
    return files.delete()[0]


def key_of(seed: int, number: int) -> uuid.UUID:
    """The sending key of one generated file: says by itself whether it is there already."""
    return uuid.uuid5(_NAMESPACE, f"{seed}/{number}")


def _made(maker: Maker, places: Places, numbers: range, ids: Iterator[int], begin: int, seed: int) -> Iterator[tuple[dict, list[dict]]]:
    for place, (pk, number, commune) in enumerate(zip(ids, numbers, places.draw(len(numbers)), strict=True)):
        yield maker.file(pk=pk, number=number, commune=commune, centres=places.centres(commune), key=key_of(seed, begin + place))


def _numbers(call: Call, size: int) -> range:
    """The next numbers of the call; its row stays locked until they are stored."""
    ReferenceCounter.objects.get_or_create(call=call)
    ReferenceCounter.objects.filter(call=call).update(last=F("last") + size)
    last = ReferenceCounter.objects.values_list("last", flat=True).get(call=call)
    return range(last - size + 1, last + 1)


def _refresh_statistics() -> None:
    """A planner that believes the table to be empty reads it from one end to the other."""
    with connection.cursor() as cursor:
        for model in (Submission, SubmissionAct):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
