"""Who hears a page before she sees it: its title says what is to be done there, and first whether something is to be corrected."""

import re

import pytest

from tests.applications.test_journey import open_call  # noqa: F401


@pytest.mark.parametrize("path", ["track/", "track/code/", "resume/", "track/proof/", "calls/follow/"])
def test_a_form_that_came_back_says_so_first_and_has_the_focus_on_what_is_wrong(db, client, path):
    title = r"<title>(.*?)</title>"
    asked, refused = client.get(f"/fr/{path}").content.decode(), client.post(f"/fr/{path}", {"sent": "1"}).content.decode()
    assert re.findall(title, refused) == [f"Erreur\u202f: {re.findall(title, asked)[0]}"]
    assert (asked.count(" autofocus"), refused.count(' id="trouble" autofocus')) == (0, 1)


def test_the_page_of_a_call_and_the_one_where_she_begins_have_two_titles(client, open_call):  # noqa: F811
    call, start = (re.findall(r"<title>(.*?)</title>", client.get(path).content.decode()) for path in ("/fr/calls/registration/", "/fr/apply/registration/"))
    assert start == [f"Commencer ma demande – {call[0]}"]
