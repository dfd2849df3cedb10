"""Configuration of the search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Find what is public, in three languages."""

    name = "search"
    verbose_name = "Search"
