"""The application server of production (granian, two workers) in front of the bench's database, for as long as a block lasts."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.ground import free_port

ROOT = Path(__file__).resolve().parents[3]
WORKERS = 2
#: Requests that one worker works at; more wait at its door (decision 761).
THREADS = 4
#: Name under which the site answers; the client stands where the proxy that ends TLS would.
HOST = "portal.example"
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """Where it answers, what it has used, and the folder it lives in: ``log`` is there, and ``private/``."""

    port: int
    pid: int
    folder: Path

    def cpu_seconds(self) -> float:
        """Processor time of the workers so far."""
        return sum(_cpu_seconds(pid) for pid in _family(self.pid))

    def workers(self) -> list[int]:
        """The processes that answer: those that have an ear on the port, but for the one that started them."""
        return _family(self.pid)[1:]


@contextlib.contextmanager
def serving(*, workers: int = WORKERS, threads: int = THREADS, application: str = "portal.wsgi:application", **environment: str) -> Iterator[Server]:
    """A server on the database that ``DATABASE_URL`` names. ``environment`` is added to its own.

    Raises:
        RuntimeError: when it does not start; with the end of its log.
    """
    folder = Path(tempfile.mkdtemp(prefix="jisr-served-"))
    environment = {**os.environ, **_environment(folder), "PYTHONPATH": str(ROOT), **environment}
    try:
        for command in (["collectstatic", "--noinput"], ["migrate", "--run-syncdb"]):
            subprocess.run([sys.executable, "-m", "django", *command, "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
        port, log = free_port(), folder / "log"
        words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "granian", *words, "--respawn-failed-workers", "--respawn-interval", "0.5", application],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            _wait_for(port, log)
            yield Server(port, process.pid, folder)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path) -> dict[str, str]:
    """What production asks for, made up for this run."""
    made_up = {name: secrets.token_urlsafe(50) for name in ("SECRET_KEY", "DATA_KEYS", "LOOKUP_KEYS")}
    return made_up | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.baseline.settings",
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "1",
        "PRIVACY_AUTHORISATION": "BENCH",
        "BENCH_FOLDER": str(folder),
        "PRIVATE_ROOT": str(folder / "private"),
    }


def _wait_for(port: int, log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/robots.txt")
            return
        time.sleep(0.1)
    raise RuntimeError(log.read_text(encoding="utf-8")[-2000:])


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for child in children.read_text(encoding="ascii").split()] if children.exists() else []
    return [pid, *(one for child in found for one in _family(child))]


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK
