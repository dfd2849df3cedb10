"""From an address to a page: in few queries, never in another language, never past a restriction."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from portal.core.generation import next_generation
from portal.core.routing import find_page

pytestmark = pytest.mark.django_db
SECRET = "ما لا يراه كل الناس"


def ask(client: Client, address: str) -> tuple[int, list[str]]:
    """Status, and the statements it took."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
    return response.status_code, [query["sql"] for query in asked.captured_queries]


def test_a_public_page_is_served_without_asking_for_restrictions(client: Client, make_page) -> None:
    """Red without upstream/view_restrictions: Wagtail asks for them at every page served."""
    make_page("facts")
    client.get("/ar/facts/")
    status, statements = ask(client, "/ar/facts/")
    assert (status, [sql for sql in statements if "pageviewrestriction" in sql]) == (200, [])


def test_finding_a_page_costs_two_queries_at_any_depth(make_page) -> None:
    """Stock routing pays for every level."""
    page, path = None, ""
    find_page(language="ar", path="")
    for depth in range(4):
        page = make_page(f"level-{depth}", parent=page)
        path += f"level-{depth}/"
        with CaptureQueriesContext(connection) as asked:
            assert find_page(language="ar", path=path) == page
        assert len(asked) == 2


def test_the_page_found_is_the_one_served(client: Client, make_page, translate) -> None:
    page = make_page("facts", title="حقائق")
    translate(page, "fr", "Faits")
    assert {path: client.get(path).status_code for path in ("/ar/facts/", "/fr/facts/", "/zgh/facts/", "/ar/facts")} == {
        "/ar/facts/": 200, "/fr/facts/": 200, "/zgh/facts/": 404, "/ar/facts": 301,
    }  # fmt: skip
    assert "<title>Faits" in client.get("/fr/facts/").content.decode()
    assert client.head("/ar/facts/").status_code == 200


@pytest.mark.parametrize("address", ["/fr/", "/fr/facts/"])
def test_without_a_live_french_home_there_is_no_french_page(client: Client, homes, make_page, translate, address: str) -> None:
    """Wagtail alone answers 200 with the Arabic home inside <html lang="fr">."""
    translate(make_page("facts", title=SECRET), "fr")
    homes["fr"].unpublish()
    next_generation()
    response = client.get(address)
    html = response.content.decode()
    assert (response.status_code, '<html lang="fr" dir="ltr">' in html, SECRET in html) == (404, True, False)


def test_without_any_french_home_there_is_no_french_page(client: Client, homes) -> None:
    homes["fr"].delete()
    next_generation()
    assert [client.get(path).status_code for path in ("/fr/", "/ar/", "/zgh/")] == [404, 200, 200]


def test_a_draft_is_nowhere(client: Client, make_page) -> None:
    make_page("draft", live=False)
    assert client.get("/ar/draft/").status_code == 404


def test_a_page_below_a_draft_keeps_its_address(client: Client, make_page) -> None:
    """An index taken back for an hour must not take the printed addresses below it."""
    make_page("below", parent=make_page("draft", live=False))
    assert client.get("/ar/draft/below/").status_code == 200


def test_without_a_site_every_address_is_a_404(client: Client, homes) -> None:
    Site.objects.all().delete()
    next_generation()
    assert client.get("/ar/").status_code == 404


# Private pages -----------------------------------------------------------------------


@pytest.fixture
def private(make_page) -> tuple[Page, Page]:
    """A page to be restricted, and one below it."""
    page = make_page("private", summary=SECRET)
    return page, make_page("below", parent=page, summary=SECRET)


def restrict(page: Page, kind: str, **fields: object) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)
    next_generation()
    return restriction


def seen(client: Client) -> list[bool]:
    """Whether the page, and the one below it, show their words."""
    return [SECRET in client.get(address).content.decode() for address in ("/ar/private/", "/ar/private/below/")]


def test_a_public_page_shows_its_words(client: Client, private) -> None:
    """Else the tests below would prove nothing."""
    assert seen(client) == [True, True]


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_private_page_and_those_below_it_are_hidden(client: Client, private, kind: str) -> None:
    """Also from one request to the next, with every cache warm."""
    restrict(private[0], kind, password="sesame")
    assert seen(client) == [False, False]
    assert seen(client) == [False, False]


def test_only_what_is_below_is_hidden(client: Client, private, make_page) -> None:
    make_page("private-not", summary=SECRET)
    restrict(private[1], "login")
    assert seen(client) == [True, False]
    assert SECRET in client.get("/ar/private-not/").content.decode()


def test_a_login_page_sends_to_the_login_and_back(client: Client, private) -> None:
    restrict(private[0], "login")
    response = client.get("/ar/private/below/")
    assert (response.status_code, response.url) == (302, "/admin/login/?next=/ar/private/below/")
    assert client.get(response.url).status_code == 200
    client.force_login(User.objects.create_user("reader"))
    assert seen(client) == [True, True]


def test_a_group_page_is_for_its_group(client: Client, private) -> None:
    group, reader = Group.objects.create(name="readers"), User.objects.create_user("reader")
    restrict(private[0], "groups").groups.add(group)
    client.force_login(reader)
    assert seen(client) == [False, False]
    reader.groups.add(group)
    assert seen(client) == [True, True]


def test_a_password_opens_a_page(client: Client, private) -> None:
    restriction = restrict(private[0], "password", password="sesame")
    answer = client.get("/ar/private/below/")
    where = f"/ar/_util/authenticate_with_password/{restriction.pk}/{private[1].pk}/"
    assert where in answer.content.decode()
    client.post(where, {"password": "wrong", "return_url": "/ar/private/below/"})
    assert seen(client) == [False, False]
    client.post(where, {"password": "sesame", "return_url": "/ar/private/below/"})
    assert seen(client) == [True, True]


def test_a_page_made_private_is_hidden_at_once(client: Client, private, django_capture_on_commit_callbacks) -> None:
    assert seen(client) == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=private[0], restriction_type="login")
    assert seen(client) == [False, False]


def test_private_pages_are_in_no_list(client: Client, private) -> None:
    restrict(private[0], "login")
    cache.clear()
    for address in ("/sitemap.xml", "/ar/search/?q=private"):
        assert "/ar/private/" not in client.get(address).content.decode()
