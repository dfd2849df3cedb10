"""How many queries an answer takes: with every cache empty, and with its fragments warm."""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

#: The bars of the portal, for every public page.
COLD, WARM = 20, 8


def forget_everything() -> None:
    """The state of a process that has just started, in front of an empty cache."""
    cache.clear()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def statements(client: Client, address: str) -> list[str]:
    """The statements one answer takes; it must be a 200."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return [query["sql"] for query in asked.captured_queries]


def cold(client: Client, address: str) -> int:
    """Queries with every cache empty."""
    forget_everything()
    return len(statements(client, address))


def warm(client: Client, address: str) -> int:
    """Queries when somebody has just read the same page."""
    client.get(address)
    return len(statements(client, address))
