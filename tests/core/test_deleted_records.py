"""A record that an editor deletes while pages show it: it leaves them, and nothing stands in its place."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.core.generation import next_generation
from programmes.models import Figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures() -> list[Figure]:
    """Three of one source."""
    source = {"ar": "دليل", "fr": "Guide"}
    return [
        Figure.objects.create(key=f"figure-{value}", label={"ar": f"رقم {value}", "fr": f"Figure {value}"}, value=value, source=source, as_of="2023")
        for value in (11, 22, 33)
    ]


def shown(client: Client) -> list[str]:
    main = BeautifulSoup(client.get("/ar/figures/").content, "html.parser").main
    return [entry.get_text(" ", strip=True) for entry in main.select(".figures > .figure, .source")]


def test_a_deleted_figure_leaves_the_pages_that_show_it(client: Client, make_page, figures) -> None:
    make_page("figures", body=[("figures", figures)])
    source = "المصدر: دليل (2023)."
    seen = [shown(client)]
    for figure in (figures[1], figures[0], figures[2]):
        figure.delete()
        next_generation()
        seen.append(shown(client))
    assert seen == [["رقم 11 11", "رقم 22 22", "رقم 33 33", source], ["رقم 11 11", "رقم 33 33", source], ["رقم 33 33", source], []]
