"""Texts stored once, in every language side by side: names of regions, calls, questions of a form.

Such a text is a small JSON object, ``{"ar": "...", "fr": "...", "zgh": "..."}``. It is edited on one screen and
cannot drift apart in structure, as pages translated one by one may (DESIGN section 3).
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import languages

#: Without these a record cannot be published; Amazigh may be announced as "to come".
REQUIRED_LANGUAGES = ("ar", "fr")
_COMMAS = {"ar": "، "}


class TranslatedText(dict):
    """A text in several languages; an absent or empty language counts as not translated."""

    def choose(self, language: str | None = None) -> tuple[str, str]:
        """The text for a reader of ``language`` and the language it is really in (never assume they are the same)."""
        for code in languages.fallbacks(language or languages.current()):
            if self.get(code):
                return self[code], code
        return "", languages.current()

    def __str__(self) -> str:
        return self.choose()[0]

    def __bool__(self) -> bool:
        return any(self.values())


def joined(texts: Iterable[TranslatedText]) -> TranslatedText:
    """Texts one after the other, with the comma of each language, in every language that has them all."""
    texts = list(texts)
    return TranslatedText(
        {code: _COMMAS.get(code, ", ").join(text[code] for text in texts) for code in languages.codes() if all(text.get(code) for text in texts)}
    )


def said_in(codes: Iterable[str], words: object) -> dict[str, str]:
    """Words of the interface as each of these languages says them."""
    said = {}
    for code in codes:
        with override(code):
            said[code] = str(words)
    return said


class TranslatedWidget(forms.MultiWidget):
    """One box per language, each in its own direction."""

    template_name = "core/widgets/translated.html"

    def __init__(self, widget: type[forms.Widget] = forms.TextInput, attrs: dict | None = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: widget({"lang": code, "dir": languages.direction(code), "aria-label": languages.own_name(code)}) for code in languages.codes()
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: dict | None) -> list[str]:
        """Texts in the order of the languages."""
        return [(value or {}).get(code, "") for code in languages.codes()]

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        """Give the template the name of each language beside its box."""
        context = super().get_context(name, value, attrs)
        for code, part in zip(languages.codes(), context["widget"]["subwidgets"], strict=True):
            part["language"] = languages.own_name(code)
        return context


class TranslatedFormField(forms.MultiValueField):
    """Form field of a :class:`TranslatedText`."""

    def __init__(self, *, multiline: bool = False, required_languages: tuple[str, ...] = REQUIRED_LANGUAGES, **kwargs: Any) -> None:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        self.required_languages = required_languages
        fields = [forms.CharField(required=False) for _code in languages.codes()]
        kwargs["widget"] = TranslatedWidget(forms.Textarea if multiline else forms.TextInput)
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> TranslatedText:
        """Join the boxes; empty ones are left out."""
        return TranslatedText({code: text for code, text in zip(languages.codes(), data_list or [], strict=False) if text})

    def clean(self, value: object) -> TranslatedText:
        """Refuse a text that lacks a required language, naming it.

        Raises:
            ValidationError: when a required language is empty.
        """
        text = super().clean(value) or TranslatedText()
        missing = [languages.own_name(code) for code in self.required_languages if not text.get(code)]
        if missing and (self.required or text):
            raise ValidationError(_("Missing in: %(languages)s"), params={"languages": "، ".join(missing)}, code="missing_language")
        return text


class TranslatedTextField(models.JSONField):
    """Model field of a :class:`TranslatedText`.

    ``multiline`` chooses a larger box in the admin. Optional fields take ``blank=True``.
    """

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs.setdefault("default", TranslatedText)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        """Leave the box's size out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is TranslatedText:
            del kwargs["default"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: models.Expression, connection: BaseDatabaseWrapper) -> TranslatedText | None:
        """Wrap what the database returns."""
        decoded = super().from_db_value(value, expression, connection)
        return TranslatedText(decoded) if isinstance(decoded, dict) else decoded

    def to_python(self, value: object) -> object:
        """Wrap what forms and loaders give."""
        return TranslatedText(value) if isinstance(value, dict) else super().to_python(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Required languages are present.

        Raises:
            ValidationError: naming the missing languages.
        """
        super().validate(value, model_instance)
        missing = [code for code in REQUIRED_LANGUAGES if not (value or {}).get(code)]
        if missing and (value or not self.blank):
            raise ValidationError(_("Missing in: %(languages)s"), params={"languages": ", ".join(missing)}, code="missing_language")

    def formfield(self, **kwargs: Any) -> forms.Field:
        """The three boxes side by side."""
        kwargs.pop("widget", None)
        return TranslatedFormField(
            multiline=self.multiline,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Plain dictionaries assigned to an instance become :class:`TranslatedText` too."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _TranslatedAttribute(self))

    @cached_property
    def non_db_attrs(self) -> tuple[str, ...]:  # type: ignore[override]  # as Django's own related fields do
        """Changing the box's size needs no migration."""
        return (*super().non_db_attrs, "multiline")


class _TranslatedAttribute(models.query_utils.DeferredAttribute):
    """Stores a TranslatedText whatever dictionary is assigned; deferred loading stays Django's."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = TranslatedText(value) if type(value) is dict else value
