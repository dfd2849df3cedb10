"""Operational texts (notices, calls, figures): their sentences are in the queue; proper names are not, for they are never transliterated."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import RevisionMixin

from portal.core.signals import renew_after_commit
from portal.core.translated import TranslatedTextField

from . import LANGUAGE

LOG_TEXT = "portal.amazigh.text"


@dataclass(frozen=True)
class OperationalText:
    """The translated sentences of one model; ``deadline`` names the field by which they are wanted."""

    model: str
    fields: tuple[str, ...]
    deadline: str = ""

    @property
    def model_class(self) -> type[models.Model] | None:
        """The model, once its app is installed."""
        try:
            return apps.get_model(self.model)
        except LookupError:
            return None

    def missing(self, record: models.Model) -> list[str]:
        """Fields that have an original and no Amazigh."""
        return [name for name in self.fields if _original(record, name) and not (getattr(record, name) or {}).get(LANGUAGE)]


_texts: dict[str, OperationalText] = {}


def register_operational_text(model: str, *fields: str, deadline: str = "") -> None:
    """Put a model's sentences in the queue; the same model again replaces the first."""
    _texts[model.lower()] = OperationalText(model, fields, deadline)


register_operational_text("core.SiteNotice", "text", deadline="ends_at")
register_operational_text("programmes.Figure", "label", "unit")
register_operational_text("regions.IncubatorState", "text")
register_operational_text("regions.Centre", "hours", "services")
register_operational_text("calls.Call", "title", "summary", "who", "what_next", "cancel_reason", deadline="closes_at")


def operational_text(label: str) -> OperationalText | None:
    """One kind by its model's label, if it is installed."""
    found = _texts.get(label.lower())
    return found if found and found.model_class else None


def untranslated_records() -> Iterator[tuple[OperationalText, models.Model]]:
    """Every record that lacks an Amazigh sentence; one query a model."""
    for text in _texts.values():
        if text.model_class is None:
            continue
        for record in text.model_class._default_manager.order_by("pk"):
            if text.missing(record):
                yield text, record


def originals(text: OperationalText, record: models.Model) -> list[dict]:
    """For the screen: each sentence with what the other languages say."""
    return [
        {
            "name": name,
            "label": cast("TranslatedTextField", record._meta.get_field(name)).verbose_name,
            "words": getattr(record, name) or {},
            "multiline": cast("TranslatedTextField", record._meta.get_field(name)).multiline,
        }
        for name in text.fields
        if _original(record, name)
    ]


@transaction.atomic
def write_amazigh(*, text: OperationalText, record: models.Model, words: dict[str, str], by: User) -> None:
    """Keep the Amazigh sentences of a record and touch nothing else of it, be it corrected at the same moment; pages show them at once."""
    record = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    changed = {}
    for name in text.fields:
        if name in words and words[name] != (getattr(record, name) or {}).get(LANGUAGE, ""):
            changed[name] = {
                **{code: word for code, word in getattr(record, name).items() if code != LANGUAGE},
                **({LANGUAGE: words[name]} if words[name] else {}),
            }
    if not changed:
        return
    for name, value in changed.items():
        setattr(record, name, value)
    record.save(update_fields=list(changed))
    renew_after_commit()
    if isinstance(record, RevisionMixin):
        record.save_revision(user=by)
    log(record, LOG_TEXT, user=by, data={"fields": sorted(changed)})


def _original(record: models.Model, name: str) -> str:
    return (getattr(record, name) or {}).get(settings.LANGUAGE_CODE, "")
