"""The list of calls for programs: news (Atom), dates (iCalendar), records (JSON Feed). Decision 511."""

from .atom import atom
from .calendar import calendar
from .records import records

__all__ = ["atom", "calendar", "records"]
