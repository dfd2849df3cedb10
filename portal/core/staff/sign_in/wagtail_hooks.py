"""What signing in adds to Wagtail's admin: one's own second factor under "My account", somebody else's in the list of people."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from .reset import PERMISSION, reset


@hooks.register("register_admin_urls")
def reset_address() -> list[URLPattern]:
    """``/admin/people/<number>/second-factor/``."""
    return [path("people/<row:pk>/second-factor/", reset, name="second_factor_reset")]


@hooks.register("register_account_menu_item")
def own_second_factor(request: HttpRequest) -> dict:
    """A line under "My account"."""
    return {
        "url": reverse("second_factor_mine"),
        "label": _("Second factor"),
        "help_text": _("The code asked for after your password: set it up, replace it, make backup codes."),
    }


@hooks.register("register_user_listing_buttons")
def somebodys_second_factor(user: User, request_user: User) -> Iterator[Button]:
    """Reset it, where it is hers to reset; whether there is one the next page says, so that the list costs no query a row."""
    withheld = user.pk == request_user.pk or (user.is_superuser and not request_user.is_superuser)
    if not withheld and request_user.has_perm(PERMISSION):
        yield Button(_("Reset the second factor"), reverse("second_factor_reset", args=[user.pk]), icon_name="lock-open", priority=30)
