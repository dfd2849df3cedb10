"""Public pages kept whole: served without asking anything, never to the wrong reader, never after they changed."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path
from wagtail.documents.models import Document
from wagtail.models import Page, PageViewRestriction

from home.models import NewsIndexPage, NewsPage
from portal.core import generation
from portal.core.models import SiteNotice
from portal.core.page_cache import public_page
from portal.core.request_log import HEADER

#: What an editor may do to a page that nobody is to read any more.
WITHDRAWN: dict[str, Callable[[Page], object]] = {
    "unpublish": lambda page: page.unpublish(),
    "make_private": lambda page: PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN),
}
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
#: Renders of the views below, by address.
made: list[str] = []


def _page(request: HttpRequest, **headers: str) -> HttpResponse:
    made.append(request.get_full_path())
    return HttpResponse(f"page {len(made)}", headers=headers)


@public_page("page")
def plain(request: HttpRequest) -> HttpResponse:
    return _page(request)


@public_page()
def with_token(request: HttpRequest) -> HttpResponse:
    get_token(request)
    return _page(request)


@public_page()
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = _page(request)
    response.set_cookie("hers", "1")
    return response


@public_page()
def with_a_word(request: HttpRequest) -> HttpResponse:
    return _page(request, **{"Cache-Control": "no-store"})


@public_page()
def gone(request: HttpRequest) -> HttpResponse:
    response = _page(request)
    response.status_code = 410
    return response


urlpatterns = [
    path("ar/plain/", plain),
    path("ar/with-token/", with_token),
    path("ar/with-cookie/", with_cookie),
    path("ar/with-a-word/", with_a_word),
    path("ar/gone/", gone),
    path("ar/own/", _page),
]


@pytest.fixture(autouse=True)
def _on(settings, monkeypatch) -> None:
    monkeypatch.setattr(generation, "_raised", 0)  # by a test that travelled
    monkeypatch.setattr(generation, "_asked", (0, 0.0))  # two tests at the same standing moment make the same number
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_LATE_SECONDS, settings.PAGE_CACHE_PROXY_SECONDS = 300, 60, 5
    made.clear()


@pytest.fixture
def views(settings, monkeypatch) -> None:
    """The views above and no turns, so that no database is needed."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name.startswith("portal.core.page_cache") or "csrf" in name]
    monkeypatch.setattr(generation, "_turns", {})


def bodies(client: Client, address: str, times: int = 2, **headers: str) -> list[str]:
    return [client.get(address, **headers).content.decode() for _each in range(times)]


def test_a_public_page_is_made_once_and_then_asks_nothing(make_page, client, django_assert_num_queries) -> None:
    make_page("facts", title="حقائق")
    first = client.get("/ar/facts/")
    with django_assert_num_queries(0):
        second = Client().get("/ar/facts/")
    assert (second.content, dict(second.headers), HEADER in second.headers) == (first.content, dict(first.headers), False)
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=5, stale-while-revalidate=5"
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Content-Language"} <= set(second.headers)
    assert {"Cookie", "Save-Data", "Accept-Encoding"} <= set(second.headers["Vary"].split(", "))


def test_another_process_takes_it_from_the_cache_they_share(views) -> None:
    assert [Client().get("/ar/plain/").content for _process in range(3)] == [b"page 1"] * 3


@pytest.mark.parametrize("address", ["/ar/with-token/", "/ar/with-cookie/", "/ar/with-a-word/", "/ar/own/", "/ar/plain/?q=salon"])
def test_what_is_somebodys_own_is_kept_nowhere(views, address) -> None:
    assert bodies(Client(), address) == ["page 1", "page 2"]
    assert "public" not in Client().get(address).headers["Cache-Control"]


@pytest.mark.parametrize("withdraw", ["unpublish", "make_private"])
def test_proxies_are_told_that_a_page_was_withdrawn(make_page, client, withdraw) -> None:
    """Else they keep the page that stood there, and show it again when the portal is away."""
    page = make_page("facts", title="حقائق")
    kept = client.get("/ar/facts/")
    WITHDRAWN[withdraw](page)
    generation.next_generation()
    gone = client.get("/ar/facts/")
    control = "public, max-age=0, s-maxage=5"
    assert (kept.headers["Cache-Control"], gone.headers["Cache-Control"]) == (f"{control}, stale-while-revalidate=5", control)
    assert (gone.status_code, "حقائق" in gone.content.decode()) == ({"unpublish": 404, "make_private": 302}[withdraw], False)


def test_that_there_is_no_page_is_not_said_beyond_a_turn(views, monkeypatch) -> None:
    monkeypatch.setattr(generation, "_turns", {"call": lambda _at: NOON + dt.timedelta(seconds=3)})
    with time_machine.travel(NOON, tick=False):
        generation.next_generation()
        assert Client().get("/ar/gone/").headers["Cache-Control"] == "public, max-age=0, s-maxage=3"


def test_a_token_she_has_already_does_not_come_into_a_kept_page(views) -> None:
    client = Client()
    client.get("/ar/with-token/")
    assert "csrftoken" in client.cookies
    assert bodies(client, "/ar/with-token/") == ["page 2", "page 3"]


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_COOKIE": "text=larger"},
        {"HTTP_COOKIE": "theme=dark"},
        {"HTTP_SAVE_DATA": "on"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_HOST": "other.example"},
        {"QUERY_STRING": "page=2"},
        {"wsgi.url_scheme": "https"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_changes_the_page_keeps_it_apart(views, other) -> None:
    assert [*bodies(Client(), "/ar/plain/"), *bodies(Client(), "/ar/plain/", **other)] == ["page 1", "page 1", "page 2", "page 2"]


@pytest.mark.parametrize("cookie", ["text=huge", "theme=<b>", "csrftoken=abc", "language=fr"])
def test_cookies_that_change_nothing_share_the_page(views, cookie) -> None:
    assert [*bodies(Client(), "/ar/plain/", 1), *bodies(Client(), "/ar/plain/", 1, HTTP_COOKIE=cookie)] == ["page 1", "page 1"]


@pytest.mark.parametrize("known", [{"HTTP_COOKIE": "sessionid=abc"}, {"HTTP_COOKIE": "text=large; messages=x"}, {"HTTP_AUTHORIZATION": "Bearer x"}])
def test_whoever_may_be_known_gets_a_page_of_her_own(views, known) -> None:
    bodies(Client(), "/ar/plain/")
    hers = [Client().get("/ar/plain/", **known) for _each in range(2)]
    assert [(one.content, one.headers["Cache-Control"]) for one in hers] == [(b"page 2", "private, no-cache"), (b"page 3", "private, no-cache")]


def test_the_preview_of_an_editor_is_nobodys_public_page(make_page, client) -> None:
    made_page = make_page("facts", title="حقائق")
    client.force_login(User.objects.create_superuser("editor"))
    opened = client.get("/admin/").wsgi_request
    made_page.title = "ما لم ينشر بعد"
    seen = made_page.make_preview_request(original_request=opened)
    seen.render()
    assert (b"\xd9\x85\xd8\xa7 \xd9\x84\xd9\x85" in seen.content, seen.headers["Cache-Control"].startswith("public")) == (True, False)
    assert "ما لم ينشر" not in Client().get("/ar/facts/").content.decode()


def test_what_social_networks_hang_on_an_address_is_dropped_before_anything_reads_it(views) -> None:
    Client().get("/ar/plain/?fbclid=abc&page=2&utm_source=x")
    assert (bodies(Client(), "/ar/plain/?page=2&gclid=1"), made) == (["page 1", "page 1"], ["/ar/plain/?page=2"])


def test_a_reader_who_has_it_is_told_so_in_a_few_bytes(views) -> None:
    first = Client().get("/ar/plain/")
    again = Client().get("/ar/plain/", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    other = Client().get("/ar/plain/", HTTP_IF_NONE_MATCH='W/"another"')
    assert (again.status_code, again.content, again.headers["ETag"], again.headers["Cache-Control"]) == (
        304, b"", first.headers["ETag"], first.headers["Cache-Control"],
    )  # fmt: skip
    assert (other.status_code, other.content) == (200, first.content)


# It changes ----------------------------------------------------------------


def test_what_an_editor_does_shows_at_once(make_page, client, django_capture_on_commit_callbacks) -> None:
    page = make_page("facts", title="حقائق")
    client.get("/ar/facts/")
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "أخبار"
        page.save_revision().publish()
    changed = client.get("/ar/facts/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert ("أخبار" in changed, client.get("/ar/facts/").status_code) == (True, 404)


def test_an_alias_is_in_the_lists_at_once(homes, client, django_capture_on_commit_callbacks) -> None:
    """Wagtail makes it live without publishing it."""
    index = homes["ar"].add_child(instance=NewsIndexPage(title="أخبار", slug="news", locale=homes["ar"].locale))
    news = index.add_child(instance=NewsPage(title="خبر", slug="first", date="2026-11-01", locale=index.locale))
    before = client.get("/ar/news/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        news.create_alias(update_slug="second")
    after = client.get("/ar/news/").content.decode()
    assert [('"/ar/news/first/"' in html, '"/ar/news/second/"' in html) for html in (before, after)] == [(True, False), (True, True)]


def test_a_file_put_in_the_place_of_another_is_linked_at_once(make_page, client, django_capture_on_commit_callbacks) -> None:
    """Its address has the name of the file, and the old one is nobody's any more."""

    def linked() -> list[bool]:
        html = client.get("/ar/facts/").content.decode()
        return [f'"{address}"' in html for address in addresses]

    document = Document.objects.create(title="guide", file=ContentFile(b"x", name="guide.csv"))
    addresses = [document.url]
    make_page("facts", title="حقائق", body=[("downloads", [{"document": document, "title": "دليل", "language": "ar"}])])
    seen = [linked()]
    document.file = ContentFile(b"y", name="guide-2027.csv")
    addresses.append(document.url)
    with django_capture_on_commit_callbacks(execute=True):
        document.save()
    seen.append(linked())
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert [*seen, linked()] == [[True], [False, True], [False, False]]


def test_what_another_process_published_shows_within_a_moment(views) -> None:
    client = Client()
    with time_machine.travel(NOON, tick=False) as clock:
        bodies(client, "/ar/plain/")
        cache.set("content-generation", generation.current_generation() + 1, timeout=None)
        within = client.get("/ar/plain/").content
        clock.shift(0.6)
        after = client.get("/ar/plain/").content
    assert (within, after) == (b"page 1", b"page 2")


def test_a_notice_comes_and_goes_at_its_second(homes, client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        hour = dt.timedelta(hours=1)
        SiteNotice.objects.create(key="x", text={"ar": "نتوقف قليلا", "fr": "x"}, starts_at=NOON + hour, ends_at=NOON + 2 * hour)
        generation.next_generation()
        seen = []
        for moment in (dt.timedelta(), hour - dt.timedelta(seconds=1), hour, 2 * hour - dt.timedelta(seconds=1), 2 * hour):
            clock.move_to(NOON + moment)
            answer = client.get("/ar/")
            seen.append(("نتوقف قليلا" in answer.content.decode(), answer.headers["Cache-Control"].split(", ")[2]))
    assert seen == [(False, "s-maxage=5"), (False, "s-maxage=1"), (True, "s-maxage=5"), (True, "s-maxage=1"), (False, "s-maxage=5")]


def test_the_day_turns_at_midnight_in_morocco(views) -> None:
    before = dt.datetime(2026, 11, 22, 22, 59, 59, tzinfo=dt.UTC)  # 23:59:59 in Casablanca
    client = Client()
    with time_machine.travel(before, tick=False) as clock:
        seen = [client.get("/ar/plain/").content]
        clock.shift(1)
        seen.append(client.get("/ar/plain/").content)
    assert seen == [b"page 1", b"page 2"]
