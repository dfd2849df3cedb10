"""Ground of every test: no cached fragment and no language leaks from one test to the next.

Three kinds of tests, run apart (tools/test): units on an empty database (everything but the two below), ``tests/site``
on a database with the whole content loaded once, ``tests/journeys`` in a browser against a server of their own.
"""

import copy
import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from portal.core import languages
from tests import made_once, migrated
from tests.flushing import empty_protected_tables

#: A machine that is busy at that moment is no fault of what is tested.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")

_APART = ("site", "journeys")
#: Fixtures by which a test without the mark reads a database: pytest-django's, and a server's own.
_DATABASE = {"db", "transactional_db", "live_server", "admin_client", "database_address"}

#: Files that take a minute and more: begun first, so that at the end no process waits for another's last file.
_LONG = ("test_sealed.py", "test_matrix.py", "test_hostile_staff.py", "test_groups.py", "test_localize_guards.py", "test_waiting.py")


def pytest_ignore_collect(collection_path, config) -> bool | None:
    """``pytest`` alone runs the units; the two other kinds run when they are named."""
    for kind in _APART:
        folder = config.rootpath / "tests" / kind
        if collection_path == folder and not any(f"tests/{kind}" in argument for argument in config.args):
            return True
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--database-only``: for a second run on another database, whose kind only the tests that read one can tell."""
    parser.addoption("--database-only", action="store_true", help="leave out the tests that read no database, or that one kind of it is enough for")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files first, and what is made once for a file after its other tests; leave out what reads no database, when only the others are wanted."""
    files = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (item.path.name not in _LONG, files[item.path], not made_once.FIXTURES.isdisjoint(item.fixturenames)))
    if not config.getoption("--database-only"):
        return
    reads = [item for item in items if item.get_closest_marker("django_db") or _DATABASE & set(item.fixturenames)]
    reading = [item for item in reads if not item.get_closest_marker("one_database")]
    config.hook.pytest_deselected(items=set(items) - set(reading))
    items[:] = reading


def pytest_collection_finish() -> None:
    """What was collected lasts until the end: no use in looking for garbage in it again and again (a twelfth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test database begins as a copy of one with all migrations."""
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():  # and no longer: a test without the mark would write for all those after it
            until_the_end.enter_context(migrated.copied())
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The first one is kept for those that come after."""
    with django_db_blocker.unblock():
        migrated.keep()


@pytest.fixture(autouse=True)
def _clean_ground() -> Iterator[None]:
    """Start with an empty cache and the default language."""
    cache.clear()
    with translation.override("ar"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _drawn_pages_tell_their_context() -> Iterator[None]:
    """``response.context`` of a page drawn once (portal.core.drawn), which renders a template the first time only: what it was given."""
    asked = Client.request

    def request(self: Client, **request: object) -> HttpResponse:
        response = asked(self, **request)
        if getattr(response, "context_data", None) is not None:
            response.context = response.context_data
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", request)
        yield


@pytest.fixture(autouse=True)
def _protected_tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real transactions, and before pytest-django empties the database."""
    marker = request.node.get_closest_marker("django_db")
    by_fixture = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not by_fixture and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    empty_protected_tables()


@pytest.fixture(scope="module")
def made_homes(django_db_setup, django_db_blocker) -> Iterator[dict[str, HomePage]]:
    """A live home in each language, Arabic being the original."""
    with made_once.for_the_file(django_db_blocker):
        yield _make_homes()


@pytest.fixture
def homes(made_homes, db) -> dict[str, HomePage]:
    """The same, a test's own."""
    return copy.deepcopy(made_homes)


def _make_homes() -> dict[str, HomePage]:
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages.codes()}
    arabic = Page.get_first_root_node().add_child(instance=HomePage(title="الرئيسية", slug="home", hero_title_1="مرحبا", locale=locales["ar"]))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": arabic})
    made = {"ar": arabic}
    for code in languages.codes()[1:]:
        copied = arabic.copy_for_translation(locales[code], alias=False)
        copied.save_revision().publish()
        made[code] = HomePage.objects.get(pk=copied.pk)
    return made


def require(present: bool, what: str, how: str) -> None:
    """Skip with one line that says what is missing and how to get it; fail when REQUIRE_ALL is set."""
    if present:
        return
    message = f"{what} is not here: {how}"
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail(message)
    pytest.skip(message)
