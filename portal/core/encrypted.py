"""Model fields whose column holds a token instead of the value. An empty value stays empty, so that erasing shows in the database."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from .crypt import decrypt, encrypt


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
