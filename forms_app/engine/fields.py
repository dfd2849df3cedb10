"""The answer fields: what is typed becomes a code, a number or plain text, or a sentence about what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.core.text import clear_signs

from .bounds import read_bound, written
from .identity import clean_cin, clean_ice
from .numbers import as_decimal, read_number
from .phones import clean_phone, show_phone
from .texts import tidy

#: Longer than anybody's number, card or telephone, with room for spaces.
CODE_LENGTH = 60
EMAIL_LENGTH = 254
_ASCII_EMAIL = EmailValidator()


class AnswerField(forms.CharField):
    """A text answer: what people write about themselves keeps its own direction; what nobody writes by hand is left out."""

    #: How many characters the page counts down from; only where :mod:`.building` sets it.
    counted: int

    def to_python(self, value: object) -> str:
        """The text as it can be stored.

        Raises:
            ValidationError: when it is not text at all, or far too long to look at.
        """
        if value is not None and not isinstance(value, str):
            raise ValidationError(_("This text contains characters that cannot be stored."), code="not_text")
        text = value or ""
        if self.max_length and len(text) > 2 * self.max_length + 1000:
            raise ValidationError(_("This text is far too long."), code="max_length")
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise ValidationError(_("This text contains characters that cannot be stored."), code="not_text")
        return tidy(text, several_lines=isinstance(self.widget, forms.Textarea))


class CodeField(AnswerField):
    """Something with one right spelling: ``read`` makes it from what was typed, or says why it cannot."""

    def __init__(self, *, read: Callable[[str], str], show: Callable[[str], str] = str, max_length: int = CODE_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.read, self.show = read, show

    def clean(self, value: object) -> str:
        """The one spelling."""
        typed = super().clean(value)
        return self.read(typed) if typed else ""

    def prepare_value(self, value: object) -> object:
        """Shown again as people write it."""
        return self.show(value) if isinstance(value, str) else value


class NumberField(AnswerField):
    """A whole number, or an amount in dirhams with cents."""

    def __init__(self, *, cents: bool, least: float | str | None = None, most: float | str | None = None, largest: int = 0, **kwargs: Any) -> None:
        """``largest``: it also fills a column that holds nought to so much."""
        super().__init__(max_length=CODE_LENGTH, **kwargs)
        kind: Literal["money", "number"] = "money" if cents else "number"
        self.cents, self.unit = cents, _("dirhams") if cents else ""
        self.least, self.most = (read_bound(kind, limit) if limit is not None else None for limit in (least, most))
        if largest:
            self.least = max(Decimal(0), self.least or Decimal(0))
            self.most = Decimal(largest) if self.most is None else min(self.most, Decimal(largest))

    def clean(self, value: object) -> int | str:
        """The number as it is stored.

        Raises:
            ValidationError: when it is none, or outside its limits.
        """
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        typed = super().clean(value)
        if not typed:
            return ""
        number = read_number(typed, cents=self.cents)
        if self.least is not None and as_decimal(number) < self.least:
            raise ValidationError(_("The smallest number accepted is %(limit)s."), params={"limit": self._written(self.least)}, code="min")
        if self.most is not None and as_decimal(number) > self.most:
            raise ValidationError(_("The largest number accepted is %(limit)s."), params={"limit": self._written(self.most)}, code="max")
        return number

    def _written(self, limit: Decimal) -> str:
        return written(int(limit), least=self.least, most=self.most) if limit == int(limit) else f"{limit:.2f}"


class ChosenField(forms.ChoiceField):
    """One code of a list."""

    def to_python(self, value: object) -> str:
        """The code; anything but text is none."""
        return value if isinstance(value, str) else ""


class SeveralField(forms.MultipleChoiceField):
    """Some codes of a list, each once, in the list's order."""

    def __init__(self, *, least: float | str | None = None, most: float | str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = (int(limit) if limit is not None else 0 for limit in (least, most))

    def to_python(self, value: object) -> list[str]:
        """The codes, without repetition."""
        given = value if isinstance(value, list | tuple) else [value] if value else []
        codes = [code if isinstance(code, str) else "" for code in given]
        known = [code for code, _label in cast("Iterable[tuple[str, object]]", self.choices)]
        return [code for code in known if code in codes] + [code for code in dict.fromkeys(codes) if code not in known]

    def validate(self, value: list[str]) -> None:
        """All of the list, neither too few nor too many.

        Raises:
            ValidationError: with the count that is accepted.
        """
        super().validate(value)
        if value and len(value) < self.least:
            message = ngettext("Choose at least %(count)d answer.", "Choose at least %(count)d answers.", self.least)
            raise ValidationError(message, params={"count": self.least}, code="min")
        if self.most and len(value) > self.most:
            message = ngettext("Choose at most %(count)d answer.", "Choose at most %(count)d answers.", self.most)
            raise ValidationError(message, params={"count": self.most}, code="max")


class Box(forms.CheckboxInput):
    """A single box: ticked by a browser (``on``) or by a stored answer (``yes``)."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        """Whether it is ticked."""
        return data.get(name) in ("on", "yes", "true", "1", True)


class ConsentField(forms.BooleanField):
    """A box to tick; the answer is ``yes``, or ``no`` where it may be left."""

    widget = Box

    def clean(self, value: object) -> str:
        """The code, or an error when it is required and not given."""
        return "yes" if super().clean(value) else "no"

    def prepare_value(self, value: object) -> bool:
        """Ticked when the stored answer is ``yes``."""
        return value in ("yes", True, "on")


def clean_email(typed: str) -> str:
    """An address that mail can be sent to; the part after ``@`` in small letters.

    Raises:
        ValidationError: when it is none.
    """
    text = clear_signs(typed).strip(" <>")
    try:
        if not text.isascii():
            raise ValidationError("")
        _ASCII_EMAIL(text)
    except ValidationError as error:
        raise ValidationError(_("This e-mail address is not correct. Write it like name@example.org."), code="invalid") from error
    name, _at, host = text.rpartition("@")
    return f"{name}@{host.lower()}"


def phone_field(**kwargs: Any) -> CodeField:
    """A telephone number, stored in the international form."""
    return CodeField(read=clean_phone, show=show_phone, **kwargs)


def cin_field(**kwargs: Any) -> CodeField:
    """The number of a national card."""
    return CodeField(read=clean_cin, **kwargs)


def ice_field(**kwargs: Any) -> CodeField:
    """The common number of a company."""
    return CodeField(read=clean_ice, **kwargs)


def email_field(**kwargs: Any) -> CodeField:
    """An e-mail address; longer than other codes."""
    return CodeField(read=clean_email, max_length=EMAIL_LENGTH, **kwargs)
