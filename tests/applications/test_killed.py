"""The server is killed, again and again, while files are being sent: no receipt that was shown is lost, none shows what is not stored.

A real server process on a real database (``kill -9``), SQLite's file or PostgreSQL, whichever the run is for.
"""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest
import requests
from django.conf import settings

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent.parent
DRAFTS, CLIENTS, KILLS = 60, 4, 5
_REFERENCE = re.compile(r"receipt__ref[^>]*>(\d{4}-\d{6}-\d)<")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as Unix does")


@pytest.fixture
def database_address(tmp_path):
    """A database of the kind the run is for, on the disk, without a row of any other test."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        migrated.copy_to(tmp_path / "killed.sqlite3")
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    where = {name: database[key] for name, key in (("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("password", "PASSWORD")) if database[key]}
    name = f"killed_{os.getpid()}"
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as admin:
        kept = migrated.name() if admin.execute(migrated.IS_THERE, [migrated.name()]).fetchone() else "template1"
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{kept}"')
        try:
            password = f":{where['password']}" if where.get("password") else ""
            yield f"postgres://{where['user']}{password}@{where.get('host', '127.0.0.1')}:{where.get('port', 5432)}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Server:
    """The application server of production, in a process group of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment, self.log = environment, log
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "portal.wsgi:application"]
        with self.log.open("a") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with suppress(requests.RequestException):
                requests.get(f"{self.url}/robots.txt", timeout=5)
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text()[-2000:])

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def send(url: str, draft: dict[str, str]) -> str:
    """Send one file as a browser does; the reference its receipt shows, empty when the server answered something else."""
    browser = requests.Session()
    browser.cookies.set("file", draft["cookie"])
    page = browser.get(url + draft["path"], timeout=10)
    found = _REFERENCE.search(page.text)
    if found:
        return found.group(1)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    if token is None:
        return ""
    receipt = browser.post(url + draft["path"], {"csrfmiddlewaretoken": token.group(1), "key": draft["key"]}, timeout=10)
    found = _REFERENCE.search(receipt.text)
    return found.group(1) if found and receipt.ok else ""


def test_killing_the_server_loses_no_receipt_that_was_shown_and_shows_none_that_is_not_stored(database_address, tmp_path):
    environment = {**os.environ, "DATABASE_URL": database_address, "DJANGO_SETTINGS_MODULE": "tests.journeys.settings", "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [sys.executable, "-m", "tests.applications.killed_ground", str(DRAFTS)], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    drafts = [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]
    server = Server(environment, tmp_path / "server.log")
    shown: dict[str, set[str]] = {draft["path"]: set() for draft in drafts}
    waiting, done = list(drafts), threading.Event()

    def client() -> None:
        while waiting and not done.is_set():
            draft = random.choice(waiting)
            with suppress(requests.RequestException):
                reference = send(server.url, draft)
                if reference:
                    shown[draft["path"]].add(reference)
                    with suppress(ValueError):
                        waiting.remove(draft)
                    continue
            time.sleep(0.02)

    clients = [threading.Thread(target=client, daemon=True) for _each in range(CLIENTS)]
    try:
        server.start()
        for one in clients:
            one.start()
        interrupted = 0
        for _kill in range(KILLS):
            time.sleep(random.uniform(0.05, 0.6))
            interrupted += bool(waiting)
            server.kill()
            server.start()
        for one in clients:
            one.join(60)
        done.set()
        again = {draft["path"]: send(server.url, draft) for draft in drafts}
    finally:
        done.set()
        server.kill()
    assert interrupted > 0, "everything was sent before the first kill: nothing was shown by this run"
    assert {path: references for path, references in shown.items() if references != {again[path]}} == {}
    sequences = sorted(int(reference[5:11]) for reference in again.values())
    assert sequences == list(range(1, DRAFTS + 1)), "a number was lost or given twice"
