"""What the database itself refuses about rights, on every database."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.core.models import Assignment, Role
from regions.models import Province, Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict:
    name = {"ar": "أ", "fr": "a"}
    region = Region.objects.create(code="09", iso_code="MA-09", slug="one", name=name)
    return {"region": region, "province": Province.objects.create(code="09.001", slug="p", region=region, name=name)}


def give(places: dict, role: Role, *kinds: str) -> Assignment:
    user, _created = User.objects.get_or_create(username="x")
    return Assignment(user=user, role=role, **{kind: places[kind] for kind in kinds})


@pytest.mark.parametrize(("role", "kinds"), [(Role.COMMUNICATION, ()), (Role.REGIONAL_EDITOR, ("region",)), (Role.PROVINCIAL_AGENT, ("province",))])
def test_a_right_is_held_once(places, role: Role, kinds: tuple) -> None:
    """Also in the country, whose territory is empty twice: SQLite would take two empty values for different ones."""
    give(places, role, *kinds).save()
    again = give(places, role, *kinds)
    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert set(refused.value.error_dict) == {"__all__"}
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.COMMUNICATION, ("region",)),
        (Role.REGIONAL_EDITOR, ()),
        (Role.REGIONAL_EDITOR, ("province",)),
        (Role.PROVINCIAL_AGENT, ("region",)),
        (Role.PROVINCIAL_AGENT, ("region", "province")),
        (Role.TECHNICAL, ("province",)),
    ],
)
def test_a_role_is_held_in_its_kind_of_territory(places, role: Role, kinds: tuple) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        give(places, role, *kinds).save()
