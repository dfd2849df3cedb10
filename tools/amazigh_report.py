"""Count the Amazigh messages by how sure we are of them, from the comments of the catalogue.

Every message of ``locale/zgh`` carries one translator comment, ``high``, ``medium`` or ``low``:

- ``high``: an attested sentence, or attested words in an attested construction;
- ``medium``: attested words, but a form or a construction inferred from the grammar sheet;
- ``low``: a word without source, a guessed form, or a meaning the words do not quite carry.

Usage, from the root of the project::

    python tools/amazigh_report.py            # prints the table
    python tools/amazigh_report.py --write    # also puts it, dated, between the marks of docs/amazigh.md

Exits with 1 when a message has no translation or no such comment.
"""

import argparse
import datetime as dt
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zgh" / "LC_MESSAGES" / "django.po"
PAGE = ROOT / "docs" / "amazigh.md"
LEVELS = ("high", "medium", "low")
_PART = re.compile(r"(<!-- report -->\n).*?(<!-- end of report -->)", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """One message: its English words, its Amazigh forms, and the confidence written beside it."""

    english: str
    amazigh: tuple[str, ...]
    level: str

    @property
    def is_complete(self) -> bool:
        """Whether it is translated and says how sure we are."""
        return all(self.amazigh) and self.level in LEVELS


def read_entries(path: Path = CATALOGUE) -> list[Entry]:
    """The messages of the catalogue, in its order."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    entries = []
    for message in catalogue:
        if message.id:
            english = message.id[0] if isinstance(message.id, tuple | list) else message.id
            amazigh = tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)
            entries.append(Entry(english, amazigh, " ".join(message.user_comments).strip()))
    return entries


def report(entries: Iterable[Entry], on: dt.date) -> str:
    """The table of confidence and the list of the doubtful messages, in Markdown."""
    entries = list(entries)
    lines = [f"Catalogue of {on.isoformat()}: {len(entries)} messages.", "", "| confidence | messages | share |", "|---|---:|---:|"]
    for level in LEVELS:
        count = sum(entry.level == level for entry in entries)
        lines.append(f"| {level} | {count} | {count / len(entries):.0%} |")
    lines += ["", "Messages of low confidence:", "", "| message | Amazigh |", "|---|---|"]
    lines += [f"| {_cell(entry.english)} | {_cell(' / '.join(dict.fromkeys(entry.amazigh)))} |" for entry in entries if entry.level == "low"]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """Print the report; with ``--write`` keep it in the documentation."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="Put the report between the marks of docs/amazigh.md.")
    options = parser.parse_args()
    entries = read_entries()
    text = report(entries, dt.datetime.now(tz=dt.UTC).date())
    sys.stdout.write(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_PART.sub(lambda match: f"{match[1]}{text}{match[2]}", page), encoding="utf-8")
    incomplete = [entry.english for entry in entries if not entry.is_complete]
    for english in incomplete:
        sys.stderr.write(f"without translation or confidence: {english}\n")
    return 1 if incomplete else 0


if __name__ == "__main__":
    sys.exit(main())
