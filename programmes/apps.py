"""Configuration of the programmes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """What: programmes, services, strategies, key figures."""

    name = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Register loaders, sections, and the records whose change renews the pages."""
        from portal.core.signals import watch

        from . import loaders, sections
        from .models import Figure, Programme

        watch(Figure, Programme)
        loaders.register()
        sections.register()
