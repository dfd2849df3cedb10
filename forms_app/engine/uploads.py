"""Files joined to an answer. The engine only counts and shows those it is told of; receiving and keeping them is not its affair."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .shapes import Question

#: Bytes: one document, and all documents of one application. Said before she chooses one: see ``LIMITS``.
MAX_FILE, MAX_APPLICATION = 10 * 1024 * 1024, 60 * 1024 * 1024
LIMITS = _("Each may have 10 MB, and all the documents of your application together 60 MB.")
_ACCEPT = {"image": "image/*,.heic,.heif", "pdf": ".pdf,application/pdf", "office": ".docx,.xlsx,.odt,.ods"}
_DEFAULT = ("image", "pdf")
_SAID = {
    frozenset({"image"}): _("You can give photos (JPEG, PNG, or HEIC from an iPhone)."),
    frozenset({"pdf"}): _("You can give PDF documents."),
    frozenset({"office"}): _("You can give Word, Excel or OpenDocument documents."),
    frozenset({"image", "pdf"}): _("You can give photos (JPEG, PNG, or HEIC from an iPhone) and PDF documents."),
    frozenset({"image", "office"}): _("You can give photos (JPEG, PNG, or HEIC from an iPhone) and Word, Excel or OpenDocument documents."),
    frozenset({"pdf", "office"}): _("You can give PDF, Word, Excel or OpenDocument documents."),
    frozenset({"image", "pdf", "office"}): _("You can give photos (JPEG, PNG, or HEIC from an iPhone) and PDF, Word, Excel or OpenDocument documents."),
}


@dataclass(frozen=True)
class UploadInfo:
    """A file received before: its opaque id, name as she knows it, size in bytes.

    ``url`` shows it, ``preview`` is a small picture of it as she turned it; ``pages`` and ``turn`` tell of a page of an annex.
    """

    id: str
    name: str
    size: int = 0
    url: str = ""
    preview: str = ""
    pages: int = 1
    turn: int = 0

    @property
    def next_turn(self) -> int:
        """Its turn after a quarter more to the right."""
        return (self.turn + 90) % 360


@dataclass(frozen=True)
class Joined:
    """The one document that pages make: ``waiting`` (being put together), ``ready`` or ``failed``."""

    state: str
    pages: int = 0
    size: int = 0
    url: str = ""


class Received(list[UploadInfo]):
    """The files of a question and, for an annex, the one document they make."""

    def __init__(self, files: Iterable[UploadInfo] = (), joined: Joined | None = None) -> None:
        super().__init__(files)
        self.joined = joined


class UploadField(forms.Field):
    """The files known for a question; what the browser posts under the name is somebody else's to receive.

    ``annex``: they are the pages of one document, shown to be read, turned and put in order. ``photos``: what a photo may be, if one is taken.
    """

    widget = forms.FileInput
    #: Bytes of one document: what is larger is not sent at all.
    most = MAX_FILE

    def __init__(self, *, question: Question, uploads: Sequence[UploadInfo], **kwargs: Any) -> None:
        self.uploads, self.max_files, self.annex = list(uploads), question.max_files, question.annex
        self.joined = getattr(uploads, "joined", None)
        self.sent_as = secrets.token_urlsafe(12)
        kinds = [kind for kind in question.accept or _DEFAULT if kind in _ACCEPT]
        self.accepted, self.limits = _SAID[frozenset(kinds)], LIMITS
        self.photos = _ACCEPT["image"] if "image" in kinds else ""
        attrs = {"accept": ",".join(_ACCEPT[kind] for kind in kinds)}
        super().__init__(widget=_SeveralFiles({"multiple": self.max_files > 1, **attrs}), **kwargs)

    @property
    def is_full(self) -> bool:
        """Whether no more file may be added."""
        return len(self.uploads) >= self.max_files

    def clean(self, value: object) -> list[str]:
        """The ids of the known files; a posted value counts for nothing.

        Raises:
            ValidationError: when a file is needed, or there are too many.
        """
        ids = [upload.id for upload in self.uploads]
        if not ids:
            super().clean(None)
        if len(ids) > self.max_files:
            message = ngettext("At most %(count)d file can be joined here.", "At most %(count)d files can be joined here.", self.max_files)
            raise ValidationError(message, params={"count": self.max_files}, code="too_many")
        return ids


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: object, files: object, name: str) -> None:
        """Nothing: files are received before the form is built."""
        return

    def use_required_attribute(self, initial: object) -> bool:
        """Never: a file received before counts."""
        return False
