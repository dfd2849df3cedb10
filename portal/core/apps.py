"""Configuration of the core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every other app stands on."""

    name = "portal.core"
    label = "core"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Register checks, numbers in addresses, work-arounds, signals that renew cached fragments, what keeps staff rights in step, and what is watched."""
        from . import checks, row_numbers, signals, staff, upstream  # noqa: F401 - importing registers them
        from .health import probes

        row_numbers.register()
        signals.connect()
        upstream.apply()
        staff.connect()
        probes.register()
