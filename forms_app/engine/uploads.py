"""Files joined to an answer. The engine only counts and shows those it is told of; receiving and keeping them is not its affair."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

_ACCEPT = {"image": "image/*", "pdf": ".pdf,application/pdf", "office": ".doc,.docx,.xls,.xlsx,.odt,.ods"}


@dataclass(frozen=True)
class UploadInfo:
    """A file received before: its opaque id, name as she knows it, size in bytes, media type, and a word on its state, if any."""

    id: str
    name: str
    size: int = 0
    type: str = ""
    note: str = ""


class UploadField(forms.Field):
    """The files known for a question; what the browser posts under the name is somebody else's to receive."""

    widget = forms.FileInput

    def __init__(self, *, uploads: Sequence[UploadInfo], max_files: int, accept: Sequence[str], **kwargs: object) -> None:
        self.uploads, self.max_files = list(uploads), max_files
        attrs = {"accept": ",".join(_ACCEPT[kind] for kind in accept)} if accept else {}
        super().__init__(widget=_SeveralFiles({"multiple": max_files > 1, **attrs}), **kwargs)

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
