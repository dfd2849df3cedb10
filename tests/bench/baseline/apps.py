"""Registers the baseline's table."""

from django.apps import AppConfig


class BaselineConfig(AppConfig):
    """The baseline."""

    name = "tests.bench.baseline"
    label = "baseline"
    default_auto_field = "django.db.models.BigAutoField"
