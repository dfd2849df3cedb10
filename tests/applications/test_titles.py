"""Who hears a page before she sees it hears first that something is to be corrected, and is led to it."""

import re

import pytest


@pytest.mark.parametrize("path", ["track/", "track/code/", "resume/", "track/proof/", "calls/follow/"])
def test_a_form_that_came_back_says_so_first_and_has_the_focus_on_what_is_wrong(db, client, path):
    title = r"<title>(.*?)</title>"
    asked, refused = client.get(f"/fr/{path}").content.decode(), client.post(f"/fr/{path}", {"sent": "1"}).content.decode()
    assert re.findall(title, refused) == [f"Erreur\u202f: {re.findall(title, asked)[0]}"]
    assert (asked.count(" autofocus"), refused.count(' id="trouble" autofocus')) == (0, 1)
