"""The feeds, read by libraries that did not write them."""

import datetime as dt
import json
import re

import feedparser
import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ical.calendar_stream import IcsCalendarStream

from forms_app.calls.models import Call, CallAct
from forms_app.calls.paper.poster import poster_data
from tests.factories_forms import call, region

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
FEEDS = {"feed.atom": "application/atom+xml", "calendar.ics": "text/calendar", "calls.json": "application/feed+json"}


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def act(of: Call, kind: str = "published", at: dt.datetime = NOW - DAY, **values: object) -> CallAct:
    return CallAct.objects.create(call=of, kind=kind, at=at, **values)


def an_extended_call(**values: object) -> Call:
    made = call(slug="extended", closes_at=NOW + 20 * DAY, **values)
    act(made, at=NOW - 30 * DAY)
    act(made, "proposed", at=NOW - 31 * DAY)
    moved = {"field": "closes_at", "old": "2026-12-01T16:00:00Z", "new": "2026-12-12T10:00:00Z"}
    act(made, "extended", at=NOW - 2 * DAY, reason="holiday", changes=[moved])
    return made


def read_atom(client, address: str = "/fr/calls/feed.atom") -> feedparser.FeedParserDict:
    parsed = feedparser.parse(client.get(address).content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def read_events(client, address: str = "/fr/calls/calendar.ics") -> dict:
    text = client.get(address).content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "a line is longer than RFC 5545 allows"
    return {event.uid.partition("@")[0]: event for event in IcsCalendarStream.calendar_from_ics(text).events}


# Atom ------------------------------------------------------------------------------------


def test_each_act_is_an_entry_and_a_proposal_is_nobodys_business(client):
    made = an_extended_call()
    parsed = read_atom(client)
    entries = [(entry.id.rpartition("2026:")[2], entry.updated, [tag.term for tag in entry.tags]) for entry in parsed.entries]
    extended, published = made.acts.get(kind="extended"), made.acts.get(kind="published")
    assert entries == [
        (f"call/{made.number}/act/{extended.pk}", "2026-11-20T10:00:00+00:00", ["extended", "project_holders"]),
        (f"call/{made.number}/act/{published.pk}", "2026-10-23T10:00:00+00:00", ["published", "project_holders"]),
    ]
    assert (parsed.feed.updated, parsed.feed.language) == ("2026-11-20T10:00:00+00:00", "fr")
    assert all(entry.link.endswith("/fr/calls/extended/") for entry in parsed.entries)


def test_an_entry_says_what_was_done_and_why_in_each_language(client):
    an_extended_call()
    for language, title in {"ar": "دعوة", "fr": "Appel", "zgh": "دعوة"}.items():
        parsed = read_atom(client, f"/{language}/calls/feed.atom")
        entry = parsed.entries[0]
        assert (parsed.feed.language, title in entry.title, entry.summary.count("<p>")) == (language, True, 5)


def test_the_feed_is_well_formed_by_the_letter_of_the_standard(client):
    """RFC 4287, 4.1: what a feed and an entry must have, exactly once; identities that are addresses; self and alternate."""
    an_extended_call()
    act(call(slug="b", title={"ar": "<&>", "fr": "<b>&amp; « x »"}))
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(client.get("/fr/calls/feed.atom?state=open").content)
    for element, links in ((feed, ["alternate", "self"]), *((entry, ["alternate"]) for entry in feed.iter(f"{atom}entry"))):
        assert [len(element.findall(f"{atom}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert [link.get("rel") for link in element.findall(f"{atom}link")] == links
        assert element.findtext(f"{atom}id").startswith("tag:")
    assert len(feed.findall(f"{atom}author/{atom}name")) == 1
    assert len({entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")}) == 3
    assert feed.find(f"{atom}link[@rel='self']").get("href").endswith("/fr/calls/feed.atom?state=open")


@pytest.mark.parametrize("name", FEEDS)
def test_control_characters_that_somebody_pasted_break_no_feed(client, name):
    """XML takes none, and Django's writer of feeds raises; calendars take none either."""
    made = call(slug="pasted", closes_at=NOW + 20 * DAY, title={"ar": "دعوة\x0bجديدة", "fr": "Appel\x0bà\x1fprojets"})
    act(made, "corrected", reason="un\x08mot")
    answer = client.get(f"/fr/calls/{name}")
    written = answer.content.decode().replace("\r\n ", "")
    assert (answer.status_code, re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", written)) == (200, [])
    assert name == "calls.json" or "Appel à projets" in written


def test_an_empty_feed_is_a_feed_that_did_not_just_change(client):
    one, two = (read_atom(client).feed.updated for _each in range(2))
    assert (one, len(read_atom(client).entries)) == (two, 0)


# iCalendar -------------------------------------------------------------------------------


def test_dates_are_instants_and_the_closing_minute_is_whole(client):
    made = an_extended_call(questions_until=NOW + 5 * DAY)
    events = read_events(client)
    number = made.number
    assert {uid: (event.dtstart, event.dtend) for uid, event in events.items()} == {
        f"call-{number}-{name}": (moment.replace(second=0, microsecond=0), moment.replace(second=0, microsecond=0) + dt.timedelta(minutes=1))
        for name, moment in (("opens", made.opens_at), ("questions", made.questions_until), ("closes", made.closes_at))
    }
    closes = events[f"call-{number}-closes"]
    assert (closes.sequence, closes.status, closes.last_modified) == (1, "CONFIRMED", NOW - 2 * DAY)
    assert str(closes.url).endswith("/fr/calls/extended/")


def test_the_zone_and_the_language_are_stated(client):
    an_extended_call()
    lines = client.get("/fr/calls/calendar.ics").content.decode().replace("\r\n ", "").split("\r\n")
    assert "X-WR-TIMEZONE:Africa/Casablanca" in lines
    assert sum(line.startswith("SUMMARY;LANGUAGE=fr:") for line in lines) == 2
    zgh = client.get("/zgh/calls/calendar.ics").content.decode()
    assert zgh.count("SUMMARY;LANGUAGE=ar:") == 2, "an Arabic title is said to be Arabic"


def test_each_act_raises_the_sequence_and_a_cancelled_call_is_cancelled(client):
    made = an_extended_call()
    before = read_events(client)[f"call-{made.number}-closes"]
    act(made, "cancelled", at=NOW - HOUR, reason="merged")
    Call.objects.filter(pk=made.pk).update(cancelled_at=NOW - HOUR)
    cache.clear()
    after = read_events(client)[f"call-{made.number}-closes"]
    assert [(event.uid, event.sequence, event.status) for event in (before, after)] == [(before.uid, 1, "CONFIRMED"), (before.uid, 2, "CANCELLED")]


def test_one_call_is_put_in_a_calendar_with_a_reminder(client):
    made = an_extended_call()
    answer = client.get("/fr/calls/extended/calendar.ics")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="extended.ics"'
    events = read_events(client, "/fr/calls/extended/calendar.ics")
    assert {uid: len(event.alarm) for uid, event in events.items()} == {f"call-{made.number}-opens": 0, f"call-{made.number}-closes": 1}


def test_no_calendar_of_a_draft_nor_of_a_call_without_dates(client):
    call(slug="draft", published_at=None)
    call(slug="bare", opens_at=None, closes_at=None, form_key="")
    assert [client.get(f"/fr/calls/{slug}/calendar.ics").status_code for slug in ("draft", "bare", "nowhere")] == [404, 404, 404]


# JSON ------------------------------------------------------------------------------------


def test_a_record_has_codes_and_moroccan_hours(client):
    made = an_extended_call(regions=[region()])
    whole = json.loads(client.get("/fr/calls/calls.json").content)
    (item,) = whole["items"]
    record = item["_call"]
    assert (whole["version"], whole["language"], item["language"], item["date_modified"]) == (
        "https://jsonfeed.org/version/1.1", "fr", "fr", "2026-11-20T11:00:00+01:00",
    )  # fmt: skip
    assert (record["state"], record["regions"], record["closes_at"], record["time_zone"]) == (
        "open",
        ["souss-massa"],
        "2026-12-12T11:00:00+01:00",
        "Africa/Casablanca",
    )
    assert [one["kind"] for one in record["acts"]] == ["published", "extended"]
    assert item["id"].endswith(f"call/{made.number}")


def test_a_sealed_call_shows_no_count_before_it_is_opened(client):
    call(slug="sealed", sealed=True, received=735, closes_at=NOW - DAY)
    call(slug="opened", sealed=True, received=42, closes_at=NOW - DAY, unsealed_at=NOW - HOUR)
    counts = {item["url"].split("/")[-2]: item["_call"]["received"] for item in json.loads(client.get("/fr/calls/calls.json").content)["items"]}
    assert counts == {"sealed": None, "opened": 42}
    pages = ["/fr/calls/", "/fr/calls/sealed/", *(f"/fr/calls/{feed}" for feed in FEEDS)]
    assert [page for page in pages if re.search(rb"\b735\b", client.get(page).content)] == []
    assert "735" not in str(poster_data(call=Call.objects.get(slug="sealed"), language="fr", at=NOW))


def test_records_come_by_pages(client, monkeypatch):
    monkeypatch.setattr("forms_app.calls.views.feeds.PER_PAGE", 2)
    for number in range(3):
        call(slug=f"c-{number}")
    first = json.loads(client.get("/fr/calls/calls.json?kind=project_holders").content)
    second = json.loads(client.get(f"/fr{first['next_url'].partition('/fr')[2]}").content)
    assert (len(first["items"]), len(second["items"]), "next_url" in second) == (2, 1, False)


# All of them -----------------------------------------------------------------------------


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_not_sent_twice(client, feed):
    an_extended_call()
    first = client.get(f"/fr/calls/{feed}")
    assert first.headers["Content-Type"].partition(";")[0] == FEEDS[feed]
    by_tag = client.get(f"/fr/calls/{feed}", headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(f"/fr/calls/{feed}", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert [(answer.status_code, answer.content) for answer in (by_tag, by_date)] == [(304, b"")] * 2


@pytest.mark.parametrize("feed", FEEDS)
def test_what_the_clock_changes_is_sent_again(client, time_machine, feed):
    made = an_extended_call()
    first = client.get(f"/fr/calls/{feed}?state=open")
    time_machine.move_to(made.closes_at + dt.timedelta(seconds=61), tick=False)
    cache.clear()
    again = client.get(f"/fr/calls/{feed}?state=open", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (again.status_code, b"extended" in first.content, b"calls/extended/" in again.content) == (200, True, False)


@pytest.mark.parametrize("feed", FEEDS)
def test_filters_are_those_of_the_list(client, feed):
    for kind in ("associations", "cooperatives"):
        act(call(slug=f"for-{kind}", kind=kind))
    act(call(slug="draft-for-associations", kind="associations", published_at=None))
    content = client.get(f"/fr/calls/{feed}?kind=associations&state=open&closing=30").content
    assert [slug in content for slug in (b"/for-associations/", b"/for-cooperatives/", b"draft-for")] == [True, False, False]
    wrong = [client.get(f"/fr/calls/{feed}?{query}").status_code for query in ("kind=x", "state=draft", "region=x", "closing=x", "closing=2020-01-01")]
    assert wrong == [404] * 5


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_costs_the_same_with_one_call_and_with_many(client, feed):
    costs = []
    for more in (1, 9):
        for _each in range(more):
            act(call(regions=[region()]))
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/fr/calls/{feed}")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 10


def test_nothing_of_the_staff_is_in_a_feed(client, django_user_model):
    made = an_extended_call(internal_note="secret-note")
    act(made, "corrected", at=NOW - HOUR, by=django_user_model.objects.create(username="agent-x", email="agent@example.ma"))
    found = [name for feed in FEEDS for name in (b"agent", b"secret-note") if name in client.get(f"/fr/calls/{feed}").content]
    assert found == []
