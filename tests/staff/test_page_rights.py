"""Guards of the page tree itself."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from home.models import NewsIndexPage, NewsPage
from portal.core.generation import next_generation
from portal.core.models import Role
from regions.models import RegionPage

from .attempts import edit_data
from .conftest import _live


def test_the_title_of_another_regions_draft_is_not_shown(tree, person, enter) -> None:
    """Typing the explorer's address of a page outside her pages leads back to them."""
    RegionPage.objects.filter(pk=tree.pages["07", "ar"].pk).update(draft_title="سر")
    client = enter(person(Role.REGIONAL_EDITOR, "09"))
    root = reverse("wagtailadmin_explore", args=[Page.get_first_root_node().pk])
    response = client.get(reverse("wagtailadmin_explore", args=[tree.pages["07", "ar"].pk]))
    assert (response.status_code, response.url) == (302, root)
    listed = client.get(reverse("wagtailadmin_explore", args=[tree.index["ar"].pk])).context["object_list"]
    assert [page.pk for page in listed] == [tree.pages["09", "ar"].pk]


@pytest.mark.parametrize(("language", "word"), [("ar", "عذرًا"), ("fr", "Désolé")])
def test_who_is_sent_away_reads_so_in_the_language_of_her_screens(tree, person, enter, language, word) -> None:
    editor = person(Role.REGIONAL_EDITOR, "09")
    UserProfile.objects.create(user=editor, preferred_language=language)
    response = enter(editor).get(reverse("wagtailadmin_pages:edit", args=[tree.standard.pk]))
    [told] = get_messages(response.wsgi_request)
    assert (response.status_code, word in str(told)) == (302, True)


def test_a_publisher_removes_pages_of_her_region_but_not_the_region(tree, person, enter) -> None:
    """An address that was printed does not fall at the word of one region."""
    client = enter(person(Role.REGIONAL_PUBLISHER, "09"))
    for page in (tree.children["09", "fr"], tree.children["09", "ar"], tree.pages["09", "ar"]):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    found = set(Page.objects.filter(slug__in=["jisr", "souss-massa"]).values_list("pk", flat=True))
    regional = {tree.pages["09", language].pk for language in ("ar", "fr", "zgh")}
    assert found == regional | {tree.children["07", "ar"].pk, tree.children["07", "fr"].pk}


def test_a_publisher_speaks_on_the_pages_of_her_region_only(tree, person, enter) -> None:
    """A forged region, or a slip in the list of regions, puts her news on another region's page, or her page in its place."""
    page, elsewhere = tree.pages["09", "ar"], tree.regions["07"]
    news = page.add_child(instance=NewsPage(title="معرض أركان", slug="news", date="2026-01-01", locale=page.locale))
    told = []
    for user in (person(Role.REGIONAL_PUBLISHER, "09"), person(Role.COMMUNICATION)):
        for one in (page, news):
            data = {**edit_data(one, date="2026-01-01"), "region": elsewhere.pk, "action-publish": "action-publish"}
            enter(user).post(reverse("wagtailadmin_pages:edit", args=[one.pk]), data)
        found = [RegionPage.objects.get(pk=page.pk).region, NewsPage.objects.get(pk=news.pk).region]
        next_generation()
        told.append((found, "معرض أركان" in Client().get("/ar/regions/marrakech-safi/").content.decode()))
    assert told == [([tree.regions["09"]] * 2, False), ([elsewhere] * 2, True)]


def _news_of(tree, code: str, **fields: object) -> NewsPage:
    """A piece of news on the Arabic page of a region, as its editors wrote it."""
    page = tree.pages[code, "ar"]
    return page.add_child(instance=NewsPage(title="معرض أركان", slug="fair", date="2026-01-01", locale=page.locale, **fields))


def _told_on(slug: str) -> bool:
    """Whether the news stands on the page of a region."""
    next_generation()
    return "معرض أركان" in Client().get(f"/ar/regions/{slug}/").content.decode()


def test_news_moved_to_another_regions_page_are_of_that_region(tree, person, enter) -> None:
    """Its draft as well, and what its translations are made from: the old region does not come back with the next publication."""
    news = _news_of(tree, "09")
    translate_object(news, [tree.locales["fr"]])
    news.title = "معرض أركان الكبير"
    news.save_revision()
    url = reverse("wagtailadmin_pages:move_confirm", args=[news.pk, tree.pages["07", "ar"].pk])
    enter(person(Role.COMMUNICATION)).post(url)
    news = NewsPage.objects.get(pk=news.pk)
    source = TranslationSource.objects.get(object_id=news.translation_key).as_instance()
    assert [one.region for one in (news, news.get_latest_revision_as_object(), source)] == [tree.regions["07"]] * 3
    assert [_told_on("souss-massa"), _told_on("marrakech-safi")] == [False, True]


def test_news_moved_from_a_region_to_the_news_of_the_country_keep_their_region(tree) -> None:
    """It is still about her region; one about another region than its place is so by choice."""
    index = _live(tree.homes["ar"], NewsIndexPage(title="أخبار", slug="news", locale=tree.locales["ar"]))
    news, chosen = _news_of(tree, "09"), _live(index, NewsPage(title="خبر", slug="x", date="2026-01-01", region=tree.regions["07"]))
    news.move(index, pos="last-child")
    chosen.move(index, pos="first-child")
    assert list(NewsPage.objects.order_by("pk").values_list("region", flat=True)) == [tree.regions["09"].pk, tree.regions["07"].pk]


def test_news_copied_below_another_regions_page_are_of_that_region(tree, person, enter) -> None:
    news = _news_of(tree, "09")
    data = {"new_title": "معرض أركان", "new_slug": "copy", "new_parent_page": tree.pages["07", "ar"].pk, "publish_copies": "on"}
    enter(person(Role.COMMUNICATION)).post(reverse("wagtailadmin_pages:copy", args=[news.pk]), data)
    copy = NewsPage.objects.get(slug="copy")
    assert [one.region for one in (copy, copy.get_latest_revision_as_object())] == [tree.regions["07"]] * 2


def test_many_pages_at_once_are_no_way_around(tree, person, enter) -> None:
    """Bulk actions ask the same question."""
    tree.children["07", "ar"].delete()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for user in (person(Role.REGIONAL_PUBLISHER, "09"), person(Role.REGIONAL_PUBLISHER, "07"), person(Role.SECOND_READER)):
        pages = [tree.pages[code, language].pk for code in ("07", "09") for language in ("ar", "zgh")]
        enter(user).post(f"{url}?{'&'.join(f'id={pk}' for pk in pages)}", {"next": "/admin/"})
    assert RegionPage.objects.count() == 6


def test_an_amazigh_translator_does_not_remove_drafts(tree, person, enter) -> None:
    """The right to change a draft was the right to delete it."""
    RegionPage.objects.filter(pk=tree.pages["09", "zgh"].pk).update(live=False)
    page = tree.pages["09", "zgh"]
    enter(person(Role.AMAZIGH)).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert RegionPage.objects.filter(pk=page.pk).count() == 1


def test_the_reading_state_is_not_in_the_editors_form(tree, person, enter) -> None:
    """A forged field changes nothing, for anybody."""
    page = tree.pages["09", "zgh"]
    for user in (person(Role.REGIONAL_PUBLISHER, "09"), person(Role.COMMUNICATION), person(Role.SECOND_READER), person(is_superuser=True)):
        data = {**edit_data(page, title="ⵉⵙⵎ"), "reading_state": "released", "action-publish": "action-publish"}
        enter(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        saved = RegionPage.objects.get(pk=page.pk)
        assert (saved.title, saved.reading_state) == ("ⵉⵙⵎ", "unread")


def test_a_page_that_was_never_saved_is_previewed(tree, person, enter) -> None:
    """It has no number yet, so that no other language can be offered of it."""
    client = enter(person(Role.REGIONAL_EDITOR, "09"))
    url = reverse("wagtailadmin_pages:preview_on_add", args=["home", "newspage", tree.pages["09", "ar"].pk])
    data = edit_data(NewsPage(title="معرض أركان", slug="fair", region=tree.regions["09"]), date="2026-01-01")
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    response = client.get(url)
    assert (response.status_code, "معرض أركان" in response.content.decode()) == (200, True)
