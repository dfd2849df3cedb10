"""Admin screens of records that lie in a territory: a person lists, opens, changes and removes only what is visible to her.

Wagtail's views of one record ask for the model's permission, most of them never for the record's. Here each looks first
whether the record is in her territory (``visible_to``), and answers 404 otherwise, so that typing an address tells nothing.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views import chooser, snippets

from .models import TerritoryQuerySet
from .staff.requests import StaffRequest


class TerritoryPermissionPolicy(ModelPermissionPolicy):
    """The model's permissions, each where the person holds it (DESIGN 8.3). ``fixed`` records are neither added nor removed by hand."""

    def __init__(self, model: type[models.Model], *, fixed: bool = False) -> None:
        super().__init__(model)
        self.fixed = fixed

    def user_has_permission(self, user: User, action: str) -> bool:
        return not (self.fixed and action in {"add", "delete"}) and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: User, action: str, instance: models.Model) -> bool:
        return self.instances_user_has_permission_for(user, action).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> models.QuerySet:
        held = [self._get_permission_name(action) for action in actions if self.user_has_permission(user, action)]
        return self.model._default_manager.visible_to(user, *held) if held else self.model._default_manager.none()


class TerritoryForm(WagtailAdminModelForm):
    """Regions, provinces and communes offered are those where the person may do this; a record cannot be moved elsewhere."""

    territory_fields: ClassVar[tuple[str, ...]] = ("region", "province", "commune")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.territory_fields:
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and self.for_user:
                field.queryset = cast("TerritoryQuerySet", field.queryset).visible_to(self.for_user, self.permission)

    @property
    def permission(self) -> str:
        """What saving it takes."""
        meta = self.instance._meta
        return f"{meta.app_label}.{get_permission_codename('add' if self.instance._state.adding else 'change', meta)}"


class _InTerritory:
    """A view of one record, which must be visible to the person, and hold what the view asks of her."""

    model: Any
    permission_policy: Any
    permission_required: str | None
    any_permission_required: list[str] | None
    request: StaffRequest

    def get_object(self, *args: Any, **kwargs: Any) -> models.Model:
        """The record, or 404.

        Raises:
            Http404: when it lies outside her territory, as when it does not exist.
            PermissionDenied: when she sees it there, and may do this elsewhere only.
        """
        record = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of Wagtail's view beside it
        user, needed = self.request.user, self.any_permission_required or [cast("str", self.permission_required)]
        if self.permission_policy.instances_user_has_any_permission_for(user, needed).filter(pk=record.pk).exists():
            return record
        if self.model._default_manager.visible_to(user).filter(pk=record.pk).exists():
            raise PermissionDenied
        raise Http404


class _CopyView(_InTerritory, snippets.CopyView):
    pass


class _EditView(_InTerritory, snippets.EditView):
    pass


class _DeleteView(_InTerritory, snippets.DeleteView):
    pass


class _UsageView(_InTerritory, snippets.UsageView):
    pass


class _HistoryView(_InTerritory, snippets.HistoryView):
    pass


class _InspectView(_InTerritory, snippets.InspectView):
    pass


class _ChoicesInTerritory:
    """A list to choose from: Wagtail's shows every record to everybody who may enter the admin."""

    model_class: Any
    request: StaffRequest

    def get_object_list(self) -> models.QuerySet:
        """Her records."""
        return self.model_class._default_manager.visible_to(self.request.user)


class _ChooseView(_ChoicesInTerritory, chooser.ChooseView):
    pass


class _ChooseResultsView(_ChoicesInTerritory, chooser.ChooseResultsView):
    pass


class _ChosenView(chooser.SnippetChosenView):
    def get_object(self, pk: str) -> models.Model:
        """The record chosen, if it is hers to see."""
        return self.model_class._default_manager.visible_to(self.request.user).get(pk=pk)


class _ChosenMultipleView(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> models.QuerySet:
        """The records chosen, of those hers to see."""
        return self.model_class._default_manager.visible_to(self.request.user).filter(pk__in=pks)


class TerritoryChooserViewSet(chooser.SnippetChooserViewSet):
    """Choosing a record: from those visible to the person."""

    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    chosen_view_class = _ChosenView
    chosen_multiple_view_class = _ChosenMultipleView


class TerritoryViewSet(snippets.SnippetViewSet):
    """A snippet whose model's manager has ``visible_to``. Set ``fixed`` where records are only loaded, never added or removed by hand."""

    fixed = False
    copy_view_class = _CopyView
    edit_view_class = _EditView
    delete_view_class = _DeleteView
    usage_view_class = _UsageView
    history_view_class = _HistoryView
    inspect_view_class = _InspectView
    chooser_viewset_class = TerritoryChooserViewSet
    copy_view_enabled = False

    def __init__(self, **kwargs: Any) -> None:
        register_permission_policy(self.model, TerritoryPermissionPolicy(self.model, fixed=self.fixed), exact_class=True)
        super().__init__(**kwargs)

    def get_queryset(self, request: StaffRequest) -> models.QuerySet:
        """Those with which she may do anything at all, and no other's."""
        return policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(request.user, ("add", "change", "delete", "view"))
