"""The first address, display choices, pages without a translation, robots."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import PageViewRestriction

from portal.core.generation import next_generation
from portal.core.models import SiteNotice
from portal.core.navigation import translations_of

pytestmark = pytest.mark.django_db


# `/` ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "cookie", "target"),
    [({}, "", "/ar/"), ({"accept-language": "rif-Tfng,fr"}, "", "/zgh/"), ({"accept-language": "fr"}, "zgh", "/zgh/"), ({"accept-language": "de"}, "", "/ar/")],
)
def test_the_first_address_leads_to_the_readers_language(client: Client, headers: dict, cookie: str, target: str) -> None:
    client.cookies["language"] = cookie
    response = client.get("/", headers=headers)
    assert (response.status_code, response.url) == (302, target)
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].replace(" ", "").split(","))
    assert "private" in response.headers["Cache-Control"]


# Display choices -----------------------------------------------------------------


def choose(client: Client, headers: dict | None = None, **data: str):
    return client.post("/fr/display/", data, headers=headers or {})


@pytest.mark.parametrize(("name", "value"), [("text", "large"), ("text", "normal"), ("theme", "dark"), ("theme", "auto")])
def test_a_display_choice_is_kept_a_year(client: Client, name: str, value: str) -> None:
    response = choose(client, **{name: value, "next": "/fr/where/?q=agadir"})
    cookie = response.cookies[name]
    assert (response.status_code, response.url) == (302, "/fr/where/?q=agadir")
    assert (cookie.value, cookie["max-age"], cookie["samesite"], bool(cookie["secure"])) == (value, 365 * 24 * 3600, "Lax", False)


def test_over_https_the_cookie_is_secure(client: Client) -> None:
    assert client.post("/fr/display/", {"theme": "dark"}, secure=True).cookies["theme"]["secure"] is True


@pytest.mark.parametrize("value", ["", "huge", "dark; path=/", "<script>", "x" * 1000])
def test_any_other_choice_sets_nothing(client: Client, value: str) -> None:
    response = choose(client, text=value, theme=value)
    assert (response.status_code, dict(response.cookies)) == (302, {})


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "",
        "\x00",
        " //evil.example",
    ],
)
def test_the_way_back_never_leaves_the_site(client: Client, target: str) -> None:
    assert choose(client, theme="dark", next=target).url == "/fr/"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
        ({"sec-fetch-site": "same-origin"}, 302),
        ({"origin": "http://testserver"}, 302),
        ({}, 302),
    ],
)
def test_only_forms_of_this_site_may_choose(client: Client, headers: dict, status: int) -> None:
    response = choose(client, headers, theme="dark")
    assert (response.status_code, "theme" in response.cookies) == (status, status == 302)


def test_a_link_cannot_choose(client: Client) -> None:
    assert client.get("/fr/display/?theme=dark").status_code == 405


def test_the_choice_is_on_the_page_and_a_forged_one_is_not(client: Client, homes) -> None:
    client.cookies["theme"], client.cookies["text"] = "dark", 'x" onload="alert(1)'
    html = client.get("/fr/").content.decode()
    assert '<html lang="fr" dir="ltr" data-theme="dark">' in html


def test_with_save_data_no_web_font_is_asked_for(client: Client, homes) -> None:
    found = {value: "css/fonts.css" in client.get("/fr/", headers={"save-data": value}).content.decode() for value in ("", "on", "ON", "off")}
    assert found == {"": True, "on": False, "ON": False, "off": True}


# A page that has no translation ------------------------------------------------------


def untranslated(client: Client, page, language: str = "fr"):
    return client.get(f"/{language}/untranslated/{page.pk}/")


def test_the_switcher_leads_to_the_translation_or_says_there_is_none(client: Client, make_page, translate) -> None:
    page = make_page("facts")
    translate(page, "fr")
    html = client.get("/ar/facts/").content.decode()
    assert 'href="/fr/facts/" lang="fr" hreflang="fr"' in html
    assert f'href="/zgh/untranslated/{page.pk}/" lang="zgh">' in html


def test_it_says_so_in_the_readers_language_and_offers_what_exists(client: Client, make_page, translate) -> None:
    page = make_page("facts", title="حقائق")
    translate(page, "fr")
    response = untranslated(client, page, "zgh")
    html = response.content.decode()
    assert (response.status_code, '<html lang="zgh" dir="ltr">' in html) == (200, True)
    assert '<bdi lang="ar" dir="rtl">حقائق</bdi>' in html
    assert 'href="/ar/facts/" lang="ar" hreflang="ar" dir="rtl"' in html
    assert 'href="/fr/facts/" lang="fr" hreflang="fr" dir="ltr"' in html


def test_once_translated_it_leads_there(client: Client, make_page, translate) -> None:
    page = make_page("facts")
    translate(page, "fr")
    response = untranslated(client, page)
    assert (response.status_code, response.url) == (302, "/fr/facts/")


def test_a_public_page_leads_nobody_to_its_private_translation(client: Client, make_page, translate) -> None:
    """The way to the French was the way to the staff's sign-in, and search engines were told of it."""
    page = make_page("facts", title="حقائق")
    french = translate(page, "fr", "Faits")
    translate(page, "zgh", "ⵉⵎⵓⵔⴰⵏ")
    PageViewRestriction.objects.create(page=french, restriction_type="login")
    next_generation()
    html, there = client.get("/ar/facts/").content.decode(), untranslated(client, page)
    named = ["/fr/facts/" in html, f'href="/fr/untranslated/{page.pk}/"' in html, 'hreflang="zgh"' in html]
    assert (named, there.status_code, "/fr/facts/" in there.content.decode()) == ([False, True, True], 200, False)
    assert list(translations_of(french)) == ["ar", "fr", "zgh"]  # who may read it finds the others


def test_nothing_is_told_of_drafts_aliases_private_or_unknown_pages(client: Client, make_page) -> None:
    draft, private = make_page("draft", live=False), make_page("private")
    below = make_page("below", parent=private)
    alias = make_page("source").create_alias(update_slug="alias")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert [untranslated(client, page).status_code for page in (draft, private, below, alias)] == [404] * 4
    assert client.get("/fr/untranslated/999999999/").status_code == 404
    assert client.get("/fr/untranslated/99999999999999999999/").status_code == 404


# For machines -------------------------------------------------------------------------


def test_robots_may_not_enter_files_in_progress(client: Client) -> None:
    lines = client.get(reverse("robots")).content.decode().splitlines()
    closed = [f"/{code}/{part}/" for code in ("ar", "fr", "zgh") for part in ("apply", "resume", "r", "track", "search", "untranslated")]
    assert lines == ["User-agent: *", "Disallow: /admin/", *(f"Disallow: {path}" for path in closed), "Sitemap: http://testserver/sitemap.xml"]


# Site-wide notices -----------------------------------------------------------------------

NOTICE = {"ar": "التسجيل مجاني.", "fr": "L’inscription est gratuite."}


def shows(client: Client, language: str = "fr") -> bool:
    return NOTICE["fr" if language == "fr" else "ar"] in client.get(f"/{language}/").content.decode()


def test_a_notice_is_shown_between_its_moments_and_appears_by_itself(client: Client, homes) -> None:
    """Nobody publishes at midnight: the kept fragment must not outlive the hour by more than seconds."""
    now = timezone.now().replace(microsecond=0)
    hour = timezone.timedelta(hours=1)
    SiteNotice.objects.create(key="x", text=NOTICE, starts_at=now + hour, ends_at=now + 2 * hour)
    seen = []
    for moment in (now, now + hour + timezone.timedelta(seconds=16), now + 2 * hour + timezone.timedelta(seconds=16)):
        with travel(moment, tick=False):
            seen.append(shows(client))
    assert seen == [False, True, False]


def test_a_notice_without_the_readers_language_is_marked_as_what_it_is(client: Client, homes) -> None:
    SiteNotice.objects.create(key="x", text=NOTICE)
    html = client.get("/zgh/").content.decode()
    assert f'<p lang="ar" dir="rtl">{NOTICE["ar"]}</p>' in html
    assert shows(client, "ar")
