"""Configuration of the search app."""

import datetime as dt

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Find what is public, in three languages."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Listen to what changes, load the index after the content, renew cached promotions, run by the clock, give the communication team its rights."""
        from portal.core.clock import register_job
        from portal.core.models import Role
        from portal.core.signals import watch
        from portal.core.staff.roles import register_role_permissions

        from . import live, loaders, misses, submissions
        from .models import PromotedResult

        live.connect()
        submissions.connect()
        loaders.register()
        misses.register()
        watch(PromotedResult)
        register_job("search_index", every=dt.timedelta(days=1))
        rights = [f"search.{action}_promotedresult" for action in ("add", "change", "delete", "view")]
        register_role_permissions(Role.COMMUNICATION, *rights, "search.view_searchmiss")
