"""Renew cached fragments whenever something public changes."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .generation import next_generation


def renew_after_commit(**_signal: Any) -> None:
    """Raise the content generation once the change is really there."""
    transaction.on_commit(next_generation)


def _alias_made(instance: Model, *, created: bool, **_signal: Any) -> None:
    """A new alias of a live page is live at once, and Wagtail tells nobody."""
    if created and isinstance(instance, Page) and instance.alias_of_id:
        renew_after_commit()


def connect() -> None:
    """Listen to pages and to the core's own public records. Upper apps call :func:`watch` for theirs."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(renew_after_commit, dispatch_uid="core.renew")
    post_save.connect(_alias_made, dispatch_uid="core.renew.alias")
    from wagtail.documents import get_document_model
    from wagtail.models import PageViewRestriction, Site

    from .generation import register_turn
    from .models import PrivacySettings, SiteNotice

    register_turn("notices", SiteNotice.objects.next_turn)
    watch(PageViewRestriction, PrivacySettings, Site, SiteNotice, get_document_model())


def watch(*models: type) -> None:
    """Renew cached fragments whenever a record of these models is saved or deleted."""
    for model in models:
        post_save.connect(renew_after_commit, sender=model, dispatch_uid=f"core.renew.save.{model.__name__}")
        post_delete.connect(renew_after_commit, sender=model, dispatch_uid=f"core.renew.delete.{model.__name__}")
