"""The linter of tools/lint finds what an older release could not live with, and lets pass what it can."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
@pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test")
def test_what_breaks_the_rules_is_named():
    rules = {"MIGRATION_RULES": str(Path(__file__).with_name("rules.toml")), "DJANGO_SETTINGS_MODULE": "tests.migrations_lint.settings"}
    command = [sys.executable, "-m", "tools.migrations.lint"]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, **rules, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    found = re.findall(r"\(broken, (\w+)\)\.\.\. ERR", run.stdout)
    assert (run.returncode, found) == (1, ["0003_obligatory", "0004_gone", "0006_locked", "0007_renamed"]), run.stdout + run.stderr
    assert "6 newer than what is installed, 4 against the rules" in run.stdout


def test_every_app_of_ours_is_looked_at_from_a_migration_it_has():
    ours = {app for app, _name in MigrationLoader(None).disk_migrations if (ROOT / _path_of(app)).is_dir()}
    installed = tomllib.loads((ROOT / "tools/migrations/rules.toml").read_text(encoding="utf-8"))["installed"]
    assert sorted(installed) == sorted(ours)


def _path_of(app: str) -> str:
    path = Path(apps.get_app_config(app).path)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) and ".venv" not in path.parts else "nowhere"
