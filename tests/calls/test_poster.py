"""The poster of a call: one page, three languages, the address in a code, and nothing of a draft."""

import datetime as dt
import io

import pypdf
import pytest

from forms_app.calls.paper.poster import poster_data, render_poster
from tests.factories_forms import call

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TITLE = {"ar": "تسجيل حاملات المشاريع", "fr": "Inscription des porteuses", "zgh": "ⴰⵣⵎⵎⴻⵎ ⵏ ⵜⵎⵖⴰⵔⵉⵏ"}
#: pypdf turns the name of an Arabic month round beside its numbers.
SAID = {"ar": "آخر أجل 12 2026", "fr": "12 décembre 2026", "zgh": "12 ⴷⵓⵊⴰⵏⴱⵉⵔ 2026"}


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_each_poster_has_the_call_in_three_languages(client, language):
    call(slug="a", title=TITLE, closes_at=NOW + 20 * DAY)
    answer = client.get(f"/{language}/calls/a/poster.pdf")
    (page,) = pages_of(answer.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert [word for title in TITLE.values() for word in title.split() if word not in page] == []
    assert [all(word in page for word in said.split()) for said in SAID.values()] == [True] * 3
    assert f"/{language}/calls/a/" in page.replace("\n", "")


def test_the_code_is_the_address_and_who_can_apply_is_printed(settings):
    made = call(slug="a", who={"ar": "س", "fr": "Femmes\nAuto-entrepreneures"}, contact={"ar": "هاتف", "fr": "Agadir, 05 28 00 00 00"})
    data = poster_data(call=made, language="fr", at=NOW)
    (page,) = pages_of(render_poster(data=data, language="fr"))
    assert data["address"] == f"{settings.WAGTAILADMIN_BASE_URL.partition('://')[2]}/fr/calls/a/"
    assert [said in page for said in ("Femmes", "Auto-entrepreneures", "05 28 00 00 00", data["address"])] == [True] * 4


def test_the_longest_call_is_still_one_page():
    line = "Association incubatrice établie dans la région depuis au moins deux ans, avec une expérience prouvée de l’accompagnement. "
    long = {"ar": "جمعية حاضنة مستقرة بالجهة ذات خبرة في المواكبة. " * 3, "fr": line}
    many = {"ar": "\n".join([long["ar"]] * 9), "fr": "\n".join([line] * 9)}
    made = call(title=long, summary={"ar": long["ar"] * 2, "fr": line * 3}, who=many, contact={"ar": "هاتف", "fr": "\n".join([line] * 3)})
    assert [len(pages_of(render_poster(data=poster_data(call=made, language=code, at=NOW), language=code))) for code in ("ar", "fr")] == [1, 1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"closes_at": NOW - DAY}, "21 novembre 2026"),
        ({"opens_at": NOW + DAY}, "23 novembre 2026"),
        ({"cancelled_at": NOW - DAY, "cancel_reason": {"ar": "س", "fr": "r"}}, "annulé"),
        ({"sample": True}, "exemple"),
    ],
    ids=["closed", "announced", "cancelled", "sample"],
)
def test_a_poster_promises_nothing_that_is_over(client, values, said):
    call(slug="a", **values)
    (page,) = pages_of(client.get("/fr/calls/a/poster.pdf").content)
    assert said in page.replace("\n", " ")


def test_the_same_content_is_the_same_paper_and_is_not_sent_twice(client):
    made = call(slug="a")
    first = client.get("/fr/calls/a/poster.pdf")
    again = client.get("/fr/calls/a/poster.pdf", headers={"If-None-Match": first.headers["ETag"]})
    made.__class__.objects.filter(pk=made.pk).update(closes_at=made.closes_at + DAY)
    changed = client.get("/fr/calls/a/poster.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert [answer.status_code for answer in (first, again, changed)] == [200, 304, 200]
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_draft_has_no_poster(client):
    call(slug="draft", published_at=None)
    assert [client.get(f"/ar/calls/{slug}/poster.pdf").status_code for slug in ("draft", "nowhere")] == [404, 404]
