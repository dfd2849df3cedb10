"""Recordings of a question: documents of the site, named in the definition by file and fingerprint."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wagtail.documents import get_document_model

Recording = Mapping[str, Any]


def files_of(questions: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Names of all files that the questions name."""
    for question in questions:
        yield from (one["file"] for one in (question.get("audio") or {}).values() if one.get("file"))
        yield from files_of(question.get("questions") or ())


def documents_named(names: Iterable[str]) -> dict[str, int]:
    """The documents behind these files, in one query; none when there is nothing to look up."""
    wanted = set(names)
    return dict(get_document_model().objects.filter(file__in=wanted).values_list("file", "pk")) if wanted else {}


def audio_to_raw(audio: Mapping[str, Recording], documents: Mapping[str, int]) -> list[dict[str, Any]]:
    """One line of the screen for each variety; a recording whose document is gone keeps its words."""
    return [
        {
            "type": "item",
            "value": {"variety": variety, "file": documents.get(one.get("file", "")), "transcript": _said(one)},
            "id": str(uuid.uuid4()),  # without one Wagtail takes the whole entry for the value
        }
        for variety, one in audio.items()
    ]


def _said(one: Recording) -> dict[str, str]:
    transcript = one.get("transcript") or {}
    return {"ar": transcript} if isinstance(transcript, str) else dict(transcript)


def audio_from_raw(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Recordings by variety, each with the name and fingerprint of its file."""
    return {
        row["variety"]: {
            "file": row["file"].file.name if row["file"] else "",
            "sha256": _sha256(row["file"]) if row["file"] else "",
            "transcript": {code: words for code, words in row["transcript"].items() if words},
        }
        for row in rows
        if row["variety"]
    }


def _sha256(document: Any) -> str:
    with document.open_file() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
