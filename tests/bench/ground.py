"""A database of its own for one run: a PostgreSQL started for it and thrown away, or a SQLite file."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database, until the block ends.

    Raises:
        LookupError: when PostgreSQL is asked for and its programs are not on this machine.
    """
    folder = Path(tempfile.mkdtemp(prefix="jisr-bench-"))
    try:
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'bench.sqlite3'}"
        else:
            with _postgresql(folder) as address:
                yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        raise LookupError("PostgreSQL is not here: apt-get install postgresql, or run with --database sqlite")
    programs, data, port = found[-1].parent, folder / "pg", free_port()
    folder.chmod(0o755)
    data.mkdir()
    if os.getuid() == 0:
        shutil.chown(data, "postgres")
    as_postgres(f"'{programs}/initdb' -D '{data}' --locale=C.UTF-8 --encoding=UTF8 --auth=trust --username=portal >/dev/null")
    # As a small server would have it, with what is committed really on disk.
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data} -c shared_buffers=256MB -c max_wal_size=4GB"
    as_postgres(f"'{programs}/pg_ctl' -D '{data}' -l '{data}/log' -o '{options}' -w start >/dev/null")
    try:
        as_postgres(f"'{programs}/createdb' -h 127.0.0.1 -p {port} -U portal bench")
        yield f"postgres://portal@127.0.0.1:{port}/bench"
    finally:
        as_postgres(f"'{programs}/pg_ctl' -D '{data}' -m immediate stop >/dev/null")


def as_postgres(command: str) -> None:
    """PostgreSQL refuses to run as root."""
    words = ["su", "postgres", "-s", "/bin/bash", "-c", command] if os.getuid() == 0 else ["/bin/bash", "-c", command]
    subprocess.run(words, check=True, cwd="/")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
