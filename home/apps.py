"""Configuration of the home app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home page and the general pages."""

    name = "home"
    verbose_name = _("General pages")

    def ready(self) -> None:
        """Register loaders and sections; regions follow their place in the tree."""
        from . import loaders, placing, sections

        loaders.register()
        placing.connect()
        sections.register()
