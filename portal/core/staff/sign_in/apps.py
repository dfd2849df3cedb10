"""Configuration of signing in."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignInConfig(AppConfig):
    """Second factor and lock-out of staff."""

    name = "portal.core.staff.sign_in"
    label = "sign_in"
    verbose_name = "Signing in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what the audit tells of, ask for the code after each log-in, and expect the clock's job."""
        from django.contrib.auth.signals import user_logged_in

        from portal.core.audit import register_act
        from portal.core.clock import register_job

        from .pending import ask_for_code

        user_logged_in.connect(ask_for_code, dispatch_uid="sign_in.pending")
        register_job("clear_sign_ins", every=dt.timedelta(days=1))
        for act, label in (
            ("sign_in.set_up", _("Second factor set up")),
            ("sign_in.replaced", _("Second factor replaced")),
            ("sign_in.removed", _("Second factor removed")),
            ("sign_in.reset", _("Second factor reset by somebody else")),
            ("sign_in.backup_made", _("New backup codes")),
            ("sign_in.backup_used", _("Signed in with a backup code")),
        ):
            register_act(act, label)
