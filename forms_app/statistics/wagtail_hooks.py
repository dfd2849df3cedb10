"""Staff figures in Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.core.wagtail_hooks import PermittedMenuItem

from .backoffice.views import PERMISSION


@hooks.register("register_admin_urls")
def figures_addresses() -> list[URLPattern | URLResolver]:
    """``/admin/figures/...``"""
    return [path("figures/", include("forms_app.statistics.backoffice.urls"))]


@hooks.register("register_admin_menu_item")
def figures_menu_item() -> MenuItem:
    """For those who read staff figures."""
    return PermittedMenuItem(_("Statistics"), reverse("figures"), name="figures", icon_name="table", order=165, permission=PERMISSION)


@hooks.register("register_permissions")
def permissions_given_apart() -> QuerySet[Permission]:
    """Offered in the form of groups: an agent who is given it counts the files of her territory."""
    return Permission.objects.filter(content_type__app_label="statistics", codename="read_figures")
