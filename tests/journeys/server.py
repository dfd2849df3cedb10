"""A real server on a database of its own, for the browser: built once a run, stopped by its own process id.

``python -m tests.journeys.server FOLDER`` builds it ahead, where there is a browser to read it.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import migrated

from . import chromium

ROOT = Path(__file__).resolve().parent.parent.parent
#: Seconds a slow machine may need to start the server.
START_SECONDS = 90


@dataclass(frozen=True)
class Site:
    """Where the portal answers and where its data lies."""

    url: str
    database: Path

    def rows(self, query: str, *values: object) -> list[tuple]:
        """Look into the database behind the server, without changing it."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(query, values).fetchall()


def environment(folder: Path, settings: str) -> dict[str, str]:
    """What the two processes below need to know."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "CACHE_URL": "locmemcache://",
    }


def build(folder: Path) -> None:
    """Make the database, unless the folder was kept from an earlier run (JOURNEYS_FOLDER)."""
    done = folder / "built"
    if done.exists():
        return
    (folder / "media").mkdir(parents=True, exist_ok=True)
    (folder / "site.sqlite3").unlink(missing_ok=True)
    migrated.copy_to(folder / "site.sqlite3")
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment(folder, "portal.settings.dev"), check=True)
    done.touch()


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Start the application server of production and stop it at the end."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "portal.wsgi:application"]
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, "tests.journeys.settings"), stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}/robots.txt", process, log)
        yield Site(url=f"http://127.0.0.1:{port}", database=folder / "site.sqlite3")
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
    raise RuntimeError(f"The server did not answer. Its last words:\n{log.read_text()[-3000:]}")


if __name__ == "__main__" and chromium.installed():
    build(Path(sys.argv[1]))
