"""A page drawn once says to each reader what its template says to her alone, and what is kept of it holds nothing of anybody."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation

from forms_app.applications.models import Submission
from portal.core import drawn
from portal.core.chrome import Chrome
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED, call

pytestmark = pytest.mark.django_db
LOOKS = [{}, {"text": "larger", "theme": "dark", "also": "fr"}, {"text": "large", "theme": "light", "also": "zgh-latn"}]
TEMPLATES = {"you": "step", "check": "check", "receipt": "receipt"}
MARK, PHONE = "ثريا", "06 61 23 45 99"


def browser(cookies: dict[str, str]) -> Client:
    """One with these choices."""
    client = Client(headers={"Save-Data": "on"} if cookies else {})
    client.cookies.load(cookies)
    return client


def alone(page: HttpResponse, path: str, template: str) -> str:
    """The same page drawn by its template for this reader only."""
    request = RequestFactory().get(path, headers=dict(page.wsgi_request.headers))
    request.COOKIES, request.resolver_match, request.portal_service = page.wsgi_request.COOKIES, page.resolver_match, True
    with translation.override(path.split("/")[1]):
        frame = {"portal": Chrome.of(request), "csrf_token": "token"}
        whole = get_template(f"applications/{template}.html").render({**page.context_data, **frame})
    for name, value in page.context_data.items():
        whole = whole.replace(drawn.gap(name), str(value))
    return without_token(whole)


def without_token(html: str) -> str:
    """Each page has another."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("cookies", LOOKS, ids=["usual", "large and dark", "small data"])
def test_a_page_says_to_each_what_its_template_says_to_her_alone(open_call, language, cookies):  # noqa: F811
    client, name = browser(cookies), MARK
    base = begin(client, language)
    first = client.get(f"{base}you/?check&x=<b>")
    wrong = client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 0, "full_name": f"<i>{name}"})
    client.post(f"{base}you/autosave/", {"wizard-version": 0, "full_name": f"<b>{name}"})
    typed = client.get(f"{base}you/")
    fill(client, base)
    check = client.get(f"{base}check/")
    send(client, base)
    receipt = client.get(f"{base}receipt/")
    pages = {f"{base}you/?check&x=<b>": [first], f"{base}you/": [wrong, typed], f"{base}check/": [check], f"{base}receipt/": [receipt]}
    for path, shown in pages.items():
        for page in shown:
            template = TEMPLATES[path.removeprefix(base).partition("/")[0]]
            assert (page.status_code, without_token(page.content.decode())) == (200, alone(page, path, template)), path
    assert [f"&lt;i&gt;{name}" in wrong.content.decode(), f"&lt;b&gt;{name}" in typed.content.decode()] == [True, True]


@pytest.mark.parametrize("cookies", LOOKS, ids=["usual", "large and dark", "small data"])
def test_nothing_of_a_woman_is_kept_and_the_next_sees_nothing_of_her(open_call, cookies):  # noqa: F811
    drawn._outlines.clear()
    seen = {}
    for name in (MARK, "زينب"):
        client = browser(cookies)
        base = begin(client)
        client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 0, "full_name": name})
        client.post(f"{base}you/autosave/", {"wizard-version": 0, "full_name": name})
        pages = [client.get(f"{base}you/")]
        for step, values in POSTED.items():
            client.post(
                f"{base}{step}/", {"wizard-current_step": step, "wizard-version": 0, **values, **({"full_name": name, "phone": PHONE} if step == "you" else {})}
            )
        pages += [client.get(f"{base}you/"), client.get(f"{base}check/")]
        key = pages[-1].context_data["key"]
        client.post(f"{base}check/", {"key": key})
        sent = Submission.objects.latest("pk")
        pages.append(client.get(f"{base}receipt/"))
        words = [name, PHONE, POSTED["project"]["project"]]
        codes = [sent.draft.public_id, sent.reference, pages[-1].context_data["secret"], pages[0].context_data["code"], str(key)]
        seen[name] = ([*words, *codes], "".join(page.content.decode() for page in pages))
    first, second = seen.values()
    kept = repr([(key, outline.pieces) for key, outline in drawn._outlines.items()])
    assert ([value for value in first[0] if value in kept], [value for value in (first[0][0], *first[0][3:]) if value in second[1]]) == ([], [])
    assert (MARK in first[1], "زينب" in second[1], len(drawn._outlines) > 3) == (True, True, True)


def test_a_page_is_drawn_once_for_all(open_call):  # noqa: F811
    counts = []
    for _each in range(3):
        client = Client()
        client.get(f"{begin(client)}you/")
        counts.append(len(drawn._outlines))
    assert counts[0] == counts[1] == counts[2]


def test_a_record_is_refused_where_all_may_read_it():
    with pytest.raises(TypeError, match="record"):
        drawn.draw_part("components/progress.html", same={"title": call()}, hers={})


def test_values_are_escaped_and_a_gap_that_somebody_types_stays_what_it_is():
    typed = drawn.gap("number")
    part = drawn.draw_part("components/saved.html", same={}, hers={"at": f"<b>{typed}"})
    assert (f"&lt;b&gt;{typed}" in part, "<b>gap" in part) == (True, False)
