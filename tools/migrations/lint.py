"""``python -m tools.migrations.lint``: does a new migration lock a large table, or break the release that still runs? Decision 732.

Needs a PostgreSQL server (DATABASE_URL), whose SQL it reads; it changes nothing there.
"""

import os
import sys
import tomllib
from pathlib import Path

import django

#: Warnings of the linter that are errors here: each locks a table as long as it has rows.
LOCKS = ("CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "REINDEX")
RULES = Path(os.environ.get("MIGRATION_RULES", Path(__file__).with_name("rules.toml")))


def main() -> int:
    """1 when a migration breaks a rule that nobody allowed it to break, or when the rules name one that is not there."""
    django.setup()
    from django.conf import settings
    from django_migration_linter import MigrationLinter

    settings.DATABASES["default"]["NAME"] = "postgres"  # an empty one that every server has
    linter = MigrationLinter(no_cache=True, warnings_as_errors_tests=LOCKS, quiet=["ok"])
    on_disk = linter.migration_loader.disk_migrations
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))
    installed, allowed = rules["installed"], rules.get("allowed", {})
    looked_at = [key for key in sorted(on_disk) if key[0] in installed and key[1] > installed[key[0]]]
    for key in looked_at:
        linter.exclude_migration_tests = list(allowed.get(".".join(key), {}))
        linter.lint_migration(on_disk[key])
    stray = ({f"{app}.{name}" for app, name in installed.items()} | set(allowed)) - {".".join(key) for key in on_disk}
    if stray:
        print(f"{RULES.name} names migrations that are not there: {', '.join(sorted(stray))}")
    if linter.has_errors:
        print("Make it in two releases (docs/decisions/732), or say in tools/migrations/rules.toml why it may be so.")
    print(f"{len(looked_at)} newer than what is installed, {linter.nb_erroneous} against the rules")
    return int(linter.has_errors or bool(stray))


if __name__ == "__main__":
    sys.exit(main())
