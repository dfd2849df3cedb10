"""Where pictures and documents lie."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

#: The name of each folder, in a backup and in what is told to whoever watches, and the storage it belongs to.
STORAGES = {"media": "default", "private": "private"}


def kept_folders() -> dict[str, Path | None]:
    """Where pictures and documents lie; None for what lies in an object store, which keeps its own copies."""
    found = {name: storages[alias] for name, alias in STORAGES.items()}
    return {name: Path(storage.location) if isinstance(storage, FileSystemStorage) else None for name, storage in found.items()}
