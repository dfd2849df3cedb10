"""Model fields whose column holds a token instead of the value. An empty value stays empty, so that erasing shows in the database."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.core.exceptions import FieldError
from django.db import models

from .crypt import CannotDecrypt, decrypt, encrypt

_Row = TypeVar("_Row", bound=models.Model)
_AT_ONCE = 500


def that_open(rows: models.QuerySet[_Row], keys: Sequence[int]) -> list[_Row]:
    """Those of these rows that our keys open, in the order of the queryset within each part that opens whole: one that none opens hides no other."""
    try:
        return list(rows.filter(pk__in=keys))
    except CannotDecrypt:
        middle = len(keys) // 2
        return [*that_open(rows, keys[:middle]), *that_open(rows, keys[middle:])] if middle else []


def each_that_opens(rows: models.QuerySet[_Row]) -> Iterator[_Row]:
    """The same of a whole queryset, which must be ordered; some hundred are held at once."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        yield from that_open(rows, keys[start : start + _AT_ONCE])


class _EncryptedField(models.TextField):
    """Writes tokens, reads values. Cannot be searched: keep a ``keyed_hash`` beside it for that."""

    def get_prep_value(self, value: Any) -> str | None:
        """The token to store."""
        text = self._to_text(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        """The value of a stored token.

        Raises:
            CannotDecrypt: see :func:`portal.core.crypt.decrypt`.
        """
        return self._from_text(decrypt(value) if value else value)

    def value_to_string(self, obj: models.Model) -> str:
        """What ``dumpdata`` writes is a token too; backups are made with the database's own tools."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def get_lookup(self, lookup_name: str) -> type[models.Lookup] | None:
        """Only emptiness can be asked for.

        Raises:
            FieldError: for every other comparison: two tokens of one text differ.
        """
        if lookup_name != "isnull":
            raise FieldError("An encrypted column cannot be compared; look for a keyed hash beside it.")
        return super().get_lookup(lookup_name)

    def _to_text(self, value: Any) -> str | None:
        raise NotImplementedError

    def _from_text(self, text: str | None) -> Any:
        raise NotImplementedError


class EncryptedTextField(_EncryptedField):
    """A text."""

    def _to_text(self, value: Any) -> str | None:
        return None if value is None else str(value)

    def _from_text(self, text: str | None) -> str | None:
        return text


class EncryptedJSONField(_EncryptedField):
    """Whatever JSON holds; an empty object is stored as an empty text."""

    #: What django-stubs takes an attribute of this kind for; nothing else reads them.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The value as it is: a TextField would make a text of it."""
        return value

    def _to_text(self, value: Any) -> str | None:
        if value is None:
            return None
        return "" if value == {} else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def _from_text(self, text: str | None) -> Any:
        if text is None:
            return None
        return json.loads(text) if text else {}
