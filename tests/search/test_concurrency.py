"""Pages published at the same instant share words. Needs a database that locks rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, F

from search.database import store
from search.documents import SearchDocument
from search.models import SearchEntry, SearchWord

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]

_WORDS = [first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aiou" for last in ("lika", "nora", "rim")]


def _publish(number: int) -> None:
    words = _WORDS[number:] + _WORDS[:number]
    body = " ".join(words if number % 2 else reversed(words))
    try:
        for turn in range(5):
            origin = f"test:{number}-{turn}"
            document = SearchDocument(id=f"{origin}:fr", origin=origin, language="fr", title="Safran", type="page", url=f"/fr/{number}-{turn}/", body=body)
            store.write([document])
    finally:
        connection.close()


def test_pages_published_at_once_are_all_found_and_their_words_all_counted():
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_publish, range(4)))
    assert SearchEntry.objects.count() == 20
    words = SearchWord.objects.filter(token__in=_WORDS)
    assert set(words.values_list("count", flat=True)) == {20}
    assert not words.filter(keys__key=F("token")).annotate(times=Count("keys")).filter(times__gt=1).exists()
