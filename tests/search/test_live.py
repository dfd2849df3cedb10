"""The index follows the site: what is hidden leaves in the transaction, the rest after commit, whatever the order of the tasks."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from forms_app.calls.models import Call
from home.models import HomePage, QuestionsPage, StandardPage
from portal.core.generation import next_generation
from portal.core.visibility import is_restricted
from programmes.models import Programme
from regions.models import Centre, Province, Region
from search import indexing, service
from search.models import IndexedOrigin, SearchEntry
from search.models.vector import vector
from search.query import Query
from search.sources.pages import PageSource
from tests.factories_forms import change_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    """A French home, live."""
    locale, _created = Locale.objects.get_or_create(language_code="fr")
    page = Page.get_first_root_node().add_child(instance=HomePage(title="Accueil", slug="home-fr", hero_title_1="x", locale=locale))
    Site.objects.update(root_page=page)
    return page


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable:
    """Runs what follows a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def publish(parent: Page, title: str, model: type[Page] = StandardPage, **fields: object) -> Page:
    page = parent.add_child(instance=model(title=title, slug=f"page-{Page.objects.count()}", locale=parent.locale, live=False, **fields))
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def found(text: str, language: str = "fr") -> list[str]:
    return [hit.title for hit in service.find(Query(text, language)).hits]


def region() -> Region:
    return Region.objects.create(code="09", iso_code="MA-09", slug="souss-massa", name={"ar": "سوس-ماسة", "fr": "Souss-Massa"})


def call(**fields: object) -> Call:
    programme, _created = Programme.objects.get_or_create(code="jisr", defaults={"name": {"ar": "جسر", "fr": "Jisr"}})
    values = {"title": {"ar": "دعوة الزعفران", "fr": "Appel du safran"}, "published_at": timezone.now() - dt.timedelta(days=1)} | fields
    return Call.objects.create(slug="safran", kind="associations", programme=programme, **values)


def test_a_page_is_found_after_its_publication_under_its_new_words_only(home, committed) -> None:
    with committed():
        page = publish(home, "Safran")
    assert found("safran") == ["Safran"]
    page.title = "Amandes"
    with committed():
        page.save_revision()
    assert (found("safran"), found("amandes")) == (["Safran"], [])
    with committed():
        page.save_revision().publish()
    assert (found("safran"), found("amandes")) == ([], ["Amandes"])


def test_an_alias_is_not_found_beside_its_page(home, committed) -> None:
    with committed():
        page = publish(home, "Safran")
        alias = page.create_alias(update_slug="again")
        page.save_revision().publish()  # of its aliases too
    assert set(SearchEntry.objects.values_list("origin", flat=True)) == {f"page:{page.pk}"}
    assert {f"page:{page.pk}", f"page:{alias.pk}"} & set(PageSource().origins()) == {f"page:{page.pk}"}


def test_what_is_kept_of_the_content_is_forgotten_before_the_search_reads_it(home, django_capture_on_commit_callbacks) -> None:
    """Or the entry is written from what was kept just before."""
    with django_capture_on_commit_callbacks() as after:
        publish(home, "Safran")
    assert after.index(next_generation) == 0
    assert len(after) > 1


HIDING = {
    "unpublished": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
    "private": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    "moved below a private one": lambda page: page.move(private_page(page.get_parent()), pos="last-child"),
}


def private_page(home: Page) -> Page:
    page = publish(home, "Caisse")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    next_generation()  # it became private before
    return page


@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING)
def test_what_is_hidden_is_gone_before_any_task_has_run(home, committed, hide: Callable) -> None:
    with committed():
        page = publish(home, "Safran")
    hide(page)
    assert found("safran") == []


@pytest.mark.parametrize("private", [True, False])
def test_what_became_private_or_public_is_read_as_it_is_and_not_as_it_was_kept(home, committed, private: bool) -> None:
    """A reader came just before: which pages are private is kept in the cache, and forgotten after the search has been told."""
    with committed():
        page = publish(home, "Safran")
        restriction = None if private else PageViewRestriction.objects.create(page=page, restriction_type="login")
    next_generation()
    assert is_restricted(page) is not private
    with committed():
        if restriction:
            restriction.delete()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert found("safran") == ([] if private else ["Safran"])


def test_a_private_branch_hides_what_lies_below_and_comes_back(home, committed) -> None:
    with committed():
        parent = publish(home, "Caisse")
        publish(parent, "Safran")
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type="password", password="x")
    assert found("safran") == []
    with committed():
        restriction.delete()
    assert found("safran") == ["Safran"]


def test_a_page_published_below_a_private_one_is_never_found(home, committed) -> None:
    with committed():
        parent = publish(home, "Caisse")
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
    with committed():
        publish(parent, "Safran")
    assert found("safran") == []


def test_a_moved_page_is_found_at_its_new_address(home, committed) -> None:
    with committed():
        one, other = publish(home, "Un"), publish(home, "Deux")
        page = publish(one, "Safran")
    with committed():
        page.move(other, pos="last-child")
    assert [hit.url for hit in service.find(Query("safran", "fr")).hits] == [f"/fr/{other.slug}/{page.slug}/"]


def test_a_question_taken_away_is_found_no_more(home, committed) -> None:
    def body(*questions: str) -> list:
        return [{"type": "questions", "value": [{"question": question, "answer": "<p>Oui</p>"} for question in questions]}]

    with committed():
        page = publish(home, "Questions", QuestionsPage, body=body("Le safran ?", "Les amandes ?"))
    assert (found("safran"), found("amandes")) == (["Le safran ?"], ["Les amandes ?"])
    page.body = body("Les amandes ?")
    with committed():
        page.save_revision().publish()
    assert (found("safran"), found("amandes")) == ([], ["Les amandes ?"])


def test_a_call_is_found_once_published_and_gone_once_withdrawn(committed) -> None:
    with committed():
        record = call(published_at=None)
    assert found("safran") == []
    with committed():
        change_call(record, published_at=timezone.now())
    assert (found("safran"), found("زعفران", "ar")) == (["Appel du safran"], ["دعوة الزعفران"])
    change_call(record, published_at=None)
    assert found("safran") == []


def test_a_call_is_not_found_before_its_hour(committed) -> None:
    with committed():
        call(published_at=timezone.now() + dt.timedelta(hours=1))
    assert found("safran") == []


def test_the_regions_of_a_call_follow_its_choice(committed) -> None:
    souss, oriental = region(), Region.objects.create(code="02", iso_code="MA-02", slug="oriental", name={"ar": "الشرق", "fr": "Oriental"})
    nador = Province.objects.create(region=oriental, code="02.381", slug="nador", kind="province", name={"ar": "الناظور", "fr": "Nador"})
    with committed():
        record = call()
    with committed():
        record.regions.set([souss])
    assert [service.find(Query("safran", "fr", region=slug)).total for slug in ("souss-massa", "oriental")] == [1, 0]
    assert SearchEntry.objects.get(key=f"call:{record.pk}:fr").regions == ["souss-massa"]
    with committed():
        record.regions.clear()
        record.provinces.set([nador])
    assert SearchEntry.objects.get(key=f"call:{record.pk}:fr").regions == ["oriental"]


def test_what_is_listed_with_a_regions_name_follows_its_correction(committed) -> None:
    with committed():
        souss = region()
        Province.objects.create(region=souss, code="09.581", slug="tiznit", kind="province", name={"ar": "تيزنيت", "fr": "Tiznit"})
        Centre.objects.create(code="c", kind="training", name={"ar": "مركز", "fr": "Centre"}, region=souss)
        call(title={"ar": "نداء", "fr": "Appel"}).regions.set([souss])
    with committed():
        souss.name = {"ar": "سوس-ماسة", "fr": "Souss"}
        souss.save()
    entries = SearchEntry.objects.filter(language="fr", type__in=("place", "centre", "call")).values_list("type", "summary", "keyword_tokens")
    named = {kind: ("Souss" in summary or "souss" in words, "Massa" in summary or "masa" in words or "massa" in words) for kind, summary, words in entries}
    assert named == {"place": (True, False), "centre": (True, False), "call": (True, False)}


@pytest.mark.parametrize("hide", [lambda centre: centre.delete(), lambda centre: (setattr(centre, "open_to_public", False), centre.save())])
def test_a_centre_hidden_or_removed_by_its_region_is_gone(committed, hide: Callable) -> None:
    with committed():
        centre = Centre.objects.create(code="c", kind="training", name={"ar": "مركز الزعفران", "fr": "Centre du safran"}, region=region())
    assert found("safran") == ["Centre du safran"]
    hide(centre)
    assert found("safran") == []


def test_tasks_late_twice_and_out_of_order_end_in_the_same_state(home, committed) -> None:
    with committed():
        page = publish(home, "Safran")
    version = IndexedOrigin.objects.get(origin=f"page:{page.pk}").version
    page.unpublish()
    for _time in range(2):
        indexing.refresh(f"page:{page.pk}")
    assert (found("safran"), IndexedOrigin.objects.get(origin=f"page:{page.pk}").version) == ([], version + 2)


def test_the_whole_index_made_again_equals_what_live_updates_made(home, committed) -> None:
    with committed():
        publish(home, "Safran", summary="Une plante")
        call()
    held = {entry.key: entry.fingerprint for entry in SearchEntry.objects.exclude(origin__startswith="view:")}
    SearchEntry.objects.all().delete()
    indexing.bring_up_to_date()
    home_key = f"page:{home.pk}:fr"
    assert {entry.key: entry.fingerprint for entry in SearchEntry.objects.exclude(origin__startswith="view:").exclude(key=home_key)} == held


def test_what_the_index_has_too_much_goes(home) -> None:
    indexing.bring_up_to_date()
    columns = {"title_tokens": "safran", "vector": vector("fr", ("safran", "", "", ""))}
    SearchEntry.objects.create(key="page:0:fr", origin="page:0", type="page", language="fr", title="Safran", url="/", fingerprint="x", **columns)
    assert found("safran") == ["Safran"]
    indexing.bring_up_to_date()
    assert found("safran") == []
