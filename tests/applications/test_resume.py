"""The private link and "finish later": her own way back, useless to whoever only looks at it."""

import logging
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client

from forms_app.applications.access import COOKIE, LINK_COOKIE
from forms_app.applications.models import Draft
from portal.core.outbox import names_programme, sms_parts
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED, call

pytestmark = pytest.mark.django_db


def link_of(client: Client, base: str) -> str:
    """The private link as "finish later" offers it."""
    ways = client.get(f"{base}finish-later/").context["ways"]
    message = parse_qs(urlsplit(ways[0]["url"]).query)["text"][0]
    return urlsplit(message[message.index("http") :]).path


def test_the_link_opens_the_file_after_one_touch(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base, ("you",))
    other = Client()
    first = other.get(link_of(client, base))
    page = other.get(first.headers["Location"])
    opened = other.post("/ar/r/")
    assert (first.status_code, first.headers["Location"], page.status_code, opened.headers["Location"]) == (302, "/ar/r/", 200, f"{base}situation/")
    assert other.get(f"{base}you/").context["form"].initial["full_name"] == POSTED["you"]["full_name"]
    assert [answer.headers["Referrer-Policy"] for answer in (first, page, opened)] == ["no-referrer", "same-origin", "same-origin"]


def test_a_preview_learns_nothing_and_uses_nothing_up(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base, ("you",))
    link = link_of(client, base)
    robot = Client()
    seen = [robot.head(link), robot.get(link), robot.get("/ar/r/")]
    wrong = Client()
    wrong.get("/ar/r/not-a-token/")
    told = wrong.get("/ar/r/")
    assert (seen[0].cookies.get(LINK_COOKIE), COOKIE in robot.cookies, POSTED["you"]["full_name"] in seen[2].content.decode()) == (None, False, False)
    assert (told.status_code, seen[2].status_code) == (200, 200), "a link that opens something and one that does not look alike"
    assert wrong.post("/ar/r/").status_code == 404
    later = Client()
    later.get(link)
    assert later.post("/ar/r/").status_code == 302


def test_the_token_is_in_no_later_address_and_in_no_page(client, open_call):  # noqa: F811
    base = begin(client)
    link = link_of(client, base)
    token = link.removeprefix("/ar/r/").strip("/")
    other = Client()
    pages = [other.get(link), other.get("/ar/r/"), other.post("/ar/r/")]
    assert [token in page.content.decode() + page.headers.get("Location", "") for page in pages] == [False] * 3


def test_the_token_is_not_logged(client, open_call, caplog):  # noqa: F811
    base = begin(client)
    link = link_of(client, base)
    with caplog.at_level(logging.DEBUG):
        Client().get(link)
        Client().get("/ar/r/not-a-token/extra/")
    token = link.removeprefix("/ar/r/").strip("/")
    assert [record.getMessage() for record in caplog.records if token in record.getMessage()] == []


def test_two_files_on_one_phone_ask_first(client, open_call):  # noqa: F811
    base = begin(client)
    link = link_of(client, base)
    other = Client()
    begin(other)
    other.get(link)
    asked = other.post("/ar/r/")
    assert (asked.templates[0].name, other.post("/ar/r/", {"sure": "yes"}).headers["Location"]) == ("applications/keep_first.html", f"{base}you/")


def test_opening_by_code_also_asks_first(client, open_call):  # noqa: F811
    base = begin(client)
    code = client.get(f"{base}you/").context["code"]
    other = Client()
    begin(other)
    asked = other.post("/ar/resume/", {"code": code})
    assert (asked.templates[0].name, other.post("/ar/resume/", {"code": code, "sure": "yes"}).status_code) == ("applications/keep_first.html", 302)


@pytest.mark.parametrize("touch", ["cut", "changed", "erased"])
def test_a_link_that_is_not_whole_opens_nothing(client, open_call, touch):  # noqa: F811
    base = begin(client)
    link = link_of(client, base)
    if touch == "erased":
        Draft.objects.all().delete()
    link = {"cut": link[:-6] + "/", "changed": link[:-8] + ("A" if link[-8] != "A" else "B") + link[-7:], "erased": link}[touch]
    other = Client()
    other.get(link)
    assert (other.post("/ar/r/").status_code, COOKIE in other.cookies) == (404, False)


def test_the_ways_to_send_it_are_her_own_applications_in_neutral_words(client, open_call):  # noqa: F811
    base = begin(client)
    ways = client.get(f"{base}finish-later/").context["ways"]
    assert [way["url"].partition(":")[0] for way in ways] == ["whatsapp", "sms", "mailto"]
    assert [names_programme(unquote(way["url"])) for way in ways] == [[], [], []]


def test_the_french_link_costs_her_one_sms(client, open_call):  # noqa: F811
    base = begin(client, "fr")
    ways = client.get(f"{base}finish-later/").context["ways"]
    sms = next(unquote(way["url"]) for way in ways if way["url"].startswith("sms:"))
    assert sms_parts(sms.partition("body=")[2]) == 1


def test_finish_later_is_for_whoever_has_the_key(client, open_call):  # noqa: F811
    base = begin(client)
    assert (Client().get(f"{base}finish-later/").status_code, client.get(f"{base}finish-later/").context["code"]) == (
        404, client.get(f"{base}you/").context["code"],
    )  # fmt: skip


def test_clearing_forgets_keys_links_and_what_the_browser_kept(client, open_call):  # noqa: F811
    base = begin(client)
    client.get(link_of(client, base))
    gone = client.post("/ar/apply/registration/clear/")
    assert (gone.headers["Clear-Site-Data"], gone.cookies[COOKIE]["max-age"], gone.cookies[LINK_COOKIE]["max-age"]) == ('"storage"', 0, 0)


def test_the_link_of_a_file_that_was_sent_opens_its_receipt(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    link = link_of(client, base)
    send(client, base)
    other = Client()
    other.get(link)
    assert other.post("/ar/r/").headers["Location"] == f"{base}receipt/"


def test_a_link_of_another_call_leads_to_its_own_file(client, open_call):  # noqa: F811
    base = begin(client)
    link = link_of(client, base)
    call(slug="other")
    other = Client()
    other.get(link.replace("/ar/", "/fr/"))
    assert other.post("/fr/r/").headers["Location"] == base.replace("/ar/", "/fr/") + "you/"
