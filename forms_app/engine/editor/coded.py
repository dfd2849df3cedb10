"""Choices and conditions: each is one field of the screen, JSON to the server and a small table or sentence to the editor.

A screen of 25 questions stays light because nothing of them is in the page until the editor opens them (decision 421).
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import FieldBlock

from forms_app.engine.conditions import MAX_DEPTH, SPANS
from forms_app.engine.structure import CHOICE, MAX_YEARS
from portal.core import languages

from .assets import EDITOR_SCRIPT, EDITOR_STYLE
from .codes import CODE, code_from, free_code

MAX_CHOICES = 200
_LONGEST = 100_000


class CodedWidget(forms.Textarea):
    """The JSON, in an element of ours that shows it as words and lets it be changed."""

    def __init__(self, element: str) -> None:
        super().__init__()
        self.template_name = "engine/admin/widgets/coded.html"
        self.element = element

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        """Name of the element."""
        context = super().get_context(name, value, attrs)
        context["widget"]["element"] = self.element
        return context

    @property
    def media(self) -> forms.Media:
        """The element's behaviour."""
        return forms.Media(js=[EDITOR_SCRIPT], css={"all": [EDITOR_STYLE]})


class CodedField(forms.CharField):
    """JSON text, read and put in order by ``tidy``."""

    def __init__(self, *, element: str, tidy: Callable[[Any], Any], **options: Any) -> None:
        self.tidy = tidy
        super().__init__(widget=CodedWidget(element), required=False, max_length=_LONGEST, **options)

    def prepare_value(self, value: object) -> str:
        """As JSON, unless it is the text just typed."""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""

    def clean(self, value: object) -> Any:
        """What the JSON says.

        Raises:
            ValidationError: in words an editor understands.
        """
        text = super().clean(self.prepare_value(value))
        try:
            return self.tidy(json.loads(text) if text else None)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise ValidationError(_("This could not be read. Open it again and correct it."), code="unreadable") from error


class CodedBlock(FieldBlock):
    """Value: the JSON, or the text just posted until it is cleaned."""

    def __init__(self, *, element: str, tidy: Callable[[Any], Any], help_text: str = "", **options: Any) -> None:
        self.field = CodedField(element=element, tidy=tidy, help_text=help_text)
        super().__init__(**options)


def choices_block(**options: Any) -> CodedBlock:
    """A list of choices in one field."""
    return CodedBlock(element="form-choices", tidy=tidy_choices, **options)


def condition_block(**options: Any) -> CodedBlock:
    """A condition in one field."""
    return CodedBlock(element="form-condition", tidy=tidy_condition, **options)


def _words(value: Mapping | None) -> dict[str, str]:
    return {code: text.strip() for code in languages.codes() if isinstance(text := (value or {}).get(code), str) and text.strip()}


def tidy_choices(given: list[dict] | None) -> list[dict[str, Any]]:
    """Choices without empty lines and parts; a line without a code gets one from its words.

    Raises:
        ValidationError: naming the code that is wrong or used twice.
    """
    given = given or []
    if len(given) > MAX_CHOICES:
        raise ValidationError(_("At most %(number)s choices.") % {"number": MAX_CHOICES})
    rows = [row for row in given if _words(row.get("label")) or str(row.get("value") or "").strip()]
    taken = {str(row["value"]).strip() for row in rows if row.get("value")}
    tidied: list[dict[str, Any]] = []
    for number, row in enumerate(rows, 1):
        label = _words(row.get("label"))
        value = str(row.get("value") or "").strip()
        if not value:
            value = free_code(code_from(label, f"choice_{number}"), taken)
            taken.add(value)
        if not CODE.match(value):
            raise ValidationError(_("“%(code)s” cannot be a code: small Latin letters, digits and _ only.") % {"code": value[:60]})
        if any(value == one["value"] for one in tidied):
            raise ValidationError(_("The code “%(code)s” is used twice.") % {"code": value})
        kept = {name: row[name] for name in CHOICE if name not in {"value", "label", "hint"} and row.get(name)}
        hint = _words(row.get("hint"))
        tidied.append({"value": value, "label": label} | ({"hint": hint} if hint else {}) | kept)
    return tidied


def tidy_condition(given: dict | None, depth: int = 0) -> dict[str, Any] | None:
    """A condition without empty parts; ``None`` when nothing is left of it.

    Raises:
        ValueError: when it is none.
    """
    if not given:
        return None
    for word in ("all", "any"):
        if word in given:
            if depth >= MAX_DEPTH or not isinstance(given[word], list):
                raise ValueError(word)
            parts = [part for one in given[word] if (part := tidy_condition(one, depth + 1))]
            return parts[0] if len(parts) == 1 else ({word: parts} if parts else None)
    if "years" in given:
        ((span, years),) = given["years"].items()
        if span not in SPANS or isinstance(years, bool) or not 0 <= int(years) <= MAX_YEARS:
            raise ValueError(span)
        return {"key": str(given["key"])[:60], "years": {span: int(years)}} if given["key"] else None
    key, codes = given.get("key"), [str(code) for code in given.get("in") or [] if re.fullmatch(r"[\w.-]{1,60}", str(code))]
    return {"key": str(key)[:60], "in": codes} if key and codes else None
