"""The business verbs of statistics."""

from .months import count_months, next_publication
from .sheets import keep_sheet

__all__ = ["count_months", "keep_sheet", "next_publication"]
