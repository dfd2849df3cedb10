"""Pages from content files, on a tiny tree of files of this test's own."""

from pathlib import Path

import pytest
import yaml
from django.apps import apps
from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource

from home.models import HomePage, StandardPage
from portal.core.content import ContentError, load_pages
from portal.core.models import LoadedContent

#: On PostgreSQL the tests of the site load the whole content.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TITLES = {"ar": "حقائق", "fr": "Faits", "zgh": "ⵜⵉⴷⵜ"}
TEXT = {"ar": "<p>أ</p><p>ب</p>", "fr": "<p>a</p><p>b</p>"}
FULL = TEXT | {"zgh": "<p>ⴰ</p><p>ⴱ</p>"}
HEADING = {"heading": {"ar": "عنوان", "fr": "Titre", "zgh": "ⴰⵣⵡⵍ"}}


class Files:
    """The content folder of one app, written by the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "content" / "tiny"
        self.folder.mkdir(parents=True)
        self.told: list[str] = []

    def write(self, key: str, *, parent: str = "home", body: list | None = None, kind: str = "home.StandardPage", **fields: object) -> None:
        data = {"key": key, "type": kind, "parent": parent, "slug": key, "fields": {"title": TITLES} | fields, "body": body or []}
        (self.folder / f"{key}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")

    def load(self, *, reset: bool = False) -> str:
        """Load, and return the last line told."""
        self.told = []
        load_pages("tiny", report=self.told.append, reset=reset)
        return self.told[-1]


@pytest.fixture
def files(tmp_path, monkeypatch) -> Files:
    """A home and a page of text, not loaded yet."""
    monkeypatch.setattr(apps.get_app_config("home"), "path", str(tmp_path))
    made = Files(tmp_path)
    made.write("home", parent="root", kind="home.HomePage", hero_title_1={"ar": "مرحبا", "fr": "Bonjour", "zgh": "ⴰⵣⵓⵍ"})
    made.write("facts", body=[HEADING, {"text": FULL}])
    return made


def page(language: str, slug: str = "facts") -> StandardPage:
    return StandardPage.objects.get(locale__language_code=language, slug=slug)


def text(language: str, slug: str = "facts") -> str:
    return next(block.value.source for block in page(language, slug).body if block.block_type == "text")


def edit(language: str, *, publish: bool = True, **fields: object) -> None:
    """Change a page as an editor does: a new revision."""
    changed = page(language).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(changed, name, value)
    revision = changed.save_revision()
    if publish:
        revision.publish()


def snapshot() -> tuple:
    marks = list(LoadedContent.objects.values_list("key", "fingerprint", "loaded_at"))
    return list(Page.objects.values_list("pk", "title", "latest_revision", "live")), Revision.objects.count(), marks


# What is made --------------------------------------------------------------------------


def test_every_page_is_made_live_in_every_language(files) -> None:
    assert files.load() == "pages of “tiny”: 2 in each language, 6 written, 0 kept as edited"
    found = set(StandardPage.objects.values_list("locale__language_code", "title", "slug", "live", "has_unpublished_changes"))
    assert found == {(code, title, "facts", True, False) for code, title in TITLES.items()}
    assert {code: text(code) for code in FULL} == FULL
    assert set(HomePage.objects.values_list("locale__language_code", "hero_title_1")) == {("ar", "مرحبا"), ("fr", "Bonjour"), ("zgh", "ⴰⵣⵓⵍ")}


def test_an_editor_opens_what_the_reader_sees(files) -> None:
    """The editor opens the latest revision, not the row."""
    files.load()
    for code in TITLES:
        assert page(code).get_latest_revision_as_object().title == TITLES[code]


def test_a_complete_language_is_a_translation_in_step_with_the_original(files) -> None:
    files.load()
    source = TranslationSource.objects.get_for_instance(page("ar"))
    assert sorted(source.translations.values_list("target_locale__language_code", flat=True)) == ["fr", "zgh"]
    assert {page(code).translation_key for code in TITLES} == {page("ar").translation_key}


def test_an_incomplete_amazigh_page_is_shorter_and_its_own(files) -> None:
    """Better a short true page than one half in Arabic."""
    files.write("facts", body=[HEADING, {"text": TEXT}, {"steps": [{"title": TITLES, "text": TITLES}, {"title": {"ar": "أ", "fr": "a"}, "text": TITLES}]}])
    files.load()
    body = page("zgh").body
    assert [block.block_type for block in body] == ["heading", "steps"]
    assert [step["title"] for step in body[1].value] == [TITLES["zgh"]]
    assert not TranslationSource.objects.get_for_instance(page("ar")).translations.filter(target_locale__language_code="zgh").exists()
    assert page("zgh").translation_key == page("ar").translation_key


def test_links_between_pages_lead_to_the_page_of_the_file(files) -> None:
    link = '<p><a href="page:{}">x</a></p>'
    files.write("a", body=[{"text": {code: link.format("b") for code in TITLES}}])
    files.write("b", parent="a", body=[{"text": {code: link.format("a") for code in TITLES}}])
    files.load()
    assert f'id="{page("ar", "b").pk}"' in text("ar", "a")
    assert f'id="{page("ar", "a").pk}"' in text("fr", "b")


# Running again ---------------------------------------------------------------------------


def test_a_second_run_changes_nothing(files) -> None:
    files.load()
    before = snapshot()
    assert files.load() == "pages of “tiny”: 2 in each language, 0 written, 0 kept as edited"
    assert snapshot() == before


def test_a_correction_in_the_file_reaches_every_language(files) -> None:
    files.load()
    files.write("facts", body=[HEADING, {"text": {"ar": "<p>ج</p>", "fr": "<p>c</p>", "zgh": "<p>ⵛ</p>"}}])
    assert "3 written" in files.load()
    assert {code: text(code) for code in TITLES} == {"ar": "<p>ج</p>", "fr": "<p>c</p>", "zgh": "<p>ⵛ</p>"}


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("publish", [True, False])
def test_an_editors_change_is_kept_and_told(files, language: str, publish: bool) -> None:
    """Also one that is still a draft. The other languages follow the file, unless it is their original that was edited."""
    files.load()
    edit(language, title="Edited", publish=publish)
    files.write("facts", body=[HEADING, {"text": {"ar": "<p>ج</p>", "fr": "<p>c</p>", "zgh": "<p>ⵛ</p>"}}])
    written = 0 if language == "ar" else 2
    assert files.load() == f"pages of “tiny”: 2 in each language, {written} written, 1 kept as edited"
    assert files.told[0] == f"kept as edited: facts ({language})"
    assert page(language).get_latest_revision_as_object().title == "Edited"
    assert text(language) == FULL[language]


def test_a_page_taken_off_line_stays_off_line(files) -> None:
    files.load()
    page("ar").unpublish()
    files.write("facts", body=[HEADING])
    files.load()
    assert page("ar").live is False


def test_reset_gives_up_the_editors_change(files) -> None:
    files.load()
    edit("ar", title="Edited")
    edit("fr", title="Edited too")
    assert "6 written, 0 kept" in files.load(reset=True)
    assert {code: page(code).title for code in TITLES} == TITLES


def test_a_page_an_editor_removed_stays_removed_until_reset(files) -> None:
    """And what stood below it; links to it lead nowhere instead of stopping the command."""
    files.write("below", parent="facts")
    files.write("other", body=[{"text": dict.fromkeys(TITLES, '<p><a href="page:facts">x</a></p>')}])
    files.load()
    page("ar").delete()
    files.write("other", body=[HEADING, {"text": dict.fromkeys(TITLES, '<p><a href="page:facts">y</a></p>')}])
    files.load()
    assert files.told[:2] == ["removed by an editor: facts (ar)", "removed by an editor: below (ar)"]
    assert not StandardPage.objects.filter(locale__language_code="ar", slug__in=["facts", "below"]).exists()
    files.load(reset=True)
    assert {slug: page("ar", slug).live for slug in ("facts", "below")} == {"facts": True, "below": True}


def test_a_translation_an_editor_removed_stays_removed_until_reset(files) -> None:
    files.load()
    page("fr").delete()
    files.write("facts", body=[HEADING])
    files.write("new", parent="facts")
    assert "4 written" in files.load()
    assert files.told[:2] == ["removed by an editor: facts (fr)", "removed by an editor: new (fr)"]
    assert not StandardPage.objects.filter(locale__language_code="fr").exists()
    files.load(reset=True)
    assert page("fr").title == TITLES["fr"]


# Mistakes in the files -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"body": [{"text": TEXT | {"fr": "<p>a</p>"}}]}, "fewer paragraphs"),
        ({"body": [{"text": TEXT | {"fr": "<p>a</p><p>b</p><p>c</p>"}}]}, "more paragraphs"),
        ({"parent": "nowhere"}, "the parent “nowhere” does not exist"),
        ({"parent": "wrong"}, "pages wait for each other"),
        ({"body": [{"text": dict.fromkeys(TITLES, '<a href="page:nowhere">x</a>')}]}, "a link to the unknown page “nowhere”"),
        ({"body": [{"figures": ["no-such-figure"]}]}, "no Figure"),
        ({"body": [{"centre": "no-such-centre"}]}, "no Centre"),
        ({"nonsense": "x"}, "has no field “nonsense”"),
        ({"kind": "home.NewsPage", "date": "2026-01-01", "region": "no-such-region"}, "no Region “no-such-region”"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_nothing_is_kept(files, fields: dict, told: str) -> None:
    files.write("wrong", **fields)
    before = snapshot()
    with pytest.raises(ContentError, match=told) as refused:
        files.load()
    assert "wrong" in str(refused.value)
    assert snapshot() == before


def test_two_pages_cannot_have_one_key(files) -> None:
    (files.folder / "copy.yaml").write_text((files.folder / "facts.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ContentError, match="two pages have the key facts"):
        files.load()
