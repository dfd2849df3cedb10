"""The whole site, loaded once: territory, programme, samples, groups. Pages are fetched once and read by many tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from wagtail.models import Page, get_page_models

from portal.core import languages
from portal.core.navigation import page_url

COMMANDS = ("load_reference", "load_programme", "load_samples", "sync_groups")
#: Views that are read like pages, below each language.
VIEWS = (
    *("where/", "where/?region=souss-massa", "where/?q=agadir", "calls/", "calls/?state=open&kind=associations&region=souss-massa&closing=30"),
    *("calls/registration-sample/", "search/", "search/?q=jisr", "track/", "resume/", "statistics/"),
)


@dataclass
class Fetched:
    """One address as a reader gets it. ``page`` is ``None`` for a view."""

    address: str
    language: str
    status: int
    html: str
    page: Page | None = None

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The answer, parsed."""
        return BeautifulSoup(self.html, "html.parser")

    @property
    def kind(self) -> str:
        """The page type, or the view's address below its language."""
        return self.page.specific_class.__name__ if self.page else self.address.split("/", 2)[2]

    def __repr__(self) -> str:
        return self.address


def our_page_types() -> list[type[Page]]:
    """Every page type of the portal."""
    return [model for model in get_page_models() if model is not Page and not model.__module__.startswith("wagtail")]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """After the migrations, the content: what ``make run`` loads."""
    with django_db_blocker.unblock(), translation.override("ar"):
        for command in COMMANDS:
            call_command(command, verbosity=0)


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker) -> list[Fetched]:
    """Every live page in every language, and the views, each fetched once by an anonymous reader."""
    client = Client()
    cache.clear()
    fetched = []
    with django_db_blocker.unblock(), translation.override("ar"):
        live = Page.objects.live().filter(depth__gte=2).select_related("locale", "content_type").order_by("path")
        for page in live:
            fetched.append(_fetch(client, page_url(page, page.locale.language_code), page.locale.language_code, page))
        for language in languages.codes():
            fetched += [_fetch(client, f"/{language}/{view}", language) for view in VIEWS]
    return fetched


def _fetch(client: Client, address: str, language: str, page: Page | None = None) -> Fetched:
    response = client.get(address)
    return Fetched(address, language, response.status_code, response.content.decode(), page)


@pytest.fixture
def pages(site) -> list[Fetched]:
    """Those of the tree."""
    return [fetched for fetched in site if fetched.page]


@pytest.fixture
def client(db) -> Iterator[Client]:
    """An anonymous reader, on the database."""
    return Client()
