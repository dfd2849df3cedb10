"""Private files on the disk of this machine: what was acknowledged is on the disk itself, and half a file is no file."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class PrivateFiles(FileSystemStorage):
    """``FileSystemStorage`` that waits until the disk has it, and leaves nothing behind on a full one."""

    def _save(self, name: str, content: Any) -> str:
        """Raises ``OSError`` as the disk does. Names are ours and drawn at random, so that what is taken away is nobody else's."""
        try:
            kept = super()._save(name, content)
            for place in (Path(self.path(kept)), Path(self.path(kept)).parent):
                _onto_the_disk(place)
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise
        return kept


def _onto_the_disk(place: Path) -> None:
    """A file's bytes, or a folder's names."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
