"""Records every app may use."""

from .audit import AppendOnly, AuditEntry
from .clock import ClockRun
from .loaded import LoadedContent
from .notices import SiteNotice
from .outbox import Channel, OutboxMessage
from .privacy import PrivacySettings
from .rights import Assignment, Role, TerritoryQuerySet, assignments_with

__all__ = [
    "AppendOnly",
    "Assignment",
    "AuditEntry",
    "Channel",
    "ClockRun",
    "LoadedContent",
    "OutboxMessage",
    "PrivacySettings",
    "Role",
    "SiteNotice",
    "TerritoryQuerySet",
    "assignments_with",
]
