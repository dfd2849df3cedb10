"""Shelves: folders of the private storage whose every file a row names.

Bytes are written before their row and deleted after it. So a process that is killed in between leaves bytes without a row, and so does a
restore, whose folders were read after its database: nobody sees them, and no erasure reaches them. A lost disk leaves rows without bytes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from django.core.files.storage import storages
from django.db.models import Model

from .private_files import private_storage

_AT_ONCE = 1000


@dataclass(frozen=True)
class Shelf:
    """The rows of ``model`` name their files in ``column``; ``storages``: where these may lie."""

    model: type[Model]
    column: str
    storages: tuple[str, ...]

    def named(self, names: Iterable[str]) -> set[str]:
        """Which of these files a row names."""
        rows = self.model._default_manager.filter(**{f"{self.column}__in": list(names)})
        return set(rows.values_list(self.column, flat=True))

    def lost(self) -> Iterator[str]:
        """The rows whose file is not there, as ``app.model:key``."""
        rows = self.model._default_manager.exclude(**{self.column: ""}).order_by("pk")
        for key, name in rows.values_list("pk", self.column).iterator():
            if not any(storages[alias].exists(name) for alias in self.storages) and rows.filter(pk=key, **{self.column: name}).exists():
                yield f"{self.model._meta.label_lower}:{key}"


_shelves: dict[str, Shelf] = {}


def register_shelf(folder: str, *, model: type[Model], column: str, storages: tuple[str, ...] = ("private",)) -> None:
    """Say which rows name the files below a folder of the private storage, from ``AppConfig.ready()``; registering a folder again replaces it."""
    _shelves[folder] = Shelf(model, column, storages)


def without_row(*, before: dt.datetime) -> Iterator[str]:
    """Names of the files that no row names and that were there before a moment: what arrived later may still get its row."""
    for folder, shelf in sorted(_shelves.items()):
        names = _names_below(folder)
        while some := list(islice(names, _AT_ONCE)):
            named = shelf.named(some)
            yield from (name for name in some if name not in named and _was_there(name, before))


def remove_without_row(*, before: dt.datetime) -> int:
    """Delete them; how many."""
    count = 0
    for name in without_row(before=before):
        private_storage().delete(name)
        count += 1
    return count


def without_file() -> Iterator[str]:
    """The rows whose file is not there, as ``app.model:key``; not those that were erased meanwhile."""
    for _folder, shelf in sorted(_shelves.items()):
        yield from shelf.lost()


def _was_there(name: str, before: dt.datetime) -> bool:
    with suppress(FileNotFoundError):
        return private_storage().get_modified_time(name) < before
    return False


def _names_below(folder: str) -> Iterator[str]:
    try:
        folders, files = private_storage().listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in sorted(files))
    for below in sorted(folders):
        yield from _names_below(f"{folder}/{below}")
