"""Puts a backup in place of an empty instance, or of one that is given up."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp

from django.core.cache import cache
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from pyrage import x25519

from portal.core.kept_folders import kept_folders
from portal.core.private_files import append_lines
from portal.core.replays import replay_all
from portal.core.shelves import remove_without_row, without_file

from . import BackupError
from .archive import ASIDE
from .databases import is_empty, load
from .opening import Opened, forget_left_behind, unpack

#: Lists of what was erased: those that are here are newer than the backup's, which only adds what they lack.
_NEVER_REPLACED = "erasures"
_IGNORED = (*ASIDE, _NEVER_REPLACED, "lost+found")


def occupied(connection: BaseDatabaseWrapper) -> bool:
    """Whether this instance holds anything a restore would replace."""
    folders = [root for root in kept_folders().values() if root]
    return not is_empty(connection) or any(_contents(root) for root in folders)


def restore(
    *,
    connection: BaseDatabaseWrapper,
    source: Path,
    identities: Sequence[x25519.Identity],
    replace: bool,
    other_keys: bool,
    tell: Callable[[str], None],
) -> dict[str, int]:
    """Everything is unpacked and proved first; only then is the database replaced, in one transaction, and the folders, by renaming.

    Migrations this code has and the backup has not are run, and what was erased since is erased again: what :func:`replay_all` answers.
    Documents of the backup that none of its rows names go, and rows that lack theirs are counted.
    ``replace``: what is here goes (files are put aside, not deleted). ``other_keys``: go on though ``DATA_KEYS`` open nothing of it.

    Raises:
        BackupError: and, unless the words say otherwise, nothing was changed.
    """
    if occupied(connection) and not replace:
        raise BackupError("This instance is not empty.")
    with _staging() as staged:
        tell("Reading and proving the backup ...")
        opened = unpack(source, identities=identities, folders={name: folder / "files" for name, folder in staged.items()}, dump=staged["private"] / "dump")
        _fits(opened, connection, other_keys=other_keys)
        tell(f"It is whole, of {opened.manifest.made_at}. Restoring the database ...")
        load(connection, opened.database, replace=replace)
        connection.close()
        tell("Putting the files in their place ...")
        for name, root in kept_folders().items():
            if root and getattr(opened.manifest, name):
                _put_in_place(root, staged[name] / "files")
    restored_at = timezone.now()
    return catch_up(tell=tell) | _compared(before=restored_at if opened.manifest.private else None)


def catch_up(*, tell: Callable[[str], None]) -> dict[str, int]:
    """Bring a restored database up to this code, and erase again what was erased since; may be run again.

    What a restore that was killed had unpacked, everybody's data in the clear, goes: its files lie in their place, or come with another restore.
    """
    for root in kept_folders().values():
        if root:
            forget_left_behind(root, ASIDE[1])
    tell("Running the migrations that are newer than the backup ...")
    call_command("migrate", interactive=False, verbosity=0)
    cache.clear()
    tell("Erasing again what was erased since ...")
    return replay_all()


def _compared(*, before: dt.datetime | None) -> dict[str, int]:
    """Delete the documents that arrived between the backup's database and its folders, and count the rows that lack theirs; only what there is.

    ``before``: when the folder was put in place. None: it is not the backup's, and what its files belong to is not for us to say.
    """
    counts = {
        "documents without a row, deleted": remove_without_row(before=before) if before else 0,
        "rows without their document": sum(1 for _row in without_file()),
    }
    return {name: count for name, count in counts.items() if count}


def _fits(opened: Opened, connection: BaseDatabaseWrapper, *, other_keys: bool) -> None:
    manifest = opened.manifest
    if manifest.vendor != connection.vendor:
        raise BackupError(f"The backup is of a database {manifest.vendor}; DATABASE_URL here names one of {connection.vendor}. Nothing was changed.")
    if _unknown_migrations(manifest.migrations):
        raise BackupError("A newer release made this backup: install that release, then restore. Nothing was changed.")
    for name, root in kept_folders().items():
        if getattr(manifest, name) and not root:
            raise BackupError(f"The backup holds the folder {name}, and this instance keeps it in an object store. Nothing was changed.")
    if not opened.ours and not other_keys:
        raise BackupError(
            "DATA_KEYS and LOOKUP_KEYS here are not those of the backup, or somebody else made it: what is encrypted in it would not open. "
            "Put the keys from their own keeping into the environment, or say --other-keys. Nothing was changed."
        )


def _unknown_migrations(names: Sequence[str]) -> list[str]:
    """Those of apps of ours that this code does not have; an app that is gone left rows behind, which harm nobody."""
    on_disk = MigrationLoader(None).disk_migrations
    known = set(on_disk) | {replaced for migration in on_disk.values() for replaced in migration.replaces}
    apps = {app for app, _name in known}
    return [name for name in names if name.partition(".")[0] in apps and tuple(name.split(".", 1)) not in known]


@contextmanager
def _staging() -> Iterator[dict[str, Path]]:
    """A folder inside each that will be filled, on the same disk, so that what is ready only has to be renamed. Where none is, a temporary one."""
    with ExitStack() as stack:
        folders = {}
        for name, root in kept_folders().items():
            if root:
                root.mkdir(parents=True, exist_ok=True)
                forget_left_behind(root, ASIDE[1])
            folders[name] = Path(mkdtemp(prefix=ASIDE[1], dir=root))
            stack.callback(shutil.rmtree, folders[name], ignore_errors=True)
            (folders[name] / "files").mkdir()
        yield folders


def _contents(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if not path.name.startswith(_IGNORED)] if root.is_dir() else []


def _put_in_place(root: Path, ready: Path) -> None:
    before = root / f"{ASIDE[0]}{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}"
    for path in _contents(root):
        before.mkdir(exist_ok=True)
        path.rename(before / path.name)
    for path in ready.iterdir():
        here = root / path.name
        if here.is_file() and path.is_file():
            _add_lines(here, path)
        else:
            path.rename(here)


def _add_lines(here: Path, restored: Path) -> None:
    """Lines of the restored list that the one here lacks."""
    known = set(here.read_bytes().splitlines())
    missing = [line for line in restored.read_bytes().splitlines() if line not in known]
    if missing:
        with here.open("a+b") as target:
            append_lines(target, b"".join(line + b"\n" for line in missing))
