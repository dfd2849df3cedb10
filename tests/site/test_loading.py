"""A second run of the loading commands: nothing changes, and it takes seconds."""

import time

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from portal.core.models import LoadedContent

from .conftest import COMMANDS

pytestmark = pytest.mark.django_db
#: Written by Wagtail or Django itself, or not content at all.
NOT_CONTENT = {"sessions", "contenttypes", "admin", "wagtailsearch"}
#: Much longer than it takes (about two seconds), short enough to notice that everything is written again.
SECONDS = 30


def everything() -> dict[str, list]:
    """Every row of every table as the database holds it, but for those above."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy and model._meta.app_label not in NOT_CONTENT:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
                found[model._meta.label] = sorted(map(repr, cursor.fetchall()))
    return found


def test_a_second_run_changes_nothing_and_takes_seconds() -> None:
    before, began = everything(), time.monotonic()
    for command in COMMANDS:
        call_command(command, verbosity=0)
    took = time.monotonic() - began
    after = everything()
    assert {label: [row for row in rows if row not in before[label]] for label, rows in after.items() if rows != before[label]} == {}
    assert took < SECONDS


def test_everything_loaded_is_remembered() -> None:
    """A page or record without its mark would be taken for an editor's."""
    pages = LoadedContent.objects.filter(key__startswith="page:")
    assert pages.filter(fingerprint="").count() == 0
    assert pages.filter(source="").count() == 0
