"""Where the bytes of a call's documents lie: in the private storage. Earlier releases kept them in the public one (decision 502)."""

import hashlib
from collections.abc import Iterable, Iterator

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import QuerySet

from forms_app.calls.models import CallDocument
from portal.core.private_files import private_storage


def forget_documents(*, documents: QuerySet[CallDocument]) -> int:
    """Delete documents that readers were never told of, their bytes once that is certain; how many."""
    names = list(documents.values_list("file", flat=True))
    documents.delete()
    transaction.on_commit(lambda: _forget_bytes(names))
    return len(names)


def move_documents() -> Iterator[tuple[str, bool]]:
    """Take what earlier releases left in the public storage into the private one: each name, and whether it came over whole.

    May be stopped anywhere and run again: the public file goes once the private one has its fingerprint.
    """
    for name, sha256 in CallDocument.objects.order_by("file").values_list("file", "sha256").distinct():
        if storages["default"].exists(name):
            yield name, _move(name, sha256)


def _move(name: str, sha256: str) -> bool:
    public, private = storages["default"], private_storage()
    if _sha256(public, name) != sha256:
        return False
    if not private.exists(name) or _sha256(private, name) != sha256:
        private.delete(name)
        with public.open(name) as content:
            private.save(name, File(content))
    public.delete(name)
    return True


def _sha256(storage: Storage, name: str) -> str:
    with storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget_bytes(names: Iterable[str]) -> None:
    for name in names:
        for storage in (private_storage(), storages["default"]):
            storage.delete(name)
