"""From a page's specification to the values of its fields in one language.

Block ids are derived from the page's key and the block's place, so they are the same in every language and at every
run: that is what lets wagtail-localize pair the strings.
"""

import re
import uuid
from typing import Any, TypeGuard, cast

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from portal.core import languages

from .spec import ContentError, PageSpec

_NAMESPACE = uuid.UUID("9d1bb7c2-3c1f-4f6e-9a55-6d5f0a6f7a10")
_LINK = re.compile(r'<a href="page:([\w-]+)"')
#: Live blocks: which record a code stands for.
_LIVE = {"figures": ("programmes.Figure", "key"), "call": ("calls.Call", "slug"), "centre": ("regions.Centre", "code")}
_CODES = ("code", "key", "slug")
_MISSING = object()


def is_text(value: object) -> TypeGuard[dict[str, str]]:
    """Whether a value is one text in several languages."""
    return isinstance(value, dict) and bool(value) and set(value) <= set(languages.codes())


def is_complete(spec: PageSpec, language: str) -> bool:
    """Whether every text of the page exists in the language."""
    return all(text.get(language) for text in _texts([spec.fields, spec.body]))


def _texts(value: object) -> list[dict]:
    if is_text(value):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for child in children for text in _texts(child)]


def field_values(spec: PageSpec, language: str) -> dict:
    """Values of the page's own fields, foreign keys looked up by code.

    Raises:
        ContentError: an unknown field or code.
    """
    values = {}
    for name, value in spec.fields.items():
        try:
            field = spec.model._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise ContentError(f"{spec.key}: {spec.model.__name__} has no field “{name}”") from error
        values[name] = _field_value(spec, field, value, language)
    return values


def _field_value(spec: PageSpec, field: models.Field, value: Any, language: str) -> Any:
    if is_text(value):
        return value.get(language, "")
    if field.is_relation:
        return _by_code(spec, cast("type[models.Model]", field.related_model), value) if value else None
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        return parse_datetime(value)
    if isinstance(field, models.DateField) and isinstance(value, str):
        return parse_date(value)
    return value


def _by_code(spec: PageSpec, model: type[models.Model], code: str) -> models.Model:
    names = {field.name for field in model._meta.get_fields()}
    lookup = next(name for name in _CODES if name in names)
    for attempt in (lookup, "slug"):
        found = model._default_manager.filter(**{attempt: code}).first() if attempt in names else None
        if found:
            return found
    raise ContentError(f"{spec.key}: no {model.__name__} “{code}”")


def body_data(spec: PageSpec, language: str, page_ids: dict[str, int]) -> list[dict]:
    """The body as a StreamField stores it, in one language; what has no text in that language is left out.

    Raises:
        ContentError: an unknown block, record or page.
    """
    builder = _BodyBuilder(spec, language, page_ids)
    blocks = [builder.block(name, value, f"{position}") for position, entry in enumerate(spec.body) for name, value in entry.items()]
    return [block for block in blocks if block is not None]


class _BodyBuilder:
    """Builds one body. ``place`` is a dotted path within the page, from which a block's id is derived."""

    def __init__(self, spec: PageSpec, language: str, page_ids: dict[str, int]) -> None:
        self.spec, self.language, self.page_ids = spec, language, page_ids

    def id(self, place: str) -> str:
        """The block id of a place; the same in every language."""
        return str(uuid.uuid5(_NAMESPACE, f"{self.spec.key}:{place}"))

    def block(self, name: str, value: object, place: str) -> dict | None:
        """One block of the body, or ``None`` when the language has nothing of it."""
        built = self.live(name, value, place) if name in _LIVE else self.value(value, place)
        return None if built is _MISSING else {"type": name, "value": built, "id": self.id(place)}

    def live(self, name: str, value: object, place: str) -> object:
        """Primary keys of the records a live block shows."""
        from django.apps import apps

        label, lookup = _LIVE[name]
        model = apps.get_model(label)
        codes = value if isinstance(value, list) else [value]
        found = dict(model._default_manager.filter(**{f"{lookup}__in": codes}).values_list(lookup, "pk"))
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise ContentError(f"{self.spec.key}: no {model.__name__} {unknown}")
        if not isinstance(value, list):
            return found[value]
        return [self.item(found[code], f"{place}.{code}") for code in codes]

    def value(self, value: object, place: str) -> object:
        """A text, a list, a structure, or a plain value."""
        if is_text(value):
            text = value.get(self.language)
            return self.links(text) if text else _MISSING
        if isinstance(value, list):
            items = [(self.value(item, f"{place}.{position}"), f"{place}.{position}") for position, item in enumerate(value)]
            kept = [self.item(built, where) for built, where in items if built is not _MISSING]
            return kept or _MISSING
        if isinstance(value, dict):
            built = {name: self.value(child, f"{place}.{name}") for name, child in value.items()}
            return _MISSING if _MISSING in built.values() else built
        return str(value)

    def item(self, value: object, place: str) -> dict:
        """One item of a list, with its own id."""
        return {"type": "item", "value": value, "id": self.id(place)}

    def links(self, html: str) -> str:
        """``page:KEY`` links as Wagtail stores links to pages."""

        def replace(match: re.Match) -> str:
            if match[1] not in self.page_ids:
                raise ContentError(f"{self.spec.key}: a link to the unknown page “{match[1]}”")
            return f'<a linktype="page" id="{self.page_ids[match[1]]}"'

        return _LINK.sub(replace, html)


def source_language() -> str:
    """The language pages are written in first."""
    return settings.LANGUAGE_CODE
