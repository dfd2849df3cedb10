"""A prepared query gives what the queryset gives, for one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.upstream.prepared import Prepared
from regions.models import Commune
from tests.factories_forms import commune

pytestmark = pytest.mark.django_db
BY_CODE = Prepared(lambda code: Commune.objects.select_related("province__region").defer("name").filter(code=code).order_by(), like="-like-")


def test_it_gives_the_objects_of_the_queryset_with_what_stands_beside_them():
    made = commune()
    for _each in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = BY_CODE.rows(made.code)
            beside = found[0].province.region.slug
        assert (found, beside, found[0].get_deferred_fields(), len(asked.captured_queries)) == ([made], made.province.region.slug, {"name"}, 1)
    assert (found[0].province.name, type(found[0].province.name)) == (made.province.name, type(made.province.name))


def test_nothing_is_found_for_another_value():
    commune()
    assert (BY_CODE.first("x"), BY_CODE.first("' OR 1=1 --"), BY_CODE.first("%s")) == (None, None, None)


def test_a_value_that_is_asked_for_twice_is_refused():
    twice = Prepared(lambda code: Commune.objects.filter(code=code, province__code=code), like="-like-")
    with pytest.raises(ValueError, match="once"):
        twice.rows("x")
