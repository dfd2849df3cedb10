"""From the register's rows, or from documents just made, to what the index keeps."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

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
#: Other names of a thing that may be typed first; a region has hundreds of communes.
_MOST_OTHER_NAMES = 300
_WORDS_IN_A_NAME = 3
#: Among suggestions, what begins so by its title comes before what has another name that does.
_TITLE_FIRST, _OTHER_NAME_FIRST = 30, 10


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
    names = entry["keyword_tokens"]
    dates = {date: _text(at) for date, at in entry["dates"].items() if at}
    facts = Facts(entry["type"], entry["group"], entry["origin"], entry["boost"], _text(entry["updated"]), dates)
    content = {
        "type": entry["type"],
        "regions": list(entry["regions"]),
        "group": entry["group"],
        "facts": facts.written(),
        "stamp": entry["fingerprint"],
        "version": entry["version"],
        "title": entry["title_tokens"],
        "names": names,
        "text": [entry["title_tokens"], entry["summary_tokens"], entry["body_tokens"]],
    }
    if entry["programme"]:
        content["programme"] = entry["programme"]
    if dates:
        content |= {"dates": dates, "moments": json.dumps(dates, sort_keys=True)}
    if entry["visible_from"]:
        content["visible_from"] = _text(entry["visible_from"])
    begins = [
        {"input": ways, "weight": max(1, round(entry["boost"] * worth))}
        for ways, worth in ((beginnings(entry["title"], entry["language"]), _TITLE_FIRST), (_other_beginnings(names), _OTHER_NAME_FIRST))
        if ways
    ]
    if begins:
        content["begins"] = begins
    return content


def _other_beginnings(names: str) -> list[str]:
    """The other names run into one another in the register; a few words from each place on are enough to tell them apart."""
    words = names.split()[:_MOST_OTHER_NAMES]
    return [" ".join(words[place : place + _WORDS_IN_A_NAME]) for place in range(len(words))]


def _text(at: dt.datetime | str | None) -> str | None:
    return at.isoformat() if isinstance(at, dt.datetime) else at


def register_rows(language: str) -> Iterator[tuple]:
    """Every row of a language, a few at a time."""
    return SearchEntry.objects.filter(language=language).order_by("pk").values_list(*COLUMNS).iterator(chunk_size=1000)
