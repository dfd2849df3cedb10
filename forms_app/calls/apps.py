"""Configuration of the calls app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """From the announcement of a call to its results."""

    name = "forms_app.calls"
    label = "calls"
    verbose_name = _("Calls")

    def ready(self) -> None:
        """Register loaders, sections, and the record whose change renews the pages."""
        from portal.core.signals import watch

        from . import loaders, sections
        from .models import Call

        watch(Call)
        loaders.register()
        sections.register()
