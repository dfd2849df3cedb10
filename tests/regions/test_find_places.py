"""Finding the place a woman means, however she writes it."""

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.text import fold
from regions.models import Region
from regions.services import MOST_MATCHES, Place, certain_place, find_places, nearest_centres

pytestmark = pytest.mark.django_db


def code(query: str, language: str = "ar") -> str | None:
    """Code of the one place certainly meant, or nothing."""
    place = certain_place(find_places(query, language))
    return place and place.key


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # official, Arabic and French, with and without marks, hyphens, article, case
        ("تيزنيت", "09.581.01.07"), ("Tiznit", "09.581.01.07"), ("TIZNIT", "09.581.01.07"), ("  tiznit  ", "09.581.01.07"),
        ("الرشيدية", "08.201.01.05"), ("رشيدية", "08.201.01.05"), ("Laâyoune", "11.321.01.03"), ("laayoune", "11.321.01.03"),
        ("أكادير", "09.001.01.01"), ("اكادير", "09.001.01.01"), ("M'diq", "01.573.01.05"), ("M’diq", "01.573.01.05"), ("mdiq", "01.573.01.05"),
        ("ابن جرير", "07.427.01.01"), ("Ben Guerir", "07.427.01.01"), ("benguerir", "07.427.01.01"), ("آيت ملول", "09.273.01.05"), ("ايت ملول", "09.273.01.05"),
        # the gaf of Morocco, in each of its letters
        ("أڭادير", "09.001.01.01"), ("أݣادير", "09.001.01.01"), ("أگادير", "09.001.01.01"), ("أجادير", "09.001.01.01"),
        # variants of the sources and of every day
        ("تزنيت", "09.581.01.07"), ("Tiznite", "09.581.01.07"), ("Taroudant", "09.541.01.13"), ("الناظور", "02.381.01.05"), ("فكيك", "02.251.01.03"),
        ("Casa", "06.141.01.0"),
        ("الداخلة واد الذهب", "12"), ("كهيم واد نون", "10"), ("فاس مكاس", "03"), ("مراكش أسفي", "07"), ("سوس ماسة", "09"), ("Agadir Ida-Outanane", "09.001"),
        # with what it is before its name
        ("إقليم تيزنيت", "09.581.01.07"), ("province de Tiznit", "09.581.01.07"), ("جهة الشرق", "02"), ("جماعة أيت باها", "09.163.01.03"),
        # an arrondissement, the Tifinagh form of a region, Western and Eastern spaces
        ("Hay Hassani", "06.141.01.31"), ("الحي الحسني", "06.141.01.31"), ("ⵎⵕⵕⴰⴽⵛ-ⴰⵙⴼⵉ", "07"), ("سيدي\u00a0قاسم", "04.481.01.11"),
    ],
)  # fmt: skip
def test_found_without_doubt(territory, typed, expected):
    """One place, whatever the spelling."""
    assert code(typed) == expected


def test_several_places_of_one_name(territory):
    """Three communes are called Oulad Aissa: she chooses; the label is in her language."""
    matches = find_places("Oulad Aissa", "ar")
    assert certain_place(matches) is None
    assert sorted((match.kind, match.commune.code, match.label, match.exact) for match in matches) == [
        ("commune", "05.311.07.13", "أولاد عيسى", True), ("commune", "06.181.05.03", "أولاد عيسى", True), ("commune", "09.541.04.33", "أولاد عيسى", True),
    ]  # fmt: skip


def test_order_is_exact_then_beginning_then_inside(territory):
    """What is so called comes before what begins so, and that before what holds it."""
    labels = [match.label for match in find_places("fes", "fr")]
    assert labels[:2] == ["Fès", "Fès"]
    ranks = [0 if fold(label) == "fes" else 1 if fold(label).replace(" ", "").startswith("fes") else 2 for label in labels]
    assert ranks == sorted(ranks)


def test_a_slip_of_the_pen_is_only_a_guess(territory):
    """A misspelling brings the likeliest places to choose from, never one by itself."""
    matches = find_places("Taroudent", "fr")
    assert [(match.kind, match.label, match.exact) for match in matches] == [("province", "Taroudannt", False), ("commune", "Taroudannt", False)]
    assert certain_place(matches) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ⵜⵉⵣⵏⵉⵜ", "Tiznit"), ("ⴰⴳⴰⴷⵉⵔ", "Agadir"), ("ⵎⵕⵕⴰⴽⵛ", "Marrakech"), ("ⵜⴰⵙⴳⴰ ⵏ ⵜⵉⵣⵏⵉⵜ", "Tiznit"),
        ("ⵜⴰⵔⵓⴷⴰⵏⵜ", "Taroudannt"), ("ⵡⴰⵔⵣⴰⵣⴰⵜ", "Ouarzazate"), ("ⵣⴰⴳⵓⵔⴰ", "Zagora"), ("ⵅⵏⵉⴼⵔⴰ", "Khénifra"),
    ],
)  # fmt: skip
def test_a_name_in_tifinagh_is_read_in_the_letters_in_which_it_is_known(territory, typed, found):
    assert found in {match.place.name["fr"] for match in find_places(typed, "zgh")}


@pytest.mark.parametrize("typed", ["", " ", "a", "ا", "xqzw", "'; drop table", "%", "_", "\x00", "\\", "🙂", "ـــ", "١٢", "<b>"])
def test_nothing_is_found_for_nothing(territory, typed):
    """No place, no error."""
    assert find_places(typed, "ar") == []


def test_at_most_twenty(territory):
    """A short beginning of many names is cut."""
    assert len(find_places("sidi", "fr")) == MOST_MATCHES


def test_queries(territory, django_assert_num_queries, django_assert_max_num_queries):
    """One query when something matches; at most three when nothing does."""
    with django_assert_num_queries(1):
        for match in find_places("sidi", "fr"):
            assert match.region.name
    cache.clear()
    with django_assert_max_num_queries(3):
        find_places("Taroudent", "fr")
    with django_assert_max_num_queries(7):
        find_places("ⵅⵥⵥⵡⵣⴽ", "zgh")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=120), language=st.sampled_from(["ar", "fr", "zgh", "xx"]))
def test_never_fails(territory, typed, language):
    """Any text, in any language, gives a list of at most twenty places."""
    assert len(find_places(typed, language)) <= MOST_MATCHES


@given(st.text(max_size=60))
def test_folding_forgets_marks_case_and_spaces(text):
    """A folded text has no edge spaces, no marks to fold again, and does not depend on case."""
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(char.isalnum() or char == " " for char in folded)


def test_no_centre_when_none_is_known(territory):
    """A region without centres gives an empty list."""
    assert nearest_centres(Place.of(Region.objects.get(code="01"))) == []
