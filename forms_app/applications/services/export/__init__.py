"""Tables of files for the staff: which columns, how they are written, how long they are kept. Decision 454."""

from .columns import Column, Columns, columns_of
from .jobs import KEPT_HOURS, ask_export, expire_exports, make_export, note_download, take_back
from .tables import csv_lines, write_csv, write_xlsx

__all__ = [
    "KEPT_HOURS",
    "Column",
    "Columns",
    "ask_export",
    "columns_of",
    "csv_lines",
    "expire_exports",
    "make_export",
    "note_download",
    "take_back",
    "write_csv",
    "write_xlsx",
]
