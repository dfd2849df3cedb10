"""Cells as the database writes them: text that needs no more work, so that a table can be copied out without passing through Python."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, Func, Model, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Concat, Replace, Substr, TruncSecond
from django.db.models.lookups import Contains, In
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from portal.core import languages

#: A spreadsheet takes a cell that begins so for a formula; the wide forms too.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: What ends a cell for a spreadsheet that does not part the table at commas: Excel in French and in Arabic, LibreOffice when asked nothing.
_BETWEEN_CELLS = (";", "\t", "\n")
#: Where such a cell would begin dangerously; a line that begins with a hyphen is a list. SQLite puts no thirty of them into one another.
_BEGINNINGS = [(f"{between}{sign}", f"{between}'{sign}") for between in _BETWEEN_CELLS for sign in "=+@-" if (between, sign) != ("\n", "-")]
#: A statement and what is filled in: a list in Django 5.2, a tuple in Django 6 and in the stubs.
_Sql = tuple[str, Any]


def text(value: str | Combinable) -> Combinable:
    """A column as it is; empty when there is nothing."""
    return Coalesce(Cast(value, TextField()), Value(""), output_field=TextField())


def harmless(value: str | Combinable) -> Combinable:
    """Words of ours, and codes: a quote in front keeps a spreadsheet from calculating with them."""
    cell = text(value)
    return Case(When(_dangerous(cell), then=_quoted(cell)), default=cell, output_field=TextField())


def typed(value: str | Combinable) -> Combinable:
    """Words that an applicant typed: the same, also where a spreadsheet takes them for several cells.

    Not for every column: a table of 64,677 files then took 2.4 s to write where it takes 1.6.
    """
    cell = text(value)
    inside = _replaced(cell, _BEGINNINGS)
    parted = (When(Contains(cell, Value(between)), then=inside) for between in _BETWEEN_CELLS)
    return Case(When(_dangerous(cell), then=_quoted(inside)), *parted, default=cell, output_field=TextField())


def _dangerous(cell: Combinable) -> In:
    return In(Substr(cell, 1, 1), [Value(sign) for sign in DANGEROUS])


def _quoted(cell: Combinable) -> Combinable:
    return Concat(Value("'"), cell, output_field=TextField())


def neutral(words: str) -> str:
    """What ``typed`` does, for a cell that Python writes."""
    for beginning, quoted in _BEGINNINGS:
        words = words.replace(beginning, quoted)
    return f"'{words}" if words.startswith(DANGEROUS) else words


def labels(value: str | Combinable, words: Mapping[str, str]) -> Combinable:
    """A code in words; a code that has none stays. Without any words it is what she typed."""
    if not words:
        return typed(value)
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
    return harmless(_Chosen(KeyTransform(key, "answers"), words={code: neutral(label) for code, label in words.items()}))


@dataclass(frozen=True)
class _Dialect:
    """How a database reads JSON: an answer of a ``line``, or the list it is; a code in words, and each of several; lines, and names of provinces;
    and how a key is named, within a line and within a name.
    """

    cell: str
    inside: str
    word: str
    several: str
    lines: str
    provinces: str
    path: Callable[[str], str]
    language: Callable[[str], str]


_POSTGRESQL = _Dialect(
    cell="(line.value ->> %s)",
    inside="CASE jsonb_typeof(line.value -> %s) WHEN 'array' THEN line.value -> %s END",
    word="COALESCE(%s::jsonb ->> {cell}, {cell})",
    several=(
        "(SELECT string_agg(COALESCE(%s::jsonb ->> one.value, one.value), ' | ' ORDER BY one.ordinality)"
        " FROM jsonb_array_elements_text({rows}) WITH ORDINALITY one(value, ordinality))"
    ),
    lines="(SELECT string_agg(ltrim({cells}, ', '), ' | ' ORDER BY line.ordinality) FROM jsonb_array_elements({rows}) WITH ORDINALITY line)",
    provinces=(
        "(SELECT string_agg(COALESCE(place.name ->> %s, place.name ->> 'ar'), ' | ' ORDER BY line.ordinality) FROM"
        " jsonb_array_elements_text({rows}) WITH ORDINALITY line(value, ordinality) JOIN regions_province place ON place.code = line.value)"
    ),
    path=str,
    language=str,
)
_SQLITE = _Dialect(
    cell="json_extract(line.value, %s)",
    inside="CASE json_type(line.value, %s) WHEN 'array' THEN json_extract(line.value, %s) END",
    word="""COALESCE(json_extract(%s, '$."' || {cell} || '"'), {cell})""",
    several="""(SELECT group_concat(COALESCE(json_extract(%s, '$."' || one.value || '"'), one.value), ' | ') FROM json_each({rows}) one)""",
    lines="(SELECT group_concat(ltrim({cells}, ', '), ' | ') FROM json_each({rows}) line)",
    provinces=(
        "(SELECT group_concat(COALESCE(json_extract(place.name, %s), json_extract(place.name, '$.ar')), ' | ') FROM"
        " json_each({rows}) line JOIN regions_province place ON place.code = line.value)"
    ),
    path='$."{}"'.format,
    language="$.{}".format,
)


class _OfList(Func):
    """A text made of a list in the answers."""

    output_field = TextField()

    def said(self, dialect: _Dialect) -> tuple[str, Sequence[str]]:
        """The statement, with ``{rows}`` where the list is read, and what is filled in before it."""
        raise NotImplementedError

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_parts: Any, **context: Any) -> _Sql:
        """As PostgreSQL has it."""
        return self._built(compiler, _POSTGRESQL)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> _Sql:
        """As SQLite has it."""
        return self._built(compiler, _SQLITE)

    def _built(self, compiler: SQLCompiler, dialect: _Dialect) -> _Sql:
        listed, params = compiler.compile(self.source_expressions[0])
        statement, given = self.said(dialect)
        return statement.format(rows=listed), [*given, *params]


class _Chosen(_OfList):
    """A list of codes, in words; one without words stays."""

    def __init__(self, *expressions: Combinable, words: Mapping[str, str], **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.words = json.dumps(words)

    def said(self, dialect: _Dialect) -> tuple[str, Sequence[str]]:
        """Each code's words after a bar."""
        return dialect.several, [self.words]


@dataclass(frozen=True)
class Inner:
    """What a row of a group asks: its code, its label, the words of its choices as JSON (empty: it has none), and whether several may be chosen."""

    key: str
    label: str
    words: str = ""
    several: bool = False

    def sql(self, dialect: _Dialect) -> tuple[str, list[str]]:
        """The answer in words, and what is filled in."""
        path = dialect.path(self.key)
        if self.several:
            return dialect.several.format(rows=dialect.inside), [self.words, path, path]
        if self.words:
            return dialect.word.format(cell=dialect.cell), [self.words, path, path]
        return dialect.cell, [path]


def rows(key: str, asked: Sequence[Inner]) -> Combinable:
    """Rows of a group: ``Name: Zahra, Age: 30 | Name: ...``."""
    return typed(_Rows(KeyTransform(key, "answers"), asked=tuple(asked)))


class _Rows(_OfList):
    """Rows of a group, each answer after its question's label, in the form's order."""

    def __init__(self, *expressions: Combinable, asked: tuple[Inner, ...], **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.asked = asked

    def said(self, dialect: _Dialect) -> tuple[str, Sequence[str]]:
        """Each row's answers after a bar."""
        answers = [inner.sql(dialect) for inner in self.asked]
        cells = " || ".join(f"COALESCE(', ' || %s || {statement}, '')" for statement, _given in answers)
        given = [part for inner, (_statement, filled) in zip(self.asked, answers, strict=True) for part in (f"{inner.label}: ", *filled)]
        return dialect.lines.format(cells=cells, rows="{rows}"), given


def place(key: str, model: type[Model], language: str) -> Combinable:
    """The name of a commune or a centre by the code that was answered; a code that has none stays."""
    code = answer(key)
    called = model._default_manager.filter(code=KeyTextTransform(key, OuterRef("answers"))).order_by().values_list(name("name", language))[:1]
    return Coalesce(Subquery(called), harmless(code), output_field=TextField())


def provinces(key: str, language: str) -> Combinable:
    """Names of the provinces ticked, with a bar between them."""
    return harmless(_Provinces(KeyTransform(key, "answers"), language=language))


class _Provinces(_OfList):
    """Names by the codes of a list, in the reader's language or else in Arabic."""

    def __init__(self, *expressions: Combinable, language: str, **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.language = language

    def said(self, dialect: _Dialect) -> tuple[str, Sequence[str]]:
        """Each name after a bar."""
        return dialect.provinces, [dialect.language(self.language)]


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
