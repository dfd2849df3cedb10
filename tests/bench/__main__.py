"""``python -m tests.bench [name ...] [--database postgresql|sqlite] [--quick]``."""

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path

from .ground import database
from .table import Table

_TOOLS = {"__init__", "__main__", "ground", "table"}


def main() -> int:
    """Run the benches that were named, or all, and print one table. 1 when a bar was missed."""
    known = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _TOOLS)
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", choices=[*known, []], help="benches; none: all")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--quick", action="store_true", help="small numbers: only shows that the benches run")
    wanted = parser.parse_args()
    table = Table(quick=wanted.quick)
    with database(wanted.database) as address:
        os.environ |= {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        _prepare()
        for name in wanted.names or known:
            bench = importlib.import_module(f"tests.bench.{name}")
            print(f"{name}: {bench.__doc__.strip().splitlines()[0]}", flush=True)
            table.bench = name
            bench.measure(table)
        _finish()
    print(f"\n{wanted.database}, Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(table.text())
    return 0 if table.all_kept else 1


def _prepare() -> None:
    """An empty database with the territory, as a new installation has it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    for command in ("compile_catalogues", "migrate", "load_reference"):
        call_command(command, verbosity=0)


def _finish() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
