"""What differs between two states of a form, question by question, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.core import languages
from portal.core.translated import TranslatedText

from .words import ENTRIES

#: Place of an entry: code of the step, code of the question, name of the entry.
_Path = tuple[str, str, str]


@dataclass(frozen=True)
class Change:
    """One line of the comparison. An empty ``before`` is something new, an empty ``after`` something gone."""

    where: str
    what: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every difference, in the form's order. A question that came or went is one line."""
    old, new = dict(_entries(before)), dict(_entries(after))
    names = _names(before) | _names(after)
    found, whole = [], set()
    for path in [*new, *(path for path in old if path not in new)]:
        part = path[:2]
        if old.get(path, "") == new.get(path, "") or part in whole:
            continue
        came, went = not _has(old, part), not _has(new, part)
        if came or went:
            whole.add(part)
            words = names.get(part, part[1] or part[0])
            found.append(Change(_where(part, names), "", "" if came else words, "" if went else words))
        else:
            found.append(Change(_where(part, names), _what(path[2]), old.get(path, ""), new.get(path, "")))
    return found


def _has(entries: Mapping[_Path, str], part: tuple[str, str]) -> bool:
    return any(path[:2] == part for path in entries)


def _entries(definition: Mapping[str, Any]) -> Iterator[tuple[_Path, str]]:
    for name in ("title", "intro", "rules"):
        yield from _flat(("", "", name), definition.get(name))
    yield ("", "", "order"), "\n".join(step["key"] for step in definition["steps"])
    for step in definition["steps"]:
        for name, value in step.items():
            if name not in {"key", "questions"}:
                yield from _flat((step["key"], "", name), value)
        yield (step["key"], "", "order"), "\n".join(question["key"] for question in step["questions"])
        for question in step["questions"]:
            for name, value in question.items():
                if name != "key":
                    yield from _flat((step["key"], question["key"], name), value)


def _flat(path: _Path, value: Any) -> Iterator[tuple[_Path, str]]:
    """Texts by language, lists by the code of their entries, the rest as it is written."""
    step, question, name = path
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _flat((step, question, f"{name}.{inner}"), one)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for number, one in enumerate(value, 1):
            code = one.get("key") or one.get("value") or number
            yield from _flat((step, question, f"{name}.{code}"), {inner: entry for inner, entry in one.items() if inner != "key"})
    elif value not in (None, "", []):
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else _("Yes") if value is True else _("No") if value is False else str(value)


def _names(definition: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    names = {(step["key"], ""): str(TranslatedText(step.get("title") or {})) or step["key"] for step in definition["steps"]}
    for step in definition["steps"]:
        names |= {(step["key"], one["key"]): str(TranslatedText(one.get("label") or {})) or one["key"] for one in step["questions"]}
    return names


def _where(part: tuple[str, str], names: Mapping[tuple[str, str], str]) -> str:
    step, question = part
    if not step:
        return _("The whole form")
    return " › ".join(filter(None, (names.get((step, ""), step), names.get(part, question) if question else "")))


def _what(name: str) -> str:
    return " · ".join(
        languages.own_name(word) if word in languages.codes() else str(ENTRIES[word]) if word in ENTRIES else word
        for word in name.split(".")
        if word != "value"
    )
