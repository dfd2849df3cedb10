"""A small tree of pages in the three languages, made without the content files."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from wagtail.models import Locale, Page

from home.models import StandardPage
from portal.core.audit import record_act
from portal.core.models import AuditEntry, SiteNotice

#: When the acts of the audit's tests begin.
NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture
def make_page(homes) -> Callable[..., StandardPage]:
    """``make_page("slug")``: a live page of text below the Arabic home, or below ``parent``; further fields by name."""

    def make(slug: str, *, parent: Page | None = None, language: str = "ar", **fields: object) -> StandardPage:
        above = parent or homes[language]
        page = StandardPage(**({"title": slug, "slug": slug, "locale": above.locale} | fields))
        return above.add_child(instance=page)

    return make


@pytest.fixture
def translate(homes) -> Callable[..., StandardPage]:
    """``translate(page, "fr")``: its live translation, with a title of its own."""

    def make(page: Page, language: str, title: str = "") -> StandardPage:
        copied = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True, alias=False)
        copied.title = title or f"{page.title} ({language})"
        copied.save_revision().publish()
        return type(page).objects.get(pk=copied.pk)

    return make


@pytest.fixture
def notice() -> SiteNotice:
    return SiteNotice.objects.create(key="breakdown", text={"ar": "عطل", "fr": "Panne"})


@pytest.fixture
def acts(notice, django_user_model):
    """``acts(5)``: so many entries of one person."""
    by = django_user_model.objects.create(username="amina")

    def make(number: int) -> list[AuditEntry]:
        return [record_act(act="notice.changed", of=notice, by=by, at=NOW + dt.timedelta(seconds=second), number=second) for second in range(number)]

    return make


@pytest.fixture
def sent(settings, tmp_path):
    """SMS go to a file; ``sent()`` reads them back."""
    settings.SMS_PROVIDER, settings.SMS_FILE = "portal.core.outbox.sms.FileSms", str(tmp_path / "sms.jsonl")

    def read() -> list[tuple[str, str]]:
        path = tmp_path / "sms.jsonl"
        return [(line["to"], line["text"]) for line in map(json.loads, path.read_text().splitlines())] if path.exists() else []

    return read
