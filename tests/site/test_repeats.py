"""No public answer asks the same thing again and again: django-zeal watches every kind of page."""

import pytest
from django.core.cache import cache
from wagtail.models import Page
from zeal import NPlusOneError, zeal_context
from zeal.constants import initialize_app_registry
from zeal.patch import patch

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _watched() -> None:
    """Watch relations without making zeal an app of the portal."""
    initialize_app_registry()
    patch()


def test_the_watch_sees_a_repeated_query(site, settings) -> None:
    """Otherwise the next test would prove nothing."""
    settings.ZEAL_RAISE = True
    with pytest.raises(NPlusOneError), zeal_context():
        assert [page.locale.language_code for page in Page.objects.all()[:9]]


def test_no_answer_repeats_a_query(client, site, settings) -> None:
    settings.ZEAL_RAISE = True
    kinds = {}
    for page in site:
        if page.language == "fr":
            kinds.setdefault(page.kind, page.address)
    wrong = {}
    for address in kinds.values():
        cache.clear()
        try:
            with zeal_context():
                client.get(address)
        except NPlusOneError as error:
            wrong[address] = str(error).splitlines()[0]
    assert wrong == {}
