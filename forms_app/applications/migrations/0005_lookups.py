"""Indexes by which the staff look files up. Decision 451.

On PostgreSQL names are found by trigrams; SQLite, meant for small installations, reads the column of names.
"""

from django.db import migrations, models


def create_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute("CREATE INDEX submission_name_trigrams ON applications_submission USING gin (name_key gin_trgm_ops)")


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX submission_name_trigrams")


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_tracking_codes")]

    operations = [
        migrations.AddIndex("submission", models.Index(fields=["phone"], name="submission_phone")),
        migrations.AddIndex("submission", models.Index(fields=["helper_phone"], name="submission_helper_phone")),
        migrations.AddIndex(
            "submission",
            models.Index(fields=["-submitted_at", "-id"], name="submission_duplicates", condition=models.Q(possible_duplicate=True)),
        ),
        migrations.RunPython(create_trigrams, drop_trigrams),
    ]
