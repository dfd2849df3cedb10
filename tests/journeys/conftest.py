"""Browser tests: Debian's Chromium against a real server with the whole content.

Two processes share the work (``-n 2``): the database is built once, and each has a copy, a server and a browser of its own.
``JOURNEYS_FOLDER=/some/folder`` keeps the database there, so that a second run starts at once.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.conftest import require

from . import chromium
from .reader import Reader
from .server import Site, build, serving

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without Chromium one test stands for all, so that what is missing is said once. Pages are weighed first, before any journey adds to them."""
    ours = [item for item in items if HERE in item.path.parents]
    items.sort(key=lambda item: item.path.name != "test_first_visit.py")
    if chromium.installed() or not ours:
        return
    items[:] = [item for item in items if item not in ours[1:]]
    config.hook.pytest_deselected(items=ours[1:])


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is."""
    found = chromium.installed()
    require(found is not None, "Chromium", f"no test in a browser was run ({chromium.HOW_TO_GET_IT})")
    return found


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run see; pytest-xdist gives each a folder below it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def one_at_a_time(folder: Path, what: str) -> Iterator[None]:
    """What the first process makes here, the others find made."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def site(chromium_path: str, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal, served from a copy: what a reader changes here no other process sees."""
    built = Path(os.environ.get("JOURNEYS_FOLDER") or shared_folder / "built_site")
    with one_at_a_time(built, "build"):
        build(built)
    own = tmp_path_factory.mktemp("site")
    shutil.copytree(built, own, dirs_exist_ok=True)
    with serving(own) as served:
        yield served


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One driver for the whole run."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """One browser for the whole run; every test has a context, hence cookies and a cache, of its own."""
    opened = playwright.chromium.launch(executable_path=chromium_path, args=chromium.ARGUMENTS)
    yield opened
    opened.close()


@pytest.fixture
def open_reader(browser: Browser, site: Site) -> Iterator:
    """Make a reader: ``open_reader("ar", width=360, theme="dark")``. Her browser is closed at the end."""
    contexts: list[BrowserContext] = []

    def make(language: str = "ar", **choices) -> Reader:
        reader = Reader.arrive(browser, site, language, **choices)
        contexts.append(reader.context)
        return reader

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe(shared_folder: Path) -> str:
    """The accessibility checker, as text to run inside a page (a script tag would break the page's content policy)."""
    with one_at_a_time(shared_folder, "axe"):
        if not AXE.exists():
            npm = shutil.which("npm")
            require(npm is not None, "axe-core", "the accessibility tests need Node.js (Debian: apt-get install nodejs npm)")
            done = subprocess.run([npm, "ci", "--silent"], cwd=HERE, check=False, capture_output=True, text=True)
            require(done.returncode == 0, "axe-core", f"“npm ci” in tests/journeys failed: {done.stderr.strip()[-200:]}")
    return AXE.read_text()
