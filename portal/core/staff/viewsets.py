"""Records of the core in the admin: rights and site-wide notices."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.models import Assignment, SiteNotice

from .columns import MomentColumn
from .requests import StaffRequest


class AssignmentForm(WagtailAdminModelForm):
    """Nobody gives herself a right."""

    def clean_user(self) -> User:
        """Somebody else, unless a superuser asks.

        Raises:
            ValidationError: beside the person.
        """
        person = self.cleaned_data["user"]
        if self.for_user is not None and person.pk == self.for_user.pk and not self.for_user.is_superuser:
            raise forms.ValidationError(_("Somebody else must give you this right."))
        return person


class _ForWhoSeesRights:
    """Wagtail's choosers list every record to whoever may enter the admin: who holds which right is no reading for everybody."""

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The view, for who may see rights.

        Raises:
            PermissionDenied: she may not.
        """
        if not request.user.has_perm("core.view_assignment"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of Wagtail's view beside it


class _Choose(_ForWhoSeesRights, chooser.ChooseView):
    pass


class _Results(_ForWhoSeesRights, chooser.ChooseResultsView):
    pass


class _Chosen(_ForWhoSeesRights, chooser.SnippetChosenView):
    pass


class _ChosenMultiple(_ForWhoSeesRights, chooser.SnippetChosenMultipleView):
    pass


class AssignmentChooserViewSet(chooser.SnippetChooserViewSet):
    """Choosing a right, for who may see them."""

    choose_view_class = _Choose
    choose_results_view_class = _Results
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenMultiple


class AssignmentViewSet(SnippetViewSet):
    """Rights: who holds which role where. Groups follow."""

    model = Assignment
    icon = "key"
    menu_label = _("Rights")
    menu_name = "rights"
    menu_order = 700
    add_to_settings_menu = True
    list_display = ["user", "role", "region", "province"]
    list_filter = ["role", "region"]
    copy_view_enabled = False
    chooser_viewset_class = AssignmentChooserViewSet
    edit_handler = ObjectList([FieldPanel("user"), FieldPanel("role"), FieldPanel("region"), FieldPanel("province")], base_form_class=AssignmentForm)


class SiteNoticeViewSet(SnippetViewSet):
    """The notice on every page."""

    model = SiteNotice
    icon = "warning"
    menu_label = _("Site-wide notices")
    menu_name = "site-notices"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["text", "tone", MomentColumn(SiteNotice, "starts_at"), MomentColumn(SiteNotice, "ends_at")]
