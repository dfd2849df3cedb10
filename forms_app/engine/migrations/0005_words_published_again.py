"""An editor may go back to words that were published before: they become the newest version again."""

from importlib import import_module

from django.db import migrations

_FROZEN = import_module("forms_app.engine.migrations.0002_frozen_versions")


def _freeze_again(apps, schema_editor):
    """SQLite makes the table anew for a constraint less, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in [*_FROZEN._UNDO_SQLITE, *_FROZEN._SQLITE]:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0004_form_definition_locked'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, _freeze_again, elidable=False),
        migrations.RemoveConstraint(
            model_name='formversion',
            name='one_form_version_per_text',
        ),
        migrations.RunPython(_freeze_again, migrations.RunPython.noop, elidable=False),
    ]
