"""The index of files: what staff look a file up by. Its own alias and its own client; nothing public is in it, and nothing of it is public.

Not in it: answers marked sensitive (they are encrypted in the database and stay there), files that were erased.
"""

import time
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from elasticsearch.dsl import Document, Keyword, Long, Text

from forms_app.applications.codes import digits_of
from forms_app.applications.models import Status, Submission
from forms_app.engine.definition import definition_of, sensitive_keys
from forms_app.engine.shapes import TEXT_TYPES
from portal.core.crypt import keyed_hash
from portal.core.text import fold
from search import names
from search.normalise import tokens

from . import connection
from .analysis import folded
from .bulk import delete_action, index_action, write_all
from .indices import files, written_to
from .rebuild import Entry, Origin

_COUNTRY = "212"
#: Arabic words are read as Arabic and Tifinagh as Amazigh whatever this says; Latin letters as French.
_READ_AS = "fr"
_LONGEST_TEXT = 20_000


class FileDocument(Document):
    """One file. Territory and kind are those that rights are given by (:mod:`search.elastic.rights`)."""

    region = Long()
    province = Long()
    kind = Keyword()
    reference = Keyword()
    phones = Keyword()
    name_keys = Keyword()
    name = Text(analyzer=folded, norms=False)
    text = Text(analyzer=folded)
    stamp = Keyword(index=False)
    version = Long(index=False)


def mapping() -> dict[str, Any]:
    """Settings and mappings. What is written is never read back from here: only which files they are."""
    fields = FileDocument._doc_type.mapping
    return {"settings": {"analysis": fields._collect_analysis()}, "mappings": fields.to_dict() | {"_source": {"enabled": False}, "dynamic": "strict"}}


def indexed() -> QuerySet[Submission]:
    """The files that may be looked up: every one that still has something to find, and none of a sealed call before its opening act."""
    return Submission.objects.exclude(status=Status.ERASED).opened()


def files_origin() -> Origin:
    """How :mod:`search.elastic.rebuild` makes the index."""
    return Origin(alias=files(), mapping=mapping, count=indexed().count, stamps=_stamps, entries=_entries)


_STAMP = ("pk", "version", "answers_sha256", "full_name", "phone", "helper_phone", "region_id", "province_id", "call__kind")


def _stamps() -> Iterator[tuple[str, str]]:
    rows = indexed().order_by("pk").values_list(*_STAMP).iterator(chunk_size=2000)
    return ((str(pk), _stamp(rest)) for pk, *rest in rows)


def _stamp(values: list[object]) -> str:
    """Changes when something does that a file is found or shown by; a keyed hash, because the index need not know the parts."""
    return keyed_hash("search-file", "\n".join(map(str, values)))[:24]


def _entries(keys: list[str] | None) -> Iterator[Entry]:
    wanted = indexed() if keys is None else indexed().filter(pk__in=keys)
    at = time.time_ns() // 1000
    for submission in wanted.select_related("call", "form_version").order_by("pk").iterator(chunk_size=500):
        yield str(submission.pk), at, content_of(submission) | {"version": at}


def content_of(submission: Submission) -> dict[str, Any]:
    """What the index keeps of a file."""
    definition = definition_of(submission.form_version)
    said = list(free_texts(definition, submission.answers))
    return {
        "region": submission.region_id,
        "province": submission.province_id,
        "kind": submission.call.kind,
        "reference": digits_of(submission.reference),
        "phones": [national(phone) for phone in (submission.phone, submission.helper_phone) if phone],
        "name_keys": names.index_keys(submission.full_name),
        "name": fold(submission.full_name),
        "text": " ".join(tokens("\n".join([submission.full_name, *said])[:_LONGEST_TEXT], _READ_AS)),
        "stamp": _stamp([_value(submission, name) for name in _STAMP[1:]]),
    }


def _value(submission: Submission, path: str) -> object:
    first, _separator, rest = path.partition("__")
    return getattr(getattr(submission, first), rest) if rest else getattr(submission, first)


def free_texts(definition: Any, answers: dict[str, Any]) -> Iterator[str]:
    """What was written in her own words, in questions that are not sensitive; in the rows of tables too."""
    secret = sensitive_keys(definition)
    for question in definition.questions():
        answer = answers.get(question.key)
        if question.key in secret or not answer:
            continue
        if question.type in TEXT_TYPES:
            yield str(answer)
        elif question.type == "group":
            words = [inner.key for inner in question.questions if inner.type in TEXT_TYPES]
            yield from (str(row[key]) for row in answer for key in words if row.get(key))


def national(phone: str) -> str:
    """The digits after +212 or 0: what every way of typing a number has in common."""
    return digits_of(phone).removeprefix("00").removeprefix(_COUNTRY).lstrip("0")


def refresh(pk: int) -> None:
    """Bring one file in line with what it is now; run twice or late it changes nothing more.

    Raises:
        TransportError, ApiError, WriteFailed: ``search_index update`` puts it right later.
    """
    client = connection.files_client().options(request_timeout=connection.WRITE_SECONDS)
    now = time.time_ns() // 1000
    entries = list(_entries([str(pk)]))
    for target in written_to(client, files()):
        actions = (index_action(target, *entry) for entry in entries) if entries else iter([delete_action(target, str(pk), now)])
        for _one in write_all(client, actions):
            pass


def refresh_call(call: int) -> None:
    """Take in the files of a call that were sealed until now.

    Raises:
        TransportError, ApiError, WriteFailed: ``search_index update`` puts it right later.
    """
    client = connection.files_client().options(request_timeout=connection.WRITE_SECONDS)
    keys = [str(pk) for pk in indexed().filter(call=call).values_list("pk", flat=True)]
    for target in written_to(client, files()):
        for _one in write_all(client, (index_action(target, *entry) for entry in _entries(keys))):
            pass
