"""``manage.py collect_messages``: bring the catalogues up to date; ``--check`` only says what is wrong and fails."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.core import languages
from portal.core.catalogues import extract, keep


class Command(BaseCommand):
    """Collect messages from code and templates into the catalogues."""

    help = "Collect the messages of code and templates into the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--check`` changes nothing."""
        parser.add_argument("--check", action="store_true", help="Fail when a catalogue lacks a message, a translation or a placeholder.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect or check every language."""
        messages = extract.collect(Path(settings.BASE_DIR))
        problems = []
        for code in languages.codes():
            path = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"
            if options["check"]:
                problems += keep.faults(path, code, messages)
            else:
                self.stdout.write(f"{code}: {keep.update(path, code, messages)} new")
        if problems:
            raise CommandError("\n".join(problems))
        public = sum(message.is_public for message in messages.values())
        self.stdout.write(f"{len(messages)} messages, {public} of them public")
