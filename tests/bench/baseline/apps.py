"""Registers the baseline's table."""

import os

from django.apps import AppConfig


class BaselineConfig(AppConfig):
    """The baseline."""

    name = "tests.bench.baseline"
    label = "baseline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A server that is told so works by ordinary means."""
        if os.environ.get("BENCH_ORDINARY"):
            from .ordinary import take_back

            take_back()
