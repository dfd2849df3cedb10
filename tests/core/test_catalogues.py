"""Collecting messages, and telling when a catalogue has drifted."""

from pathlib import Path

import pytest

from portal.core.catalogues import extract, keep

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext, npgettext

plain = _("Welcome")
counted = ngettext("%(n)d call", "%(n)d calls", 2)
verb = pgettext("verb", "Search")
both = npgettext("button", "%(n)d file", "%(n)d files", 2)
split = _("one "
          "sentence")
ignored = _(plain)
"""
TEMPLATE = """{% load i18n %}{% translate "Search" %}{% translate "Search" context "verb" %}{% translate "Aa" as x %}
{% blocktranslate count n=n %}{{ n }} woman{% plural %}{{ n }} women{% endblocktranslate %}
{% blocktranslate trimmed %}
  Hello {{ name }}
{% endblocktranslate %}{% trans "It's (50%)" %}{{ _("In a filter") }}"""


@pytest.fixture
def root(tmp_path) -> Path:
    """A project with one file of code, one of the back office, and one template."""
    for folder in (*extract.CODE, extract.TEMPLATES, "portal/models", "portal/migrations"):
        (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / "portal" / "views.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "portal" / "models" / "a.py").write_text('x = _("help text")\ny = _("Welcome")', encoding="utf-8")
    (tmp_path / "portal" / "migrations" / "a.py").write_text('x = _("old")', encoding="utf-8")
    (tmp_path / "templates" / "a.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def catalogue(root: Path, language: str, *, without: str = "", **changes: str) -> list[str]:
    """Write a catalogue in which every message is translated by itself, but for the changes; return its faults."""
    path = root / language / "django.po"
    messages = extract.collect(root)
    keep.update(path, language, messages)
    catalogue = keep.read(path)
    for entry in catalogue:
        if not entry.id:
            continue
        ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        forms = [ids[0], *[ids[-1]] * (len(entry.string) - 1)] if isinstance(entry.string, tuple) else [ids[0]]
        forms = [changes.get(ids[0].replace(" ", "_"), form) for form in forms[:-1]] + [changes.get(ids[-1].replace(" ", "_"), forms[-1])]
        entry.string = tuple(forms) if isinstance(entry.string, tuple) else forms[0]
    if without:
        catalogue.delete(without)
    with path.open("wb") as file:
        keep.write_po(file, catalogue)
    return keep.faults(path, language, messages)


def test_every_message_is_found_with_its_context_and_plural(root) -> None:
    found = {(context, id_): message.plural for (context, id_), message in extract.collect(root).items()}
    assert found == {
        ("", "Welcome"): "", ("", "%(n)d call"): "%(n)d calls", ("verb", "Search"): "", ("button", "%(n)d file"): "%(n)d files",
        ("", "one sentence"): "", ("", "help text"): "", ("", "Search"): "", ("", "Aa"): "",
        ("", "%(n)s woman"): "%(n)s women", ("", "Hello %(name)s"): "", ("", "It's (50%%)"): "", ("", "In a filter"): "",
    }  # fmt: skip


def test_a_message_knows_its_files_and_who_reads_it(root) -> None:
    messages = extract.collect(root)
    assert messages["", "Welcome"].places == {"portal/views.py", "portal/models/a.py"}
    assert [messages["", id_].is_public for id_ in ("Welcome", "help text", "Aa")] == [True, False, True]


def test_two_plurals_of_one_message_are_refused(root) -> None:
    (root / "home" / "a.py").write_text('ngettext("%(n)d call", "%(n)d other", 2)', encoding="utf-8")
    with pytest.raises(ValueError, match="two plurals"):
        extract.collect(root)


@pytest.mark.parametrize(("language", "forms"), [("ar", 6), ("fr", 2), ("zgh", 3)])
def test_a_new_catalogue_has_the_plural_forms_of_its_language(root, language: str, forms: int) -> None:
    keep.update(root / "django.po", language, extract.collect(root))
    read = keep.read(root / "django.po")
    assert (read.num_plurals, len(read["%(n)d call"].string)) == (forms, forms)


def test_the_back_office_is_not_asked_for_in_amazigh(root) -> None:
    messages = extract.collect(root)
    assert {language: ("", "help text") in keep.wanted(messages, language) for language in ("ar", "fr", "zgh")} == {"ar": True, "fr": True, "zgh": False}


def test_updating_keeps_translations_adds_the_new_and_drops_the_unused(root) -> None:
    assert catalogue(root, "fr", Welcome="Bienvenue") == []
    (root / "portal" / "models" / "a.py").write_text('_("newer")', encoding="utf-8")
    assert keep.update(root / "fr" / "django.po", "fr", extract.collect(root)) == 1
    read = keep.read(root / "fr" / "django.po")
    assert (read["Welcome"].string, read["newer"].string, read.get("help text")) == ("Bienvenue", "", None)
    assert read.get("Search", context="verb").string == "Search"


def test_updating_twice_changes_nothing(root) -> None:
    path = root / "django.po"
    keep.update(path, "zgh", extract.collect(root))
    before = path.read_bytes()
    assert (keep.update(path, "zgh", extract.collect(root)), path.read_bytes()) == (0, before)


def test_a_message_that_becomes_plural_is_translated_anew(root) -> None:
    catalogue(root, "fr")
    (root / "portal" / "views.py").write_text('ngettext("Welcome", "Welcomes", 2)', encoding="utf-8")
    (root / "portal" / "models" / "a.py").unlink()
    keep.update(root / "fr" / "django.po", "fr", extract.collect(root))
    assert keep.read(root / "fr" / "django.po")["Welcome"].string == ("", "")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, []),
        ({"Welcome": ""}, ["fr: not translated: Welcome"]),
        ({"Hello_%(name)s": "Bonjour"}, ["fr: placeholder lost: Hello %(name)s"]),
        ({"Hello_%(name)s": "Bonjour %(nom)s"}, ["fr: unknown placeholder: Hello %(name)s"]),
        ({"%(n)d_call": "un appel"}, []),
        ({"%(n)d_calls": "des appels"}, ["fr: placeholder lost: %(n)d call"]),
        ({"%(n)d_calls": ""}, ["fr: not translated: %(n)d call"]),
        ({"without": "Aa"}, ["fr: not in the catalogue: Aa"]),
    ],
)
def test_a_drifted_catalogue_is_told(root, changes: dict, fault: list[str]) -> None:
    """The singular may say the number in words; the last form always shows it."""
    assert catalogue(root, "fr", **changes) == fault


def test_a_message_no_longer_used_is_told(root) -> None:
    catalogue(root, "fr")
    (root / "portal" / "models" / "a.py").unlink()
    assert keep.faults(root / "fr" / "django.po", "fr", extract.collect(root)) == ["fr: no longer used: help text"]


def test_an_uncertain_message_is_told(root) -> None:
    catalogue(root, "fr")
    path = root / "fr" / "django.po"
    path.write_text(path.read_text(encoding="utf-8").replace('msgid "Aa"', '#, fuzzy\nmsgid "Aa"'), encoding="utf-8")
    assert keep.faults(path, "fr", extract.collect(root)) == ["fr: uncertain: Aa"]


def test_no_catalogue_at_all_is_told(root) -> None:
    found = keep.faults(root / "none.po", "ar", extract.collect(root))
    assert len(found) == len(extract.collect(root))
