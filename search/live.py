"""What the search listens to. What hides something takes effect in the same transaction; the rest follows after commit, in the background."""

from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django_tasks.base import Task
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from forms_app.calls.models import Call
from portal.core.visibility import is_restricted
from programmes.models import Programme
from regions.models import Centre, IncubatorState, Province, Region

from . import tasks
from .indexing import forget
from .models import SearchEntry


def connect() -> None:
    """Listen. Connecting twice changes nothing."""
    for signal, receiver in (
        (page_published, _page_published),
        (page_unpublished, _page_hidden),
        (page_slug_changed, _page_moved),
        (post_page_move, _page_moved),
        (post_delete, _deleted),
        (post_save, _saved),
    ):
        signal.connect(receiver, dispatch_uid=f"search.{receiver.__name__}")
    for through in (Call.regions.through, Call.provinces.through):
        m2m_changed.connect(_call_places, sender=through, dispatch_uid=f"search.places.{through.__name__}")


def _after_commit(task: Task, *arguments: Any) -> None:
    transaction.on_commit(partial(task.enqueue, *arguments))


def _page_published(instance: Page, **_signal: Any) -> None:
    _after_commit(tasks.refresh_origin, f"page:{instance.pk}")
    _after_commit(tasks.refresh_files)


def _page_hidden(instance: Page, **_signal: Any) -> None:
    forget([f"page:{instance.pk}"])
    _page_published(instance)


def _page_moved(instance: Page, **_signal: Any) -> None:
    if is_restricted(instance):
        _forget_branch(instance.path)
    _after_commit(tasks.refresh_pages, instance.path)


def _restricted(restriction: PageViewRestriction) -> None:
    """Private at once; public again when the background has read it."""
    path = restriction.page.path
    _forget_branch(path)
    _after_commit(tasks.refresh_pages, path)


def _forget_branch(path: str) -> None:
    forget(f"page:{pk}" for pk in Page.objects.filter(path__startswith=path).values_list("pk", flat=True))


def _saved(sender: type[models.Model], instance: models.Model, **_signal: Any) -> None:
    if isinstance(instance, PageViewRestriction):
        _restricted(instance)
    elif isinstance(instance, CollectionViewRestriction):
        files_moved()
    elif isinstance(instance, Collection):
        _after_commit(tasks.refresh_files)  # the admin moves it below another one in the same transaction, and tells nobody
    elif isinstance(instance, Region):
        _after_commit(tasks.refresh_region, instance.pk)
        _after_commit(tasks.refresh_places, instance.pk)
    elif isinstance(instance, IncubatorState):
        _after_commit(tasks.refresh_region, instance.region_id)
    elif isinstance(instance, Programme):
        _after_commit(tasks.refresh_programme, instance.pk)
    elif origin := _origin(instance):
        if (isinstance(instance, Call) and not instance.published_at) or (isinstance(instance, Centre) and not instance.open_to_public):
            forget([origin])
        _after_commit(tasks.refresh_origin, origin)


def _deleted(sender: type[models.Model], instance: models.Model, **_signal: Any) -> None:
    if isinstance(instance, PageViewRestriction):
        _after_commit(tasks.refresh_pages, instance.page.path)
    elif isinstance(instance, CollectionViewRestriction):
        _after_commit(tasks.refresh_files)
    elif isinstance(instance, Page):
        _page_hidden(instance)
    elif origin := _origin(instance):
        forget([origin])
        _after_commit(tasks.refresh_origin, origin)


def _origin(instance: models.Model) -> str:
    """The origin of a record. A page's save is nobody's business: it may be a draft's, and pages have signals of their own."""
    if isinstance(instance, Call | Centre):
        return f"{type(instance).__name__.lower()}:{instance.pk}"
    if isinstance(instance, Province):
        return f"place:{instance.code}"
    if isinstance(instance, get_document_model()):
        return f"file:{instance.pk}"
    return ""


def files_moved() -> None:
    """Some files may be in a private collection now: they leave at once with every other file; those that may stay come back after commit."""
    forget(SearchEntry.objects.filter(origin__startswith="file:").values_list("origin", flat=True))
    _after_commit(tasks.refresh_files)


def _call_places(instance: Call | Region | Province, action: str, reverse: bool, pk_set: set | None, **_signal: Any) -> None:
    if not action.startswith("post_"):
        return
    for pk in pk_set or () if reverse else (instance.pk,):
        _after_commit(tasks.refresh_origin, f"call:{pk}")
