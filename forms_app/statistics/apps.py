"""Configuration of the statistics app."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """How many registrations: for everybody, month by month; for the staff, on demand."""

    name = "forms_app.statistics"
    label = "statistics"
    verbose_name = _("Statistics")

    def ready(self) -> None:
        """Register the files below ``/data/``, the job of the clock, the act, who reads staff figures, and the record that renews pages."""
        from portal.core.audit import register_act
        from portal.core.clock import register_job
        from portal.core.models import Role
        from portal.core.opendata import register_data_files
        from portal.core.signals import watch
        from portal.core.staff.roles import register_role_permissions

        from .models import CountedMonth
        from .open_data import registrations

        watch(CountedMonth)
        register_data_files("registrations", registrations)
        register_job("count_registrations", every=dt.timedelta(days=1))
        register_act("statistics.sheet_kept", _("Sheet of figures kept"))
        register_role_permissions(Role.PROGRAMME_MANAGER, "statistics.read_figures")
