"""The project's own rules, as Django system checks with an id and a hint."""

from collections.abc import Sequence
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DEFAULT_DB_ALIAS, connections
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from . import languages
from .audit import triggers
from .migrations_waiting import migrations_waiting
from .outbox.neutral import telling_texts

#: Addresses taken by views under each home (DESIGN section 2): a page with such a slug would never be reached.
RESERVED_SLUGS = frozenset({"calls", "apply", "resume", "r", "track", "search", "statistics", "where", "display", "untranslated", "styleguide"})


@register()
def catalogues_are_compiled(**_kwargs: Any) -> list[CheckMessage]:
    """Every language has a compiled catalogue: without one Django raises LookupError at run time and says nothing before."""
    errors: list[CheckMessage] = []
    for code in languages.codes():
        path = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.mo"
        try:
            with path.open("rb") as catalogue:
                GNUTranslations(catalogue)
        except OSError:
            errors.append(Error(f"The catalogue of “{code}” is not compiled.", hint="make catalogues", id="portal.E001"))
    return errors


@register()
def blocks_are_explained(**_kwargs: Any) -> list[CheckMessage]:
    """Every top-level block of a StreamField has an icon, a description and a preview value, for the editor's chooser."""
    errors: list[CheckMessage] = []
    seen: set[str] = set()
    for model in get_page_models():
        for field in model._meta.get_fields():
            if not isinstance(field, StreamField):
                continue
            stream: StreamBlock = field.stream_block
            for name, block in stream.child_blocks.items():
                label = f"{block.__class__.__module__}.{name}"
                if label in seen:
                    continue
                seen.add(label)
                missing = [what for what in ("description", "preview_value") if not getattr(block.meta, what, None)]
                if block.meta.icon in {"placeholder", "", None}:
                    missing.append("icon")
                if missing:
                    errors.append(Error(f"Block “{name}” of {model.__name__} lacks: {', '.join(missing)}.", id="portal.E002"))
    return errors


@register()
def page_types_name_their_parents(**_kwargs: Any) -> list[CheckMessage]:
    """Every page type says under which parents it may stand."""
    return [
        Error(f"{model.__name__} does not declare parent_page_types.", hint="Name them as strings.", id="portal.E003")
        for model in get_page_models()
        if model is not Page and model._meta.app_label in {"home", "programmes", "regions"} and "parent_page_types" not in vars(model)
    ]


@register("database")
def no_page_hides_behind_an_address(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """No page directly under a home has a reserved slug."""
    if not databases or migrations_waiting(connections[DEFAULT_DB_ALIAS]):
        return []
    hidden = Page.objects.filter(depth=3, slug__in=RESERVED_SLUGS)
    return [Error(f"Page “{page.title}” has the reserved slug “{page.slug}”.", hint="Change its slug.", id="portal.E004") for page in hidden]


@register()
def messages_are_neutral(**_kwargs: Any) -> list[CheckMessage]:
    """No text that is sent names the programme or her situation, in any language: phones are shared."""
    return [
        Error(f"The message “{purpose}” says {', '.join(words)} in “{language}”.", hint="Say it in neutral words.", id="portal.E006")
        for purpose, language, words in telling_texts()
    ]


@register("database")
def audit_is_append_only(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The database refuses to change the audit."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not databases or migrations_waiting(connection):
        return []
    lost = triggers.missing(connection)
    hint = "A migration altered the table: let one more call portal.core.audit.triggers.install."
    return [Error(f"Triggers of the audit are missing: {', '.join(lost)}.", hint=hint, id="portal.E007")] if lost else []
