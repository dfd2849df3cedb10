"""Keeping the index as the site is: one object after a change, or everything."""

import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from portal.core.logs import Told

from .database import store
from .documents import SearchDocument
from .engines import EngineUnavailable, beside_database
from .models import IndexedOrigin, SearchEntry
from .sources import all_documents, documents_of

_LOGGER = logging.getLogger(__name__)


def refresh(origin: str) -> None:
    """Bring the documents of one object in line with what it is now: written, replaced or gone. Run twice, or late, it changes nothing more.

    The object is read while its row of :class:`IndexedOrigin` is held, so that of two runs the later one has read the later state.
    """
    if origin.startswith("file:"):
        documents_of(origin)  # reading a PDF takes seconds: its words are kept before anything is locked
    with transaction.atomic():
        row, _created = IndexedOrigin.objects.select_for_update().get_or_create(origin=origin)
        row.version += 1
        row.save()
        documents = [_numbered(document, row.version) for document in documents_of(origin)]
        gone = sorted(set(SearchEntry.objects.filter(origin=origin).values_list("key", flat=True)) - {document.id for document in documents})
        store.write(documents)
        store.remove(gone)
        transaction.on_commit(lambda: _tell_others(documents, gone, row.version))


def _numbered(document: SearchDocument, version: int) -> SearchDocument:
    document.version = version
    return document


def _tell_others(documents: list[SearchDocument], gone: list[str], version: int) -> None:
    """Other engines get the same; one that is down is brought up to date by ``search_index update``."""
    for engine in beside_database():
        try:
            if documents:
                engine.update(documents)
            if gone:
                engine.remove(gone, version)
        except EngineUnavailable as error:
            _LOGGER.warning("search engine %s missed an update: %s", Told(engine.name), type(error.__cause__ or error))


def forget(origins: Iterable[str]) -> None:
    """Take objects out of the register at once, in the transaction of the change: nothing hidden is found for a second. :func:`refresh` does the rest."""
    SearchEntry.objects.filter(origin__in=list(origins)).delete()


def bring_up_to_date(report: Callable[[str], None] = lambda line: None) -> int:
    """Compare everything there is to find with the database's index and write what differs; returns how many documents there are.

    What a live update writes meanwhile is newer and stays.
    """
    versions = dict(IndexedOrigin.objects.values_list("origin", "version"))
    seen: set[str] = set()

    def numbered() -> Iterable[SearchDocument]:
        for document in all_documents():
            seen.add(document.id)
            yield _numbered(document, versions.get(document.origin, 0))

    written = store.write(numbered())
    gone = [key for key, origin, version in _held() if key not in seen and version <= versions.get(origin, 0)]
    store.remove(gone)
    if written or gone:
        store.learn_names()
        store.recount()
    report(f"{len(seen)} documents, {written} written, {len(gone)} removed")
    return len(seen)


def _held() -> Iterable[tuple[str, str, int]]:
    return SearchEntry.objects.values_list("key", "origin", "version").iterator()
