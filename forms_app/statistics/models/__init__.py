"""Counted months, and sheets that the staff kept."""

from .months import CountedMonth
from .sheets import Sheet, SheetCounter, SheetQuerySet

__all__ = ["CountedMonth", "Sheet", "SheetCounter", "SheetQuerySet"]
