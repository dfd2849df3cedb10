"""Two regions with their pages in the three languages, and people with rights."""

import copy
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from home.models import HomePage, StandardPage
from portal.core import languages
from portal.core.models import Assignment, Role
from portal.core.staff.sync import sync_all
from programmes.models import Programme, RegionalProgrammePage
from regions.models import Region, RegionIndexPage, RegionPage
from tests.made_once import for_the_file

NAMES = {"09": ("souss-massa", "سوس ماسة", "Souss-Massa"), "07": ("marrakech-safi", "مراكش آسفي", "Marrakech-Safi")}


def _live(parent: Page, page: Page) -> Page:
    """A public page, made the short way: without revisions, which cost a hundred queries each."""
    page.first_published_at = page.last_published_at = timezone.now()
    return parent.add_child(instance=page)


def _translate(page: Page, parent: Page, **fields: object) -> Page:
    """A translation that editors made by hand."""
    code = parent.locale.language_code
    title, slug = f"{page.title} ({code})", page.slug
    return _live(parent, type(page)(title=title, slug=slug, locale=parent.locale, translation_key=page.translation_key, **fields))


@pytest.fixture
def tree(made_tree, db) -> SimpleNamespace:
    """What ``made_tree`` made, a test's own."""
    return copy.deepcopy(made_tree)


@pytest.fixture(scope="module")
def made_tree(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """``regions["09"]``, ``pages["09", "fr"]`` (the region's page), ``children["09", "ar"]`` (a programme there, French kept by
    wagtail-localize as ``translations["09"]``), ``standard`` (a page of nobody's region).
    """
    with for_the_file(django_db_blocker):
        yield _make_tree()


def _make_tree() -> SimpleNamespace:
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    root = Page.get_first_root_node()
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages.codes()}
    homes = {"ar": _live(root, HomePage(title="الرئيسية", slug="home", hero_title_1="مرحبا", locale=locales["ar"]))}
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": homes["ar"]})
    index = {"ar": _live(homes["ar"], RegionIndexPage(title="الجهات", slug="regions", locale=locales["ar"]))}
    standard = _live(homes["ar"], StandardPage(title="الخصوصية", slug="privacy", locale=locales["ar"]))
    for code in languages.codes()[1:]:
        homes[code] = _live(root, HomePage(title=code, slug=code, hero_title_1=code, locale=locales[code], translation_key=homes["ar"].translation_key))
        index[code] = _translate(index["ar"], homes[code])
    programme = Programme.objects.create(code="jisr", name={"ar": "جسر", "fr": "Jisr"})
    regions, pages, children, translations = {}, {}, {}, {}
    for code, (slug, arabic, french) in NAMES.items():
        regions[code] = Region.objects.create(code=code, iso_code=f"MA-{code}", slug=slug, name={"ar": arabic, "fr": french})
        pages[code, "ar"] = _live(index["ar"], RegionPage(title=arabic, slug=slug, region=regions[code], locale=locales["ar"]))
        for language in languages.codes()[1:]:
            pages[code, language] = _translate(pages[code, "ar"], index[language], region=regions[code])
        child = RegionalProgrammePage(title=f"جسر {arabic}", summary="ملخص", slug="jisr", programme=programme, locale=locales["ar"])
        children[code, "ar"] = _live(pages[code, "ar"], child)
        translate_object(children[code, "ar"], [locales["fr"]])
        translations[code] = Translation.objects.get(source__object_id=child.translation_key, target_locale=locales["fr"])
        children[code, "fr"] = translations[code].get_target_instance()
    sync_all(lambda _line: None)
    return SimpleNamespace(
        homes=homes,
        index=index,
        standard=standard,
        programme=programme,
        regions=regions,
        pages=pages,
        children=children,
        translations=translations,
        locales=locales,
    )


@pytest.fixture
def person(tree) -> Callable[..., object]:
    """``person(Role.REGIONAL_EDITOR, "09")``: somebody with one right; ``person()`` has none."""

    def make(role: Role | None = None, region: str = "", **fields: object) -> object:
        number = get_user_model().objects.count()
        user = get_user_model().objects.create(**({"username": f"person-{number}", "first_name": f"Person {number}"} | fields))
        if role:
            Assignment.objects.create(user=user, role=role, region=tree.regions[region] if region else None)
        return get_user_model().objects.get(pk=user.pk)

    return make


@pytest.fixture
def enter() -> Callable[..., Client]:
    """``enter(user)``: a browser in which she is logged in; ``enter(None)`` is anonymous."""

    def log_in(user: object | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return log_in


@pytest.fixture
def superuser(person) -> object:
    """An administrator."""
    return person(is_superuser=True)
