"""An address that a page had leads to where the page is now; one that leads nowhere is not found, and never leads to itself."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

pytestmark = pytest.mark.django_db
NOT_FOUND = (404, None)


@pytest.fixture
def rename(django_capture_on_commit_callbacks) -> Callable[..., None]:
    """``rename(page, "b", "a")``: one name after the other, each published."""

    def do(page: Page, *slugs: str) -> None:
        for slug in slugs:
            renamed = type(page).objects.get(pk=page.pk)
            renamed.slug = slug
            with django_capture_on_commit_callbacks(execute=True):
                renamed.save_revision().publish()

    return do


@pytest.fixture
def unpublish(django_capture_on_commit_callbacks) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            type(page).objects.get(pk=page.pk).unpublish()

    return do


def answers(client: Client, *addresses: str) -> list[tuple[int, str | None]]:
    """Status of each, and where it leads."""
    return [(answer.status_code, answer.headers.get("Location")) for answer in map(client.get, addresses)]


def test_names_that_a_page_had_lead_to_it_in_each_language(client: Client, make_page, translate, rename) -> None:
    page = make_page("one", title="حقائق")
    french = translate(page, "fr")
    for one in (page, french):
        rename(one, "two", "three")
    assert answers(client, "/ar/one/", "/ar/two/?q=1", "/fr/one/", "/fr/three/") == [
        (301, "/ar/three/"), (301, "/ar/three/"), (301, "/fr/three/"), (200, None),
    ]  # fmt: skip


def test_a_page_that_took_its_first_name_back_does_not_lead_to_itself_when_it_is_taken_back(client: Client, make_page, rename, unpublish) -> None:
    page = make_page("one", title="حقائق")
    rename(page, "two", "one")
    before = answers(client, "/ar/one/", "/ar/two/")
    unpublish(page)
    assert (before, answers(client, "/ar/one/", "/ar/two/")) == ([(200, None), (301, "/ar/one/")], [NOT_FOUND, NOT_FOUND])


def test_two_pages_that_changed_names_do_not_lead_to_each_other_without_end(client: Client, make_page, rename, unpublish) -> None:
    one, two = make_page("one", title="أ"), make_page("two", title="ب")
    rename(one, "other")
    rename(two, "one", "three")
    rename(one, "two")
    rename(two, "one")
    for page in (one, two):
        unpublish(page)
    assert answers(client, "/ar/one/", "/ar/two/") == [NOT_FOUND, NOT_FOUND]


@pytest.mark.parametrize("link", ["/ar/nothing/", "/ar/nothing", "http://testserver/ar/nothing/"])
def test_a_redirect_that_an_editor_made_to_itself_is_none(client: Client, homes, link: str) -> None:
    Redirect.add_redirect("/ar/nothing/", redirect_to=link)
    Redirect.add_redirect("/ar/elsewhere/", redirect_to="https://social.gov.ma/ar/elsewhere/")
    assert answers(client, "/ar/nothing/", "/ar/elsewhere/") == [NOT_FOUND, (301, "https://social.gov.ma/ar/elsewhere/")]
