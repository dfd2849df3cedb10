"""Every address of the admin and of files, asked for by everybody: what opens for whom is the table beside this file, no more and no less.

``who_opens_what.txt``: a line an address, and the letters of those for whom it opens. Capital letters stand in region 09, where everything that
was asked for lies; small ones are the same roles elsewhere. An address that nobody has judged yet is no part of the table: the test fails.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.utils.safestring import SafeString

from portal.core import drawn
from portal.core.models import Assignment, Role
from portal.core.models.rights import PROVINCE_ROLES, REGION_ROLES
from tests.factories_forms import province

from .attempts import refused
from .every_address import addresses, routes, things_of_09

TABLE = Path(__file__).parent / "who_opens_what.txt"
#: Member without a role, and each role; small letters: elsewhere.
LETTERS = {
    "o": None, "C": Role.COMMUNICATION, "E": Role.REGIONAL_EDITOR, "P": Role.REGIONAL_PUBLISHER, "A": Role.AMAZIGH, "S": Role.SECOND_READER,
    "M": Role.CALL_MANAGER, "V": Role.PROVINCIAL_AGENT, "G": Role.REGIONAL_AGENT, "N": Role.PROGRAMME_MANAGER, "D": Role.DATA_PROTECTION,
    "T": Role.TECHNICAL,
}  # fmt: skip
ADMIN = [route for route in routes() if route.startswith("admin/") and not route.startswith("admin/second-factor/")]


@pytest.fixture
def pages_are_not_drawn(monkeypatch) -> Iterator[None]:
    """Who may open a page is decided before it is drawn, and drawing five thousand of them takes minutes."""
    monkeypatch.setattr(Template, "render", lambda *_given, **_named: SafeString(""))
    yield
    drawn._outlines.clear()


def hired(letter: str, person: Callable, tree: SimpleNamespace) -> object:
    """Somebody in the role, in 09 or elsewhere."""
    role, at_home = LETTERS[letter.upper() if letter != "o" else letter], letter.isupper()
    if role in PROVINCE_ROLES:
        user = person()
        of = province() if at_home else province("safi", "07.431.", of=tree.regions["07"], ar="آسفي", fr="Safi")
        Assignment.objects.create(user=user, role=role, province=of)
        return type(user).objects.get(pk=user.pk)
    return person(role, ("09" if at_home else "07") if role in REGION_ROLES else "")


def opened(client: Client, things: SimpleNamespace, asked: list[str]) -> set[str]:
    """The addresses that open, with whose file where they are of a file; what a request changes is undone."""
    found, client.raise_request_exception = set(), False
    for route in asked:
        for whose, address in addresses(route, things).items():
            with transaction.atomic():
                response = client.get(address)
                if response.status_code == 405:
                    response = client.post(address)
                transaction.set_rollback(True)
            if response.status_code != 405 and not refused(response):
                found.add(f"{route} {whose}".strip() + (" BREAKS" if response.status_code >= 500 else ""))
    return found


def table() -> dict[str, str]:
    """Letters by address."""
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {address: letters for letters, address in lines}


def expected(letter: str) -> set[str]:
    return {address for address, letters in table().items() if letter in letters}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves the original of a preview open
@pytest.mark.parametrize("letters", ["oCE", "ePpA", "SMmV", "vGgNDT"])
def test_each_opens_what_the_table_says(letters, tree, person, enter, superuser, pages_are_not_drawn) -> None:
    things = things_of_09(tree, superuser)
    found = {letter: opened(enter(hired(letter, person, tree)), things, ADMIN) for letter in letters}
    assert found == {letter: expected(letter) for letter in letters}
