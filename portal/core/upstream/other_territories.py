"""Wagtail 8.0: whoever may enter the admin reads, by typing addresses, of drafts and files of every territory.

* choosing a page lists every draft; the confirmation of a move and the answers of a workflow name the page;
* the admin's API lists every picture and document, with the address of the file;
* an action on many things names those it refuses;
* two reports name the page edited last, and records of every territory.
Here each shows what is public or lies in the person's own territory.
Red without it: tests/staff/test_hostile_staff.py.
"""

from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.views.bulk_action.base_bulk_action import BulkAction
from wagtail.admin.views.chooser import BrowseView
from wagtail.admin.views.pages.workflow import WorkflowPageViewMixin
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page
from wagtail.models.audit_log import ModelLogEntryManager
from wagtail.permissions import policy_registry

_MEDIA_ACTIONS = ("add", "change", "delete", "choose")

_browse = BrowseView.get
_bulk_context = BulkAction.get_context_data
_decorate = PageTypesUsageReportView.decorate_paginated_queryset
_viewable = ModelLogEntryManager.viewable_by_user


def known(user: Any, model: type[models.Model]) -> QuerySet | None:
    """Things of a kind that are public or of the person's territory; ``None`` when the kind has no territory."""
    if issubclass(model, Page):
        return public_or_own(Page.objects.all(), user)
    if model in {get_image_model(), get_document_model()}:
        return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, _MEDIA_ACTIONS)
    records = model._default_manager.all()
    return records.visible_to(user) if hasattr(records, "visible_to") else None


def may_know(user: Any, thing: models.Model) -> bool:
    """Whether a person may read the name of a thing."""
    things = known(user, type(thing))
    return things is None or things.filter(pk=thing.pk).exists()


def public_or_own(pages: QuerySet, user: Any) -> QuerySet:
    """Pages that are live, or in her trees, or above them."""
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))


def pages_to_choose(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """A hook of Wagtail's chooser."""
    return public_or_own(pages, request.user)


def only_own_pages_move(request: HttpRequest, page: Page, destination: Page) -> None:
    """The confirmation shows both pages before anybody asked for rights."""
    if not (may_know(request.user, page) and may_know(request.user, destination)):
        raise PermissionDenied


def _browse_known(self: BrowseView, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
    parent = Page.objects.filter(pk=parent_page_id).first() if parent_page_id else None
    if parent and not may_know(request.user, parent):
        raise Http404
    return _browse(self, request, parent_page_id)


def _get_known_page(self: WorkflowPageViewMixin) -> Page:
    page = super(WorkflowPageViewMixin, self).get_object()
    if not may_know(self.request.user, page):
        raise PermissionDenied
    return page


def _own_media(stock: Any, model: type[models.Model]) -> Any:
    def get_queryset(self: Any) -> QuerySet:
        own = cast("QuerySet", known(self.request.user, model))  # media have a territory
        return stock.get_queryset(self).filter(pk__in=own.order_by().values("pk"))

    return get_queryset


def _bulk_context_known(self: BulkAction, **kwargs: Any) -> dict:
    context = _bulk_context(self, **kwargs)
    for name, things in context.items():
        if isinstance(things, list):
            context[name] = [thing for thing in things if not isinstance(thing, models.Model) or may_know(self.request.user, thing)]
    return context


def _decorate_known(self: PageTypesUsageReportView, page_types: Any) -> Any:
    page_types = _decorate(self, page_types)
    for page_type in page_types:
        if page_type.last_edited_page and not may_know(self.request.user, page_type.last_edited_page):
            page_type.last_edited_page = None
    return page_types


def _viewable_in_territory(self: ModelLogEntryManager, user: Any) -> QuerySet:
    entries = _viewable(self, user)
    if user.is_superuser:
        return entries
    kinds = ContentType.objects.filter(pk__in=list(entries.order_by().values_list("content_type", flat=True).distinct()))
    for kind in kinds:
        model = kind.model_class()
        things = known(user, model) if model else None
        if things is not None:
            named = entries.filter(content_type=kind).order_by().values_list("object_id", flat=True).distinct()
            hers = [str(pk) for pk in things.filter(pk__in=list(named)).values_list("pk", flat=True)]
            entries = entries.filter(~Q(content_type=kind) | Q(object_id__in=hers))
    return entries


def apply() -> None:
    """Narrow each."""
    BrowseView.get = _browse_known
    WorkflowPageViewMixin.get_object = _get_known_page
    ImagesAdminAPIViewSet.get_queryset = _own_media(ImagesAPIViewSet, get_image_model())
    DocumentsAdminAPIViewSet.get_queryset = _own_media(DocumentsAPIViewSet, get_document_model())
    BulkAction.get_context_data = _bulk_context_known
    PageTypesUsageReportView.decorate_paginated_queryset = _decorate_known
    ModelLogEntryManager.viewable_by_user = _viewable_in_territory
    hooks.register("construct_page_chooser_queryset", pages_to_choose)
    hooks.register("before_move_page", only_own_pages_move)
