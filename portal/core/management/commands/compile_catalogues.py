"""``manage.py compile_catalogues``: compile every catalogue with Babel; no system gettext is needed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compile locale/*/LC_MESSAGES/*.po where the compiled file is missing or older."""

    help = "Compile the message catalogues."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what changed."""
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
                    continue
                with source.open("rb") as reader:
                    catalogue = read_po(reader, locale=None)
                with target.open("wb") as writer:
                    write_mo(writer, catalogue)
                self.stdout.write(f"compiled {source.parent.parent.name}")
