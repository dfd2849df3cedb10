"""What the three loading commands share."""

from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import BaseCommand

from portal.core.loaders import loaders


class LoadCommand(BaseCommand):
    """Runs every loader registered for ``stage``, in order."""

    stage: ClassVar[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--reset`` gives up editors' changes."""
        parser.add_argument("--reset", action="store_true", help="Overwrite what editors changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the stage and say what was done."""
        for loader in loaders(self.stage):
            loader.load(report=lambda line, name=loader.name: self.stdout.write(f"{name}: {line}"), reset=options["reset"])
