"""Sections: how a page of a lower app shows what belongs to an upper one, without importing it (DESIGN section 2).

The upper app registers a provider for a slot of a page type from ``AppConfig.ready()``; the page renders its slots.

A view of a lower app has slots too: it names a kind of subject instead of a page type and calls :func:`render_slot_for`.
``/where/`` does so with ``regions.Place`` and the slot ``calls``: the provider receives a :class:`regions.services.Place`
(``region``, ``province`` and ``commune``, the last two may be ``None``) and shows what is open there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from . import languages
from .generation import current_generation


@dataclass(frozen=True)
class Section:
    """One provider of one slot.

    ``provider(page, request)`` returns the template's context, or ``None`` to show nothing.
    ``seconds`` is how long the rendered fragment may be kept, so how late a change by the clock may show; 0 means never.
    """

    page_type: str
    slot: str
    provider: Callable
    template: str
    cache_key: str
    seconds: int = 60


_sections: dict[tuple[str, str], list[Section]] = {}


def register_section(page_type: str, slot: str, *, provider: Callable, template: str, cache_key: str, seconds: int = 60) -> None:
    """Let ``provider`` fill ``slot`` on pages of ``page_type`` (``app_label.ModelName``). Registering twice changes nothing."""
    section = Section(page_type, slot, provider, template, cache_key, seconds)
    known = _sections.setdefault((page_type.lower(), slot), [])
    if all(other.cache_key != cache_key for other in known):
        known.append(section)


def render_slot(page: Model, slot: str, request: HttpRequest) -> SafeString:
    """All sections of a slot, rendered and cached per page, language and content generation."""
    return _render(page._meta.label_lower, slot, str(page.pk), page, request)


def render_slot_for(name: str, slot: str, *, key: str, subject: object, request: HttpRequest) -> SafeString:
    """The same for a view: ``name`` is the kind of subject (``regions.Place``), ``key`` tells one subject from another in the cache.

    Templates find the subject under ``page``, as they do a page, and under ``subject``.
    """
    return _render(name.lower(), slot, key, subject, request)


def _render(name: str, slot: str, subject_key: str, subject: object, request: HttpRequest) -> SafeString:
    parts = []
    for section in _sections.get((name, slot), ()):
        key = f"section:{section.cache_key}:{subject_key}:{languages.current()}:{current_generation()}"
        html = cache.get(key) if section.seconds else None
        if html is None:
            context = section.provider(subject, request)
            html = "" if context is None else render_to_string(section.template, {"page": subject, "subject": subject, **context})
            if section.seconds:
                cache.set(key, html, section.seconds)
        parts.append(html)
    return SafeString("".join(parts))  # joined from rendered templates, each escaped by its own
