"""What many tests of a file begin with, made once for that file: a transaction around all of them, undone after the last.

Fixtures of the whole file open it; those of one test hand out copies of what they made (``copy.deepcopy``). Tests that ask for none of it
come first in their file (``tests/conftest.py``): once it is made, it is there for all that follow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

#: The fixtures that are made so.
FIXTURES = {"territory", "made_tree", "made_homes"}


@contextmanager
def for_the_file(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows written inside are there for the tests of one file; nothing of it stays in the cache."""
    with blocker.unblock(), translation.override("ar"), transaction.atomic():
        cache.clear()
        yield
        transaction.set_rollback(True)
    cache.clear()
