"""Indexes by which registrations are counted without reading the files themselves. Decision 751.

PostgreSQL only: each holds every column that statistics group by. SQLite, meant for small installations, reads the table.
"""

from django.db import migrations

COLUMNS = (
    "call_id, region_id, province_id, status, filled_by, rural_urban, marital_status, head_of_household, disability, health_coverage, education_level, "
    "experience, applicant_kind, project_sector, project_stage, legal_form, wants_training, wants_accompaniment, registered_before"
)
TABLE = "applications_submission"


def create_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(
        f"CREATE INDEX CONCURRENTLY submission_counted ON {TABLE} (submitted_at) INCLUDE ({COLUMNS}) WHERE NOT synthetic"
    )
    schema_editor.execute(
        f"CREATE INDEX CONCURRENTLY submission_without_key ON {TABLE} (submitted_at) INCLUDE (call_id, region_id, province_id) "
        "WHERE NOT synthetic AND person_key = ''"
    )


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS submission_counted")
        schema_editor.execute("DROP INDEX IF EXISTS submission_without_key")


class Migration(migrations.Migration):
    atomic = False  # built beside the work that goes on

    dependencies = [("applications", "0012_public_register")]

    operations = [migrations.RunPython(create_indexes, drop_indexes)]
