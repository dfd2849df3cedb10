"""``search_index [update] | rebuild | check``: the register of what is public, the indices of Elasticsearch, and the index of files."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from portal.core.management.clockwork import ClockCommand
from search.elastic import connection, public_index
from search.elastic import rebuild as making
from search.elastic.bulk import WriteFailed
from search.elastic.files_index import files_origin
from search.indexing import bring_up_to_date
from search.models import SearchEntry
from search.sources import all_documents

#: What the parts of the index are called on the command line.
PARTS = ("database", "public", "files")


class Command(ClockCommand):
    """Keep the indices as the database is. Safe to interrupt, to run again, and to run while people search."""

    help = "rebuild: make every index anew, without a moment's pause of search; update: put right what differs; check: only say what differs (exit code 1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and to which part."""
        parser.add_argument("action", choices=("rebuild", "update", "check"), nargs="?", default="update")
        parser.add_argument("--only", choices=PARTS, help="One part: the register in the database, the public indices, the index of files.")

    def counts(self, **options: Any) -> bool:
        """Everything was brought up to date, and not only a part of it looked at."""
        return options["action"] != "check" and not options["only"]

    def handle(self, *args: Any, action: str, only: str | None, **options: Any) -> None:
        """Do it part by part.

        Raises:
            CommandError: something differs (check), or the server does not answer or refuses.
        """
        self.quiet = options["verbosity"] == 0
        wanted = [only] if only else list(PARTS)
        differences = 0
        if "database" in wanted:
            differences += self._database(action)
        try:
            for client, origin in self._targets(wanted):
                differences += getattr(self, f"_{action}")(client, origin)
        except (TransportError, ApiError, WriteFailed, making.CountMismatch) as failure:
            raise CommandError(f"Elasticsearch: {type(failure).__name__} {failure}") from failure
        if action == "check" and differences:
            raise CommandError(f"{differences} documents differ: run “search_index update”.")

    def _database(self, action: str) -> int:
        """The register is never empty for a moment: it is brought up to date in place."""
        if action != "check":
            bring_up_to_date(lambda line: self._say(f"database: {line}"))
            return 0
        held = dict(SearchEntry.objects.values_list("key", "fingerprint"))
        found = {document.id: document.fingerprint for document in all_documents()}
        old = sum(held[key] != stamp for key, stamp in found.items() if key in held)
        missing, extra = len(found.keys() - held.keys()), len(held.keys() - found.keys())
        self._say(f"database: {missing} missing, {old} old, {extra} too many")
        return missing + old + extra

    def _targets(self, wanted: list[str]) -> list[tuple[Elasticsearch, making.Origin]]:
        targets = []
        if "public" in wanted and settings.ELASTICSEARCH_URL:
            targets += [(connection.public_client(), origin) for origin in public_index.origins()]
        if "files" in wanted and settings.ELASTICSEARCH_SUBMISSIONS_URL:
            targets.append((connection.files_client(), files_origin()))
        if not targets and wanted != ["database"]:
            self._say("Elasticsearch is not configured (ELASTICSEARCH_URL, ELASTICSEARCH_SUBMISSIONS_URL).")
        return targets

    def _rebuild(self, client: Elasticsearch, origin: making.Origin) -> int:
        began = time.monotonic()
        count = making.rebuild(client, origin, progress=self._bar(origin.alias.name))
        seconds = time.monotonic() - began
        self._say(f"{origin.alias.name}: {count} documents in {seconds:.1f} s")
        return 0

    def _update(self, client: Elasticsearch, origin: making.Origin) -> int:
        if not making.is_made(client, origin):
            return self._rebuild(client, origin)
        found = making.bring_up_to_date(client, origin)
        self._say(f"{origin.alias.name}: {len(found.missing)} added, {len(found.stale)} renewed, {len(found.extra)} forgotten")
        return 0

    def _check(self, client: Elasticsearch, origin: making.Origin) -> int:
        if not making.is_made(client, origin):
            self._say(f"{origin.alias.name}: not made yet")
            return origin.count() or 1
        found = making.difference(client, origin)
        self._say(f"{origin.alias.name}: {len(found.missing)} missing, {len(found.stale)} old, {len(found.extra)} too many")
        return found.count

    def _bar(self, name: str) -> Callable[[int, int], None]:
        """A bar on a terminal, and nothing in a log."""
        if self.quiet or not sys.stderr.isatty():
            return lambda _done, _total: None

        def show(done: int, total: int) -> None:
            full = round(30 * done / total) if total else 30
            self.stderr.write(f"\r{name} [{'#' * full}{'.' * (30 - full)}] {done}/{total}", ending="\n" if done >= total else "")
            self.stderr.flush()

        return show

    def _say(self, line: str) -> None:
        if not self.quiet:
            self.stdout.write(line)
