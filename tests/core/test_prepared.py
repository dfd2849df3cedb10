"""A prepared query gives what the queryset gives, for one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_app.applications.models import DraftStep
from forms_app.applications.services import start_draft
from portal.core.upstream.prepared import Prepared, PreparedInsert
from regions.models import Commune
from tests.factories_forms import call, commune, form

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


def test_columns_come_as_the_queryset_gives_them_without_an_object():
    made = commune()
    columns = Prepared(lambda code: Commune.objects.filter(code=code).values_list("name", "province__region__slug"), like="-like-")
    found = columns.tuples(made.code)
    assert ([tuple(row) for row in found], type(found[0][0])) == ([(made.name, made.province.region.slug)], type(made.name))


def test_nothing_is_found_for_another_value():
    commune()
    assert (BY_CODE.first("x"), BY_CODE.first("' OR 1=1 --"), BY_CODE.first("%s")) == (None, None, None)


def test_a_value_that_is_asked_for_twice_is_refused():
    twice = Prepared(lambda code: Commune.objects.filter(code=code, province__code=code), like="-like-")
    with pytest.raises(ValueError, match="once"):
        twice.rows("x")


def test_several_values_each_come_to_their_place():
    made = commune()
    both = Prepared(lambda province, code: Commune.objects.filter(code=code, province_id=province).order_by(), like=(-1, "-like-"))
    assert (both.first(made.province_id, made.code), both.first(made.province_id + 1, made.code), both.first(made.province_id, "x")) == (made, None, None)


def test_a_row_is_added_once_in_one_statement_and_knows_its_key():
    form()
    draft, _code = start_draft(call=call(), language="ar", filled_by="self", at=timezone.now())
    rows, insert = [DraftStep(draft=draft, step="you", answers={"name": name}, sealed={"cin": name}) for name in ("A", "B")], PreparedInsert(DraftStep)
    with CaptureQueriesContext(connection) as asked:
        added = [insert.add(row) for row in rows]
    kept = DraftStep.objects.get()
    assert (added, len(asked.captured_queries), kept.pk, kept.everything) == ([True, False], 2, rows[0].pk, {"name": "A", "cin": "A"})
    assert (rows[0]._state.adding, rows[1].pk) == (False, None)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its statements by itself")
def test_postgresql_keeps_the_statement_ready():
    made = commune()
    assert [BY_CODE.first(made.code) for _time in range(5)] == [made] * 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        ((statement,),) = cursor.fetchall()
    assert 'WHERE "regions_commune"."code" = $1' in statement
