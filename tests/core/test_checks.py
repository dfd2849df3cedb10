"""The project's own system checks: green here, and each one red when its rule is broken."""

import pytest
from django.core import checks as django_checks
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page

from home.models import HomePage, StandardPage
from portal.core import checks

pytestmark = pytest.mark.django_db
DATABASES = ["default"]


def ids(found: list) -> list[str]:
    return [message.id for message in found]


def test_the_project_is_clean(homes) -> None:
    assert ids(django_checks.run_checks(databases=DATABASES)) == []


# E001: catalogues are compiled ---------------------------------------------------


def test_a_language_without_a_compiled_catalogue_is_reported(settings, tmp_path) -> None:
    """Django itself is silent, and raises LookupError when the first reader comes."""
    for code in ("ar", "zgh"):
        (tmp_path / code / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "ar" / "LC_MESSAGES" / "django.mo").write_bytes(b"\xde\x12\x04\x95" + b"\x00" * 24)
    (tmp_path / "zgh" / "LC_MESSAGES" / "django.mo").write_bytes(b"not a catalogue")
    settings.LOCALE_PATHS = [tmp_path]
    found = checks.catalogues_are_compiled()
    assert ids(found) == ["portal.E001"] * 2
    assert [code for code in ("ar", "fr", "zgh") if any(f"“{code}”" in message.msg for message in found)] == ["fr", "zgh"]
    assert {message.hint for message in found} == {"make catalogues"}


# E002: blocks are explained --------------------------------------------------------


@pytest.mark.parametrize(("name", "value"), [("description", ""), ("preview_value", None), ("icon", "placeholder"), ("icon", "")])
def test_a_block_the_editor_cannot_tell_is_reported(monkeypatch, name: str, value: object) -> None:
    for model in (HomePage, StandardPage):
        monkeypatch.setattr(model._meta.get_field("body").stream_block.child_blocks["offers"].meta, name, value)
    found = [message for message in checks.blocks_are_explained() if "“offers”" in message.msg]
    assert set(ids(found)) <= {"portal.E002"}
    assert [name in message.msg for message in found] != []
    assert all(name in message.msg for message in found)


# E003: page types name their parents -------------------------------------------------


def test_a_page_type_that_may_stand_anywhere_is_reported(monkeypatch) -> None:
    monkeypatch.delattr(StandardPage, "parent_page_types")
    found = checks.page_types_name_their_parents()
    assert (ids(found), "StandardPage" in found[0].msg) == (["portal.E003"], True)


# E004: no page hides behind an address --------------------------------------------------


def test_a_page_behind_an_address_of_the_site_is_reported(make_page, homes) -> None:
    hidden = make_page("free", language="fr", title="Appels")
    make_page("calls", parent=make_page("below"))
    Page.objects.filter(pk=hidden.pk).update(slug="calls")  # as an import or an older version may have left it
    found = checks.no_page_hides_behind_an_address(databases=DATABASES)
    assert (ids(found), "“Appels”" in found[0].msg) == (["portal.E004"], True)


def test_pages_are_not_asked_while_migrations_wait(make_page) -> None:
    """``migrate`` obeys these checks: interrupted, its tables lack columns that pages have in this code."""
    Page.objects.filter(pk=make_page("free").pk).update(slug="calls")
    MigrationRecorder(connection).record_unapplied("wagtailcore", "0098_apitoken")
    assert checks.no_page_hides_behind_an_address(databases=DATABASES) == []


@pytest.mark.parametrize("databases", [None, []])
def test_without_a_database_nothing_is_asked_of_it(databases: list | None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert checks.no_page_hides_behind_an_address(databases=databases) == []


@pytest.mark.parametrize("word", sorted(checks.RESERVED_SLUGS))
def test_an_editor_cannot_take_a_reserved_word(make_page, word: str) -> None:
    page = make_page("free")
    page.slug = word
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.error_dict) == {"slug"}


def test_a_reserved_word_is_free_further_down(make_page) -> None:
    page = make_page("calls", parent=make_page("free"))
    page.full_clean()


@pytest.mark.parametrize("word", ["ⵜⵉⵍⴳⴳⵯⵉⵜ", "جسر", "ecole-é", "\u2d61", "-", "--_"])
def test_slugs_are_latin(make_page, word: str) -> None:
    """Addresses are printed and dictated; slugs made from Tifinagh come out empty or unreadable."""
    page = make_page("free")
    page.slug = word
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.error_dict) == {"slug"}
