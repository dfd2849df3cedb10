"""Configuration of the regions app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    """Where: the territory, region pages, centres and incubators, agreements and budget lines."""

    name = "regions"
    verbose_name = _("Regions")

    def ready(self) -> None:
        """Register loaders, the first screen's panel, and the records whose change renews the pages."""
        from portal.core.signals import watch

        from . import loaders, panels
        from .models import Agreement, BudgetLine, Centre, IncubatorState, Province, Region, RegistrationCount

        watch(Agreement, BudgetLine, Centre, IncubatorState, Province, Region, RegistrationCount)
        loaders.register()
        panels.register()
