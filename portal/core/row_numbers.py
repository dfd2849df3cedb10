"""Numbers of rows in addresses: as many digits as every database can compare. A longer one names no row, so its address is not there."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowNumber(IntConverter):
    """``<row:pk>``: a whole number below 10**18. Django's ``int`` has no end, and SQLite fails on one beyond 64 bits."""

    regex = "[0-9]{1,18}"


def register() -> None:
    """Called when the app is ready, before any address is read."""
    register_converter(RowNumber, "row")
