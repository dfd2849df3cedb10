"""From the register's rows, or from documents just made, to what the index keeps."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from search.documents import SearchDocument
from search.models import SearchEntry
from search.normalise import tokens

from .documents import beginnings
from .ordering import Facts

#: Columns a rebuild reads, and no other.
COLUMNS = (
    "key", "origin", "group", "type", "language", "title", "regions", "programme", "dates", "visible_from", "updated", "boost", "fingerprint", "version",
    "title_tokens", "keyword_tokens", "summary_tokens", "body_tokens",
)  # fmt: skip


def from_register(rows: Iterable[tuple]) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Language, id, version and content of each row of the register, read with ``values_list(*COLUMNS)``."""
    for row in rows:
        entry = dict(zip(COLUMNS, row, strict=True))
        yield entry["language"], entry["key"], entry["version"], _content(entry)


def from_documents(documents: Iterable[SearchDocument]) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """The same of documents just made."""
    for document in documents:
        language = document.language
        entry = {name: getattr(document, name) for name in COLUMNS if hasattr(document, name)}
        entry |= {
            "title_tokens": " ".join(tokens(document.title, language)),
            "keyword_tokens": " ".join(tokens("\n".join(document.keywords), language)),
            "summary_tokens": " ".join(tokens(document.summary, language)),
            "body_tokens": " ".join(tokens(document.body, language)),
        }
        yield language, document.id, document.version, _content(entry)


def _content(entry: dict[str, Any]) -> dict[str, Any]:
    names, begins = entry["keyword_tokens"], beginnings(entry["title"], entry["language"])
    dates = {date: cast("str", _text(at)) for date, at in entry["dates"].items() if at}
    facts = Facts(entry["type"], entry["group"], entry["origin"], entry["boost"], _text(entry["updated"]), dates, entry["programme"])
    content = {
        "type": entry["type"],
        "regions": list(entry["regions"]),
        "group": entry["group"],
        "facts": facts.written(),
        "stamp": entry["fingerprint"],
        "version": entry["version"],
        "title": entry["title_tokens"],
        "names": names,
        "first": begins[:1],
        "begins": begins,
        "called": names,
        "text": [entry["title_tokens"], entry["summary_tokens"], entry["body_tokens"]],
    }
    if entry["programme"]:
        content["programme"] = entry["programme"]
    if dates:
        content |= {"dates": dates, "moments": json.dumps(dates, sort_keys=True)}
    if entry["visible_from"]:
        content["visible_from"] = _text(entry["visible_from"])
    return content


def _text(at: dt.datetime | str | None) -> str | None:
    return at.isoformat() if isinstance(at, dt.datetime) else at


def register_rows(language: str) -> Iterator[tuple]:
    """Every row of a language, a few at a time."""
    return SearchEntry.objects.filter(language=language).order_by("pk").values_list(*COLUMNS).iterator(chunk_size=1000)
