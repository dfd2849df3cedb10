"""Reading the data files that the app ships."""

import csv
from pathlib import Path

CONTENT = Path(__file__).resolve().parent.parent / "content"


def read_rows(name: str) -> list[dict[str, str]]:
    """Rows of ``content/reference/<name>``, by their headings."""
    with (CONTENT / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
