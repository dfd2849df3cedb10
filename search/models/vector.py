"""PostgreSQL's ``tsvector``, written by us: no parser and no dictionary of the server ever sees our words, so no locale can lose them."""

from collections.abc import Iterable

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

#: What PostgreSQL allows: positions in a document, positions of one word, bytes of a word.
_LAST_POSITION = 16383
_MOST_POSITIONS = 200
_LONGEST_WORD = 200


class VectorField(models.TextField):
    """A ``tsvector`` on PostgreSQL; elsewhere an empty text that nothing reads."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: object, compiler: object, connection: BaseDatabaseWrapper) -> str:
        """The literal becomes a vector."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_save(self, value: str, connection: BaseDatabaseWrapper) -> str:
        """SQLite has FTS5 instead."""
        return value if connection.vendor == "postgresql" else ""


def vector(language: str, columns: Iterable[str]) -> str:
    """The literal of an entry's vector: the words of its title, names, summary and body, weighed A to D, and the mark of its language.

    Positions run through; a phrase never spans two columns.
    """
    positions: dict[str, list[str]] = {}
    at = 0
    for weight, words in zip("AABCD", (language_mark(language), *columns), strict=True):
        for word in words.split():
            at += 1
            found = positions.setdefault(word, [])
            if len(found) < _MOST_POSITIONS:
                found.append(f"{min(at, _LAST_POSITION)}{weight}")
        at += 1
    return " ".join(f"{quoted(word)}:{','.join(found)}" for word, found in positions.items() if len(word.encode()) <= _LONGEST_WORD)


def language_mark(language: str) -> str:
    """A word that all entries of a language have and that nobody can type: the index itself finds the words of one language only."""
    return f"={language}"


def quoted(word: str) -> str:
    """A word as vectors and queries write it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
