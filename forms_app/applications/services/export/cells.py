"""Cells as the database writes them: text that needs no more work, so that a table can be copied out without passing through Python."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, Func, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Concat, Replace, Substr, TruncSecond
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from portal.core import languages

#: A spreadsheet takes a cell that begins so for a formula; the wide forms too.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: A list of codes as JSON, both databases', with a bar between them.
_LISTED = (("[", ""), ("]", ""), ('", "', '","'), ('","', '" | "'))
#: A statement and what is filled in: a list in Django 5.2, a tuple in Django 6 and in the stubs.
_Sql = tuple[str, Any]


def text(value: str | Combinable) -> Combinable:
    """A column as it is; empty when there is nothing."""
    return Coalesce(Cast(value, TextField()), Value(""), output_field=TextField())


def harmless(value: str | Combinable) -> Combinable:
    """Words somebody typed: a quote in front keeps a spreadsheet from calculating with them."""
    cell = text(value)
    first = [Value(sign) for sign in DANGEROUS]
    return Case(When(In(Substr(cell, 1, 1), first), then=Concat(Value("'"), cell, output_field=TextField())), default=cell, output_field=TextField())


def neutral(words: str) -> str:
    """The same for a cell that Python writes."""
    return f"'{words}" if words.startswith(DANGEROUS) else words


def labels(value: str | Combinable, words: Mapping[str, str]) -> Combinable:
    """A code in words; a code that has none stays."""
    if not words:
        return harmless(value)
    cell = F(value) if isinstance(value, str) else value
    cases = [When(In(text(cell), [Value(code)]), then=Value(neutral(label))) for code, label in words.items()]
    return Case(*cases, default=harmless(cell), output_field=TextField())


def yes_no(field: str, yes: str, no: str) -> Combinable:
    """A truth in words; empty when unknown."""
    return Case(When(Q(**{field: True}), then=Value(yes)), When(Q(**{field: False}), then=Value(no)), default=Value(""), output_field=TextField())


def moment(field: str) -> Combinable:
    """A date and hour in Moroccan time, to the second: ``2026-09-03 14:05:09``."""
    return text(TruncSecond(field, tzinfo=timezone.get_default_timezone()))


def name(field: str, language: str) -> Combinable:
    """A name of ours in the reader's language, or in one she reads."""
    others = [code for code in languages.codes() if code != language]
    return harmless(Coalesce(*(KeyTextTransform(code, field) for code in (language, *others)), Value(""), output_field=TextField()))


def phone(field: str) -> Combinable:
    """As people write it, ``06 12 34 56 78``: with spaces it stays a text, and keeps its zero."""
    parts: list[Combinable] = [Value("0"), Substr(field, 5, 1)]
    for start in (6, 8, 10, 12):
        parts += [Value(" "), Substr(field, start, 2)]
    return Case(When(**{f"{field}__startswith": "+212"}, then=Concat(*parts, output_field=TextField())), default=harmless(field), output_field=TextField())


def answer(key: str) -> Combinable:
    """One answer from the JSON, as text."""
    return KeyTextTransform(key, "answers")


def chosen(key: str, words: Mapping[str, str]) -> Combinable:
    """Several choices in words, with a bar between them."""
    return harmless(_replaced(text(answer(key)), [*_LISTED, *((f'"{code}"', label) for code, label in words.items())]))


@dataclass(frozen=True)
class Inner:
    """What a row of a group asks: its code, its label, the words of its choices, and whether several may be chosen."""

    key: str
    label: str
    words: tuple[tuple[str, str], ...]
    several: bool = False

    def sql(self, cell: str, path: str) -> tuple[str, list[str]]:
        """The answer in words; ``cell`` is the statement that reads it, and ``path`` what is filled in there."""
        if self.several:
            pairs = [*_LISTED, *((f'"{code}"', label) for code, label in self.words)]
            return f"NULLIF({'replace(' * len(pairs)}{cell}{', %s, %s)' * len(pairs)}, '')", [path, *chain.from_iterable(pairs)]
        if self.words:
            return f"CASE {cell} {'WHEN %s THEN %s ' * len(self.words)}ELSE {cell} END", [path, *chain.from_iterable(self.words), path]
        return cell, [path]


def rows(key: str, asked: Sequence[Inner]) -> Combinable:
    """Rows of a group: ``Name: Zahra, Age: 30 | Name: ...``."""
    return harmless(_Rows(KeyTransform(key, "answers"), asked=tuple(asked)))


class _Rows(Func):
    """Rows of a list in the answers, each answer after its question's label, in the form's order."""

    output_field = TextField()
    _POSTGRESQL = "(SELECT string_agg(ltrim({cells}, ', '), ' | ' ORDER BY line.ordinality) FROM jsonb_array_elements({rows}) WITH ORDINALITY line)"
    _SQLITE = "(SELECT group_concat(ltrim({cells}, ', '), ' | ') FROM json_each({rows}) line)"

    def __init__(self, *expressions: Combinable, asked: tuple[Inner, ...], **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.asked = asked

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_parts: Any, **context: Any) -> _Sql:
        """As PostgreSQL has it."""
        return self._built(compiler, self._POSTGRESQL, "(line.value ->> %s)", str)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> _Sql:
        """As SQLite has it."""
        return self._built(compiler, self._SQLITE, "json_extract(line.value, %s)", '$."{}"'.format)

    def _built(self, compiler: SQLCompiler, template: str, cell: str, path: Callable[[str], str]) -> _Sql:
        listed, params = compiler.compile(self.source_expressions[0])
        answers = [inner.sql(cell, path(inner.key)) for inner in self.asked]
        cells = " || ".join(f"COALESCE(', ' || %s || {statement}, '')" for statement, _given in answers)
        given = [part for inner, (_statement, filled) in zip(self.asked, answers, strict=True) for part in (f"{inner.label}: ", *filled)]
        return template.format(cells=cells, rows=listed), [*given, *params]


def provinces(key: str, language: str) -> Combinable:
    """Names of the provinces ticked, with a bar between them."""
    return harmless(_Provinces(KeyTransform(key, "answers"), language=language))


class _Provinces(Func):
    """Names by the codes of a list in the answers, in the reader's language or else in Arabic."""

    output_field = TextField()
    _POSTGRESQL = (
        "(SELECT string_agg(COALESCE(place.name ->> %s, place.name ->> 'ar'), ' | ' ORDER BY line.ordinality) FROM"
        " jsonb_array_elements_text({rows}) WITH ORDINALITY line(value, ordinality) JOIN regions_province place ON place.code = line.value)"
    )
    _SQLITE = (
        "(SELECT group_concat(COALESCE(json_extract(place.name, %s), json_extract(place.name, '$.ar')), ' | ') FROM"
        " json_each({rows}) line JOIN regions_province place ON place.code = line.value)"
    )

    def __init__(self, *expressions: Combinable, language: str, **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.language = language

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_parts: Any, **context: Any) -> _Sql:
        """As PostgreSQL has it."""
        listed, params = compiler.compile(self.source_expressions[0])
        return self._POSTGRESQL.format(rows=listed), [self.language, *params]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> _Sql:
        """As SQLite has it."""
        listed, params = compiler.compile(self.source_expressions[0])
        return self._SQLITE.format(rows=listed), [f"$.{self.language}", *params]


class HowMany(Func):
    """Length of a list in the answers."""

    output_field = TextField()
    function = "jsonb_array_length"
    template = "COALESCE((%(function)s(%(expressions)s))::text, '')"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> _Sql:
        """The same in SQLite's words."""
        return self.as_sql(compiler, connection, function="json_array_length", template="COALESCE(CAST(%(function)s(%(expressions)s) AS text), '')", **context)


def _replaced(cell: Combinable, pairs: Iterable[tuple[str, str]]) -> Combinable:
    for old, new in pairs:
        cell = Replace(cell, Value(old), Value(new), output_field=TextField())
    return cell
