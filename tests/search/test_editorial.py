"""What editors promote and what they learn: never who searched."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from search.misses import KEPT_DAYS, MOST_A_DAY, note_miss, often_missed
from search.models import PromotedResult, SearchMiss
from search.promoted import MOST, promoted_hits
from tests.factories_forms import change_call

from .test_live import call, committed, home, publish  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(dt.datetime(2026, 11, 22, 12))


@pytest.mark.parametrize("typed", ["Aide financière", "aides FINANCIÈRES", "aide  financiere"])
def test_a_promoted_page_answers_its_words_however_spelled(home, committed, typed: str) -> None:  # noqa: F811
    with committed():
        page = publish(home, "Le financement")
        PromotedResult.objects.create(words={"ar": "دعم مالي", "fr": "argent\naide financière"}, page=page)
    assert [hit.title for hit in promoted_hits(typed, "fr")] == ["Le financement"]
    assert promoted_hits("aide", "fr") == []


def test_a_promoted_call_is_shown_in_the_readers_language_while_it_is_public(committed) -> None:  # noqa: F811
    with committed():
        record = call()
        PromotedResult.objects.create(words={"ar": "سجل", "fr": "inscription"}, call=record)
    assert [hit.title for hit in promoted_hits("التسجيل", "ar")] == ["دعوة الزعفران"]
    change_call(record, published_at=None)
    assert promoted_hits("التسجيل", "ar") == []


def test_a_promoted_call_is_shown_from_its_hour_on_until_an_editor_stops_it(committed) -> None:  # noqa: F811
    opens = timezone.now() + dt.timedelta(hours=1)
    with committed():
        promoted = PromotedResult.objects.create(words={"ar": "سجل", "fr": "inscription"}, call=call(published_at=opens))
    before = promoted_hits("inscription", "fr")
    with time_machine.travel(opens), committed():
        shown = [hit.title for hit in promoted_hits("inscription", "fr")]
        promoted.active = False
        promoted.save()
    with time_machine.travel(opens):
        assert (before, shown, promoted_hits("inscription", "fr")) == ([], ["Appel du safran"], [])


def test_a_promoted_page_has_one_place_and_one_that_is_hidden_none(home, committed) -> None:  # noqa: F811
    with committed():
        hidden = [publish(home, f"Plus tard {number}") for number in range(MOST)]
        page, other = publish(home, "Le financement"), publish(home, "Le microcrédit")
        for one in (*hidden, page, page, other):
            PromotedResult.objects.create(words={"ar": "دعم مالي", "fr": "argent"}, page=one)
        for one in hidden:
            one.unpublish()
    assert [hit.title for hit in promoted_hits("argent", "fr")] == ["Le financement", "Le microcrédit"]


def test_a_promoted_result_is_a_page_or_a_call() -> None:
    with pytest.raises(ValidationError):
        PromotedResult(words={"ar": "سجل", "fr": "x"}).full_clean()


def test_a_line_without_a_word_is_refused() -> None:
    with pytest.raises(ValidationError):
        PromotedResult(words={"ar": "سجل", "fr": "argent\n!!!"}, call=call()).full_clean()


TELLING = ["0612345678", "06 12 34 56 78", "AB123456", "nom@exemple.ma", "je suis Une femme de Tata et je cherche", "٠٦١٢٣٤", "", "!!!", "x" * 200]


@pytest.mark.parametrize("typed", TELLING)
def test_what_may_name_somebody_is_never_kept(typed: str) -> None:
    assert (note_miss(text=typed, language="fr", at=AT), SearchMiss.objects.count()) == (False, 0)


def test_the_same_words_of_a_day_are_one_row_and_rare_ones_are_not_shown() -> None:
    for typed in ("Apiculture", "apiculture", "APICULTURE", "Fatima"):
        assert note_miss(text=typed, language="fr", at=AT)
    assert {(miss.text, miss.count) for miss in SearchMiss.objects.all()} == {("apiculture", 3), ("fatima", 1)}
    assert [(row["text"], row["times"]) for row in often_missed()] == [("apiculture", 3)]


def test_misses_are_forgotten_after_ninety_days() -> None:
    note_miss(text="vieux", language="fr", at=AT)
    note_miss(text="encore", language="fr", at=AT + dt.timedelta(days=KEPT_DAYS))
    assert SearchMiss.objects.count() == 2
    note_miss(text="neuf", language="fr", at=AT + dt.timedelta(days=KEPT_DAYS + 1))
    assert set(SearchMiss.objects.values_list("text", flat=True)) == {"encore", "neuf"}


def test_a_day_keeps_only_so_many_different_misses() -> None:
    SearchMiss.objects.bulk_create(SearchMiss(text=f"mot {number}", language="fr", day=AT.date()) for number in range(MOST_A_DAY))
    assert (note_miss(text="de trop", language="fr", at=AT), note_miss(text="mot 1", language="fr", at=AT)) == (False, True)


@pytest.mark.parametrize(("permissions", "status"), [((), 302), (("search.view_searchmiss",), 200)])
def test_only_those_who_may_see_the_report_do(client, permissions: tuple[str, ...], status: int) -> None:
    user = User.objects.create_user("editor", password="x")
    for name in ("wagtailadmin.access_admin", *permissions):
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client.force_login(user)
    for _time in range(3):
        note_miss(text="apiculture", language="fr", at=AT)
    response = client.get(reverse("missed_searches"))
    assert response.status_code == status
    if status == 200:
        assert "apiculture" in response.content.decode()
