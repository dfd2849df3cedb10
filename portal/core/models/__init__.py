"""Records every app may use."""

from .loaded import LoadedContent
from .notices import SiteNotice
from .rights import Assignment, Role, TerritoryQuerySet

__all__ = ["Assignment", "LoadedContent", "Role", "SiteNotice", "TerritoryQuerySet"]
