"""What falls while women apply: the database, Redis, workers, the disk. Nothing acknowledged is lost, and nobody has to help."""

import contextlib
import gzip
import hashlib
import io
import os
import re
import shlex
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from django.db import connection
from PIL import Image

from forms_app.applications.models import Submission, Upload
from tests.factories_forms import call, form

from .baseline.browser import Browser, NotShown
from .baseline.crowd import at_once
from .baseline.server import Server, serving
from .baseline.six_steps import DEFINITION, posted
from .ground import as_postgres, free_port
from .table import Table

WOMEN, UPLOADERS = 6, 2
#: Seconds after the end of a fault until somebody holds a receipt again; one whole application takes half of them on a busy machine.
_RECOVERED = 20
_REFERENCE = re.compile(rb"receipt__ref[^>]*>(\d{4}-\d{6}-\d)<")
_VERSION = re.compile(rb'name="wizard-version" value="(\d+)"')
_HAND_IN = {
    "title": {"ar": "وثيقة", "fr": "Document"},
    "steps": [
        {
            "key": "papers",
            "title": {"ar": "الوثائق", "fr": "Documents"},
            "questions": [
                {"key": "paper", "type": "file", "label": {"ar": "الوثيقة", "fr": "Document"}, "accept": ["image"], "max_files": 1, "required": True}
            ],
        }
    ],
}


@dataclass
class Day:
    """What the women saw: receipts with the moment each was shown, documents acknowledged, and pages of failures."""

    over: threading.Event = field(default_factory=threading.Event)
    given_up: bool = False
    receipts: list[tuple[float, str, str]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    seen: Counter = field(default_factory=Counter)
    strange: set[str] = field(default_factory=set)

    def note(self, failure: Exception) -> None:
        """A page that was not shown: her language, and what to do, must be on it."""
        if not isinstance(failure, NotShown):
            self.seen["no answer"] += 1
            return
        page = gzip.decompress(failure.page) if failure.page[:2] == b"\x1f\x8b" else failure.page
        self.seen[str(failure.status)] += 1
        if failure.status != 503 or b'<html lang="ar" dir="rtl">' not in page or "انتظري بضع دقائق".encode() not in page:
            self.strange.add(str(failure))


def measure(table: Table) -> None:
    """Each fault once, with people at work before, during and after it."""
    form("bench_six_steps", DEFINITION)
    form("bench_hand_in", _HAND_IN)
    made = call(slug="bench-faults", form_key="bench_six_steps")
    call(slug="bench-papers", form_key="bench_hand_in")
    day, rest = Day(), 2.0 if table.quick else 6.0
    with contextlib.ExitStack() as stack:
        redis = Redis(stack)
        server = stack.enter_context(serving(CACHE_URL=redis.url))
        faults: dict[str, Callable[[], object]] = {
            "database restarted": lambda: postgres("restart -m fast -w"),
            "database killed": lambda: postgres("restart -m immediate -w"),
            "database away": lambda: away(rest),
            "Redis stopped": lambda: (redis.stop(), time.sleep(rest), redis.start()),
            "a worker killed": lambda: os.kill(server.workers()[0], signal.SIGKILL),
            "all workers killed": lambda: [os.kill(worker, signal.SIGKILL) for worker in server.workers()],
        }
        if os.getuid() == 0:
            faults["disk of documents full"] = small_disk(stack, server.folder / "private", rest)
        else:
            print("  SKIPPED: a full disk needs root")
        live_through(table, server, day, faults, rest)
        tell(table, day, made, server)


def live_through(table: Table, server: Server, day: Day, faults: dict[str, Callable[[], object]], rest: float) -> None:
    """Let one thing after another happen to women at work; how long until one of them held a receipt again."""
    with ThreadPoolExecutor(1) as pool:
        crowd = pool.submit(at_once, WOMEN + UPLOADERS, lambda number: live(server, day, number))
        try:
            for name, happen in faults.items():
                time.sleep(rest)
                happen()
                ended = time.monotonic()
                while time.monotonic() < ended + 3 * _RECOVERED and not any(shown > ended for shown, *_what in day.receipts):
                    time.sleep(0.05)
                after = min((shown for shown, *_what in day.receipts if shown > ended), default=float("inf"))
                table.add(f"{name}: next receipt after", after - ended, "s", at_most=_RECOVERED)
        finally:
            day.over.set()
            wait([crowd], 6 * _RECOVERED)  # each finishes what she began
            day.given_up = True
            crowd.result()
            connection.close()


def tell(table: Table, day: Day, made: object, server: Server) -> None:
    """Everything acknowledged, looked for."""
    stored = dict(Submission.objects.filter(call=made).values_list("reference", "draft__public_id"))
    lost = [reference for _moment, reference, draft in day.receipts if stored.get(reference) != draft]
    sequences = sorted(int(reference[5:11]) for reference in stored)
    table.add("receipts shown", len(day.receipts), at_least=1)
    table.add("receipts shown that are not stored", len(lost), at_most=0)
    table.add("drafts with two references", len(stored) - len(set(stored.values())), at_most=0)
    table.add("numbers missing or given twice", sequences != list(range(1, len(sequences) + 1)), at_most=0)
    kept = {upload.draft.public_id: upload for upload in Upload.objects.select_related("draft").filter(removed_at=None)}
    gone = [draft for draft in day.documents if draft not in kept or not whole(server.folder / "private" / kept[draft].file.name, kept[draft].sha256)]
    table.add("documents acknowledged", len(day.documents), at_least=1)
    table.add("documents acknowledged that are not whole on the disk", len(gone), at_most=0)
    on_disk = sum(path.is_file() for path in (server.folder / "private" / "uploads").rglob("*"))
    table.add("files on the disk that no row names", on_disk - Upload.objects.exclude(file="").count(), at_most=0)
    table.add("pages of a failure that were not hers", len(day.strange), at_most=0)
    print("  seen meanwhile:", ", ".join(f"{count} x {what}" for what, count in sorted(day.seen.items())), *sorted(day.strange)[:5])


def whole(path: Path, digest: str) -> bool:
    """Whether the file is what was acknowledged."""
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def live(server: Server, day: Day, number: int) -> None:
    """One woman after another on the same telephone; each does what the page of a failure says: waits, and presses again."""
    browser = Browser(server)
    while not day.over.is_set():
        browser.forget()
        (apply if number < WOMEN else hand_in)(browser, day)


def again(browser: Browser, day: Day, act: Callable[[], str]) -> str:
    """What the act leads to, as often as it takes."""
    while True:
        try:
            return act()
        except (AssertionError, OSError, HTTPException) as failure:
            if day.given_up:
                raise
            day.note(failure)
            browser.connection.close()
            time.sleep(0.5)


def apply(browser: Browser, day: Day) -> None:
    """From the start to the receipt."""
    start = "/ar/apply/bench-faults/"
    again(browser, day, lambda: browser.get(start))
    address = again(browser, day, lambda: begin(browser, start))
    for step in DEFINITION["steps"]:
        answers = posted(step)
        address = again(browser, day, lambda here=address, key=step["key"], answers=answers: save(browser, here, key, answers))
    receipt = again(browser, day, lambda: send(browser, address))
    found = _REFERENCE.search(gzip.decompress(browser.page))
    assert found, "a receipt without its reference"
    day.receipts.append((time.monotonic(), found.group(1).decode(), receipt.split("/")[-3]))


def begin(browser: Browser, start: str) -> str:
    """Her first step. When the answer to an earlier try was lost, the portal asks about the file it already has of her: she goes on with it."""
    try:
        return browser.post(start, {"who": "me"})
    except NotShown:
        raise
    except AssertionError:
        return browser.post(start, {"who": "continue"})


def save(browser: Browser, address: str, step: str, answers: dict) -> str:
    """Open the step as it stands and save it."""
    browser.get(address)
    version = _VERSION.search(gzip.decompress(browser.page)).group(1).decode()
    return browser.post(address, {"wizard-current_step": step, "wizard-version": version, **answers})


def send(browser: Browser, check: str) -> str:
    """The page of her answers, and its button; a file that was sent already shows its receipt."""
    address = browser.get(check)
    return address if address.endswith("/receipt/") else browser.post(check, {"key": browser.sending_key()})


def hand_in(browser: Browser, day: Day) -> None:
    """One document, sent by the script of the step under a key of its own, until it is acknowledged."""
    start = "/ar/apply/bench-papers/"
    again(browser, day, lambda: browser.get(start))
    step = again(browser, day, lambda: begin(browser, start))
    picture = io.BytesIO()
    Image.frombytes("RGB", (120, 120), os.urandom(43_200)).save(picture, "JPEG")

    key = hashlib.sha256(picture.getvalue()).hexdigest()[:16]
    while not day.over.is_set():
        try:
            browser.send_file(f"{step}upload/", "paper", picture.getvalue(), {"wizard-key-paper": key})
        except (AssertionError, OSError, HTTPException) as failure:
            if isinstance(failure, NotShown) and failure.status == 400:
                day.seen["document refused in words"] += 1
            else:
                day.note(failure)
            browser.connection.close()
            time.sleep(0.5)
        else:
            day.documents.append(step.split("/")[-3])
            return


class Redis:
    """A real one, on a port of its own."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/1"
        self.start()
        stack.callback(self.stop)

    def start(self) -> None:
        self._process = subprocess.Popen(["redis-server", "--port", str(self._port), "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def postgres(verb: str) -> None:
    """Let the bench's own database server fall or rise."""
    folder = data_folder()
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[4]))[-1]
    as_postgres(f"'{programs}/pg_ctl' -D '{folder}' -l '{folder}/log' {verb} >/dev/null")


def away(rest: float) -> None:
    """Stop it, and start it later as it was."""
    options = shlex.split((Path(data_folder()) / "postmaster.opts").read_text(encoding="utf-8"))[3:]
    postgres("stop -m fast -w")
    time.sleep(rest)
    postgres(f"start -w -o '{' '.join(options)}'")


def data_folder(found: list[str] = []) -> str:  # noqa: B006 - asked once, while it can answer
    if not found:
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            found.append(cursor.fetchone()[0])
        connection.close()
    return found[0]


def small_disk(stack: contextlib.ExitStack, folder: Path, rest: float) -> Callable[[], None]:
    """Put a disk of eight megabytes under the documents; the fault fills it for a while."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=True)
    stack.callback(subprocess.run, ["umount", str(folder)], check=True)

    def fill() -> None:
        filler = folder / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
        time.sleep(rest)
        filler.unlink()

    return fill
