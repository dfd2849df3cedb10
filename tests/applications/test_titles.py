"""What is heard and not seen: titles of pages, where the focus is, names of links in the language of their words."""

import re

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.core.translated import TranslatedText
from tests.applications.test_journey import open_call  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["track/", "track/code/", "resume/", "track/proof/", "calls/follow/"])
def test_a_form_that_came_back_says_so_first_and_has_the_focus_on_what_is_wrong(client, path):
    title = r"<title>(.*?)</title>"
    asked, refused = client.get(f"/fr/{path}").content.decode(), client.post(f"/fr/{path}", {"sent": "1"}).content.decode()
    assert re.findall(title, refused) == [f"Erreur\u202f: {re.findall(title, asked)[0]}"]
    assert (asked.count(" autofocus"), refused.count(' id="trouble" autofocus')) == (0, 1)


def test_the_page_of_a_call_and_the_one_where_she_begins_have_two_titles(client, open_call):  # noqa: F811
    call, start = (re.findall(r"<title>(.*?)</title>", client.get(path).content.decode()) for path in ("/fr/calls/registration/", "/fr/apply/registration/"))
    assert start == [f"Commencer ma demande – {call[0]}"]


def test_a_colon_between_two_parts_is_written_as_the_language_writes_it(client, open_call):  # noqa: F811
    """French has a narrow space before it."""
    titles = [re.findall(r"<title>(.*?)</title>", client.get(f"/{code}/calls/registration/questions/").content.decode())[0] for code in ("fr", "ar")]
    assert [re.findall(r".(?=: )", title)[:1] for title in titles] == [["\u202f"], ["ن"]]


def test_what_a_link_changes_is_named_in_the_language_of_its_words():
    with override("zgh"):
        shown = render_to_string("components/answers.html", {"title": TranslatedText({"ar": "فريق العمل"}), "edit_url": "/x/", "facts": []})
    assert [(one["lang"], one.text) for one in BeautifulSoup(shown, "html.parser").select("a .hidden [lang]")] == [("ar", "فريق العمل")]
