"""The territory and the facts of the regions, loaded once a module; each test's own changes are undone after it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction

from regions.loaders.programme import load_facts
from regions.loaders.reference import load_territory


def quiet(line: str) -> None:
    """A report nobody reads."""


@pytest.fixture(scope="module")
def territory(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Regions, provinces, communes, arrondissements and their spellings, and nothing else."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        load_territory(report=quiet, reset=False)
        cache.clear()
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
        cache.clear()


@pytest.fixture(scope="module")
def facts(territory, django_db_blocker) -> Iterator[None]:
    """The territory, and what the guide prints about each region."""
    with django_db_blocker.unblock():
        load_facts(report=quiet, reset=False)
        cache.clear()
        yield
