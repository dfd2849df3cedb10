"""Ground of every test: no cached fragment and no language leaks from one test to the next.

Three kinds of tests, run apart (tools/test): units on an empty database (everything but the two below), ``tests/site``
on a database with the whole content loaded once, ``tests/journeys`` in a browser against a server of their own.
"""

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

_APART = ("site", "journeys")


def pytest_ignore_collect(collection_path, config) -> bool | None:
    """``pytest`` alone runs the units; the two other kinds run when they are named."""
    for kind in _APART:
        folder = config.rootpath / "tests" / kind
        if collection_path == folder and not any(f"tests/{kind}" in argument for argument in config.args):
            return True
    return None


@pytest.fixture(autouse=True)
def _clean_ground() -> Iterator[None]:
    """Start with an empty cache and the default language."""
    cache.clear()
    with translation.override("ar"):
        yield


def require(present: bool, what: str, how: str) -> None:
    """Skip with one line that says what is missing and how to get it; fail when REQUIRE_ALL is set."""
    if present:
        return
    message = f"{what} is not here: {how}"
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail(message)
    pytest.skip(message)
