"""Configuration of the forms engine."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngineConfig(AppConfig):
    """Definitions of forms and their frozen versions. Knows nothing of calls nor of applicants."""

    name = "forms_app.engine"
    label = "engine"
    verbose_name = _("Forms")

    def ready(self) -> None:
        """Register the loader of the shipped forms; publishing a form freezes it."""
        from . import loaders
        from .editor import publishing

        loaders.register()
        publishing.connect()
