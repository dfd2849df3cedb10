"""Configuration of the applications app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """From the first answer to the receipt, and what became of the file."""

    name = "forms_app.applications"
    label = "applications"
    verbose_name = _("Files")
