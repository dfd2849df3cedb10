"""A page that is moved or copied below a region's page is of that region from then on, and so are its draft and what its translations are made from."""

import json
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail import hooks
from wagtail.models import Page
from wagtail.signals import post_page_move
from wagtail_localize.models import TranslationSource

from .models import NewsPage, NoticePage


def connect() -> None:
    """Listen to moves and copies in the page tree."""
    for model in (NewsPage, NoticePage):
        post_page_move.connect(_moved, sender=model, dispatch_uid=f"home.placing.{model.__name__}")
    hooks.register("after_copy_page", _copied)


def _moved(instance: Page, parent_page_before: Page, parent_page_after: Page, **_signal: Any) -> None:
    if parent_page_before.pk != parent_page_after.pk:
        _take_region(instance, parent_page_after)


def _copied(request: object, page: Page, new_page: Page) -> None:
    if isinstance(new_page, NewsPage | NoticePage) and page.get_parent().pk != (parent := new_page.get_parent()).pk:
        _take_region(new_page, parent)


@transaction.atomic
def _take_region(page: Page, parent: Page) -> None:
    region = getattr(parent.specific, "region_id", None)
    if region is None:
        return
    page.specific_class.objects.filter(pk=page.pk).update(region=region)
    for revision in page.revisions.filter(Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)):
        revision.content["region"] = region
        revision.save(update_fields=["content"])
    for source in TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale_id):
        source.content_json = json.dumps(json.loads(source.content_json) | {"region": region})
        source.save(update_fields=["content_json"])
