"""Models of the programmes app."""

from .pages import ProgrammeIndexPage, ProgrammePage, RegionalProgrammePage, ServiceIndexPage, ServicePage
from .records import Figure, Programme

__all__ = ["Figure", "Programme", "ProgrammeIndexPage", "ProgrammePage", "RegionalProgrammePage", "ServiceIndexPage", "ServicePage"]
