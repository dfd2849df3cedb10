"""A page that an editor takes back for an hour, and those below it that stay: nothing leads to the one, and the others stand where they belong."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from home.models import SiteMapPage
from portal.core.generation import next_generation

pytestmark = pytest.mark.django_db


@pytest.fixture
def below(homes, make_page) -> str:
    """Address of a page whose parent was taken back, beside a sibling that stands before it."""
    homes["ar"].add_child(instance=SiteMapPage(title="خريطة", slug="map", locale=homes["ar"].locale))
    make_page("before", title="جهة أخرى")
    above = make_page("above", title="ما أخذ")
    make_page("leaf", parent=make_page("below", parent=above, title="تحته"), title="ورقة")
    above.unpublish()
    next_generation()
    return "/ar/above/below/leaf/"


def test_no_breadcrumb_leads_to_it(client: Client, below: str) -> None:
    crumbs = BeautifulSoup(client.get(below).content, "html.parser").select(".crumbs a")
    assert [(crumb.get_text(), client.get(crumb["href"]).status_code) for crumb in crumbs] == [("الرئيسية", 200), ("تحته", 200)]


def test_the_site_map_puts_those_below_it_under_no_other_page(client: Client, below: str) -> None:
    entries = BeautifulSoup(client.get("/ar/map/").content, "html.parser").select(".tree > ul > li")
    assert [[link.get_text() for link in entry.find_all("a")] for entry in entries] == [["خريطة"], ["جهة أخرى"], ["تحته", "ورقة"]]
