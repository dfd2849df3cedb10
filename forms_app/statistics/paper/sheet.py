"""A kept sheet as PDF and CSV: made of its row alone, so that the same row gives the same bytes."""

import csv
import io
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_app.statistics.models import Sheet
from portal.core.formats import format_number
from portal.core.paper import render_paper

_TEMPLATE = Path(__file__).with_suffix(".typ")
_BOM = "\ufeff"


def sheet_paper(sheet: Sheet) -> bytes:
    """The PDF."""
    with override(sheet.language):
        return render_paper(_TEMPLATE, language=sheet.language, data=_data(sheet))


def _data(sheet: Sheet) -> dict:
    numbers = sheet.numbers

    def cells(row: list[str | int]) -> list[str]:
        return [format_number(cell) if isinstance(cell, int) else cell for cell in row]

    return {
        "title": _("Sheet of figures %(number)s") % {"number": str(sheet)},
        "programme": _("Jisr Tamkin wa Riyada"),
        "mark": str(sheet),
        "foot": _("For the staff. Small numbers may tell of a person: do not publish this sheet."),
        "heading": numbers["heading"],
        "as_of": _("As of %(moment)s") % {"moment": numbers["as_of"]},
        "narrowed": numbers["narrowed"],
        "definitions_heading": _("What is counted"),
        "definitions": numbers["definitions"],
        "columns": numbers["columns"],
        "rows": [cells(row) for row in numbers["rows"]],
        "total": cells(numbers["total"]),
        "fingerprint_label": _("Fingerprint (SHA-256) of the question, the moment and the numbers"),
        "fingerprint": sheet.sha256,
        "date": [sheet.as_of.year, sheet.as_of.month, sheet.as_of.day],
    }


def sheet_csv(sheet: Sheet) -> bytes:
    """The numbers as a table that Excel opens, with where they are from below it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(sheet.numbers["columns"])
    writer.writerows([*sheet.numbers["rows"], sheet.numbers["total"]])
    writer.writerows([[], [sheet.numbers["heading"]], [str(sheet), sheet.as_of.isoformat(), sheet.sha256], *([line] for line in sheet.numbers["definitions"])])
    return (_BOM + buffer.getvalue()).encode()
