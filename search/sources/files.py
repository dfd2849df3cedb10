"""Files to download: their title and the words of PDF and DOCX."""

import logging
import unicodedata
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from portal.core import languages
from search.documents import SearchDocument
from search.models import ExtractedText
from search.types import ResultType

from .extract import words_of

_LOGGER = logging.getLogger(__name__)


class FileSource:
    """Files that a public page links to. One that is only in the media library is nobody's business yet."""

    name = "file"

    def origins(self) -> Iterator[str]:
        """Every file on a public page."""
        for pk in sorted(public_files()):
            yield f"file:{pk}"

    def documents(self, key: str) -> list[SearchDocument]:
        """The file, in the language it is written in."""
        files = get_document_model().objects.filter(pk=key)
        return [_document(file) for file in files if file.pk in public_files()]

    def all_documents(self) -> Iterator[SearchDocument]:
        """Every file on a public page."""
        for file in get_document_model().objects.filter(pk__in=public_files()).iterator(chunk_size=50):
            yield _document(file)


def public_files() -> set[int]:
    """Files linked to from a live public page, in a collection that is not private."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), to_content_type=ContentType.objects.get_for_model(get_document_model())
    )
    linked = list(references.values_list("to_object_id", "object_id"))
    if not linked:
        return set()
    public = {str(pk) for pk in Page.objects.live().public().filter(pk__in={page for _file, page in linked}).values_list("pk", flat=True)}
    wanted = {int(file) for file, page in linked if page in public}
    private = [restriction.collection.path for restriction in CollectionViewRestriction.objects.select_related("collection")]
    files = get_document_model().objects.filter(pk__in=wanted).select_related("collection")
    return {file.pk for file in files if not any(file.collection.path.startswith(path) for path in private)}


def _document(file: AbstractDocument) -> SearchDocument:
    text = _text(file)
    language = _language(f"{file.title} {text[:5000]}")
    return SearchDocument(
        id=f"file:{file.pk}:{language}",
        origin=f"file:{file.pk}",
        type=ResultType.DOCUMENT,
        language=language,
        title=file.title,
        url=file.url,
        body=text,
        keywords=tuple(tag.name for tag in file.tags.all()),
        group=f"file:{file.pk}",
        updated=file.created_at,
        boost=0.9,
    )


def _text(file: AbstractDocument) -> str:
    """The words of the file, read once for each content."""
    key = file.get_file_hash()
    known = ExtractedText.objects.filter(file_hash=key).first() if key else None
    if known is None:
        text = words_of(file)
        if key:
            ExtractedText.objects.update_or_create(file_hash=key, defaults={"text": text})
        return text
    return known.text


def _language(text: str) -> str:
    """By the script of most of its letters; Latin letters are French."""
    counts = dict.fromkeys(languages.codes(), 0)
    for char in text:
        if char.isalpha():
            name = unicodedata.name(char, "")
            code = "ar" if name.startswith("ARABIC") else "zgh" if name.startswith("TIFINAGH") else "fr"
            counts[code] += 1
    return max(counts, key=lambda code: counts[code])
