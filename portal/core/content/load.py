"""Making and renewing the pages of the content files, in every language, without undoing an editor's work."""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from wagtail.models import Locale, Page, Site

from portal.core import languages
from portal.core.models import LoadedContent

from .build import body_data, field_values, is_complete, source_language
from .spec import ContentError, PageSpec, fingerprint, read_specs
from .translate import translate_string_by_string

Report = Callable[[str], None]
_ROOT = "root"


def load_pages(folder: str, *, report: Report, reset: bool) -> None:
    """Load every page of ``content/<folder>`` in every language; unchanged files and pages changed or removed by an editor are left alone.

    Raises:
        ContentError: a file that cannot be loaded; nothing of the folder is kept then.
    """
    specs = read_specs(folder)
    with transaction.atomic():
        loader = _PageLoader(report=report, reset=reset)
        for spec in specs:
            loader.place(spec)
        for spec in specs:
            loader.fill(spec)
    report(f"pages of “{folder}”: {len(specs)} in each language, {loader.written} written, {loader.kept} kept as edited")


class _PageLoader:
    """Loads pages one by one, remembering where each stands."""

    def __init__(self, *, report: Report, reset: bool) -> None:
        self.report, self.reset = report, reset
        self.written = self.kept = 0
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages.codes()}
        self.source_locale = self.locales[source_language()]
        self.loaded = {entry.key: entry for entry in LoadedContent.objects.filter(key__startswith="page:")}
        #: Pages of the source language by key; a link to one that an editor has removed leads nowhere, as any link to a removed page.
        self.page_ids = {entry.key.split(":")[1]: int(entry.object_id) for key, entry in self.loaded.items() if _is_source(key) and entry.object_id}
        self.present = set(Page.objects.filter(pk__in=self.page_ids.values()).values_list("pk", flat=True))
        self.removed: set[tuple[str, str]] = set()

    def place(self, spec: PageSpec) -> None:
        """See that the page exists in the source language, so that other pages can link to it."""
        if self.page_ids.get(spec.key) in self.present:
            return
        if self.is_removed(spec, source_language()):
            return
        page = spec.model(slug=spec.slug, locale=self.source_locale, live=False, **field_values(spec, source_language()))
        page.translation_key = self.translation_key(spec) or page.translation_key
        if spec.parent == _ROOT:
            _add_home(page)
        else:
            self.parent_page(spec).add_child(instance=page)
        self.page_ids[spec.key] = page.pk
        self.present.add(page.pk)
        self.remember(spec, source_language(), page, source="")

    def is_removed(self, spec: PageSpec, language: str) -> bool:
        """Whether an editor removed a page that was loaded before, or its parent: it is not made again unless told to reset."""
        known = self.loaded.get(_key(spec, language))
        if (spec.parent, language) in self.removed or (known and known.source and not self.reset):
            self.removed.add((spec.key, language))
            self.report(f"removed by an editor: {spec.key} ({language})")
            return True
        return False

    def translation_key(self, spec: PageSpec) -> object | None:
        """What binds a page made again to its translations that are still there."""
        known = [self.loaded[key].object_id for key in (_key(spec, code) for code in self.locales) if key in self.loaded and self.loaded[key].object_id]
        return Page.objects.filter(pk__in=known).values_list("translation_key", flat=True).first()

    def parent_page(self, spec: PageSpec) -> Page:
        """The parent in the source language.

        Raises:
            ContentError: when the parent was never loaded.
        """
        if spec.parent not in self.page_ids:
            raise ContentError(f"{spec.key}: the parent “{spec.parent}” does not exist")
        return Page.objects.get(pk=self.page_ids[spec.parent])

    def fill(self, spec: PageSpec) -> None:
        """Write the page in every language, original first. Translations of an original that was edited stay with it: their texts are paired."""
        if (spec.key, source_language()) in self.removed:
            return
        page = spec.model.objects.get(pk=self.page_ids[spec.key])
        if not self.write(spec, source_language(), page, lambda: self.write_instance(page, spec, source_language())):
            return
        for code, locale in self.locales.items():
            if code == source_language():
                continue
            target = page.get_translation_or_none(locale)
            if target is not None or not self.is_removed(spec, code):
                self.write(spec, code, target, partial(self.translate, page, target, spec, code))

    def write(self, spec: PageSpec, language: str, page: Page | None, write: Callable[[], Page]) -> bool:
        """Write one page unless its file is unchanged or an editor has changed it. Returns whether it now says what the file says."""
        known = self.loaded.get(_key(spec, language))
        if page is not None and known is not None and not self.reset:
            if known.source == spec.fingerprint:
                return True
            if known.source and known.fingerprint != _page_fingerprint(page):
                self.kept += 1
                self.report(f"kept as edited: {spec.key} ({language})")
                return False
        self.remember(spec, language, write(), source=spec.fingerprint)
        self.written += 1
        return True

    def write_instance(self, page: Page, spec: PageSpec, language: str) -> Page:
        """Give a page the file's values in one language, as a published revision: the editor opens revisions, not rows."""
        values = field_values(spec, language)
        if spec.body:
            values["body"] = spec.model._meta.get_field("body").stream_block.to_python(body_data(spec, language, self.page_ids))
        for name, value in values.items():
            setattr(page, name, value)
        page.slug = page.slug if page.depth == 2 else spec.slug
        page.save_revision(clean=False).publish()
        page.refresh_from_db()
        return page

    def translate(self, original: Page, target: Page | None, spec: PageSpec, language: str) -> Page:
        """A translation kept in step with the original, or a shorter page of its own while texts are missing."""
        if is_complete(spec, language):
            translated = spec.model(**field_values(spec, language))
            if spec.body:
                translated.body = spec.model._meta.get_field("body").stream_block.to_python(body_data(spec, language, self.page_ids))
            return translate_string_by_string(original=original, translated=translated, locale=self.locales[language])
        page = target or original.copy_for_translation(self.locales[language], copy_parents=False, alias=False)
        return self.write_instance(page.specific, spec, language)

    def remember(self, spec: PageSpec, language: str, page: Page, *, source: str) -> None:
        """Keep the fingerprints by which an editor's change is told from ours."""
        key = _key(spec, language)
        entry, _created = LoadedContent.objects.update_or_create(
            key=key, defaults={"fingerprint": _page_fingerprint(page) if source else "", "source": source, "object_id": str(page.pk)}
        )
        self.loaded[key] = entry


def _key(spec: PageSpec, language: str) -> str:
    return f"page:{spec.key}:{language}"


def _is_source(key: str) -> bool:
    return key.endswith(f":{source_language()}")


def _page_fingerprint(page: Page) -> str:
    """Fingerprint of the words of a page as an editor would open it: its latest revision."""
    latest = page.get_latest_revision_as_object() if page.latest_revision_id else page
    skipped = {"id", "path", "depth", "numchild", "url_path", "latest_revision_created_at", "last_published_at", "first_published_at", "draft_title"}
    skipped |= {"has_unpublished_changes", "live_revision", "latest_revision", "search_description_updated_at", "expired", "go_live_at", "locked_at"}
    content = latest.serializable_data()
    return fingerprint({name: value for name, value in content.items() if name not in skipped and not name.startswith("page_ptr")})


def _add_home(page: Page) -> None:
    """Put the first home in place of Wagtail's welcome page, which has its slug."""
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(content_type__model="page", content_type__app_label="wagtailcore"):
        welcome.delete()
    home = Page.get_first_root_node().add_child(instance=page)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Jisr Tamkin wa Riyada"})
