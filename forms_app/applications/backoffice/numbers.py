"""Primary keys of files in addresses: those of sealed calls lie below zero (decision 534)."""

from django.urls import register_converter
from django.urls.converters import IntConverter

#: Name of the converter.
FILE = "file"


class FileNumber(IntConverter):
    """A whole number, with or without a sign."""

    regex = "-?[0-9]{1,18}"


register_converter(FileNumber, FILE)
