"""Finding every message of the code and the templates. Needs nothing but Babel and Django's own template reader."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

#: Where our words are.
CODE = ("portal", "regions", "programmes", "home", "forms_app", "search")
TEMPLATES = "templates"
#: Sources only the staff sees: Arabic and French, the admin's languages, are enough there.
BACK_OFFICE = re.compile(
    r"/models/(?!reading\.py)|/staff/|/upstream/|/admin/|/catalogues/|blocks\.py|wagtail_hooks\.py|/viewsets?\.py|/panels\.py|apps\.py|translated\.py|/core/pages\.py"
    r"|/commands/|/core/(audit|outbox)/|/engine/editor/|/engine/(questions|problems|structure)\.py|/backoffice/|/generate/|/services/(acts|export|outcomes_csv|prepared)\.py"
    r"|/applications/privacy/(?!paper\.py)"
    r"|/calls/(desk|telling|papers|questions_panel)\.py|/calls/services/(acting|publishing|correcting|dates|ending|relaunching|results)\.py"
    r"|/statistics/(questions\.py|paper/|services/)"
)
#: Choices defined in models whose labels pages show: the state of a call, the kind of a centre or a province, why a call was extended.
SHOWN_CHOICES = frozenset({"State", "Status", "Kind", "ExtensionReason", "RelaunchReason", "CancellationReason", "CorrectionReason"})

_KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
_CALL = re.compile(r"\b(npgettext|ngettext|pgettext|gettext|_)\(")


@dataclass
class Message:
    """One message with the files it is in."""

    id: str
    plural: str = ""
    context: str = ""
    places: set[str] = field(default_factory=set)
    is_shown_choice: bool = False

    @property
    def is_public(self) -> bool:
        """Whether a reader of the site may meet it."""
        return self.is_shown_choice or any(not BACK_OFFICE.search(f"/{place}") for place in self.places)


Key = tuple[str, str]


def collect(root: Path) -> dict[Key, Message]:
    """Every message below ``root``, by context and id.

    Raises:
        ValueError: one id with two different plurals.
    """
    messages: dict[Key, Message] = {}
    for place, name, arguments in _calls(root):
        context = arguments.pop(0) if name.startswith(("pgettext", "npgettext")) else ""
        plural = arguments[1] if "ngettext" in name or name.startswith("npgettext") else ""
        message = messages.setdefault((context, arguments[0]), Message(arguments[0], plural, context))
        if plural and message.plural and plural != message.plural:
            raise ValueError(f"“{message.id}” has two plurals")
        message.plural = message.plural or plural
        message.places.add(place)
    for path in _sources(root):
        for label in _shown_choices(path.read_text(encoding="utf-8")):
            if ("", label) in messages:
                messages["", label].is_shown_choice = True
    return messages


def _sources(root: Path) -> Iterator[Path]:
    for folder in CODE:
        yield from (path for path in sorted((root / folder).rglob("*.py")) if "migrations" not in path.parts)


def _shown_choices(source: str) -> Iterator[str]:
    """The labels of the choices that pages show."""
    if "TextChoices" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.name in SHOWN_CHOICES:
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                    yield str(call.args[0].value)


def _calls(root: Path) -> Iterator[tuple[str, str, list[str]]]:
    for path in _sources(root):
        with path.open("rb") as file:
            found: Iterable[Any] = extract_python(file, _KEYWORDS, [], {"encoding": "utf-8"})  # Babel's annotation has another order
            for _line, name, arguments, _comments in found:
                strings = [argument for argument in (arguments if isinstance(arguments, tuple) else (arguments,)) if isinstance(argument, str)]
                if strings:
                    yield str(path.relative_to(root)), name, strings
    for path in sorted((root / TEMPLATES).rglob("*.html")):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for match in _CALL.finditer(source):
            strings = _strings(source[match.start() :])
            if strings:
                yield str(path.relative_to(root)), match[1], strings


def _strings(source: str) -> list[str]:
    """The text arguments of the call that ``source`` begins with."""
    for end in (position + 1 for position, char in enumerate(source) if char == ")"):
        try:
            call = ast.parse(source[:end].strip(), mode="eval").body
        except SyntaxError:
            continue
        if isinstance(call, ast.Call):
            return [argument.value for argument in call.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
        return []
    return []
