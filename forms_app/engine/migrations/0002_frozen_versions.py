"""The database itself refuses to change or delete a published version, whoever asks: the admin, a script, a console."""

from django.db import migrations

_REFUSAL = "A published form version never changes"

_SQLITE = [
    f"""CREATE TRIGGER engine_formversion_frozen_{act.lower()} BEFORE {act} ON engine_formversion
    BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"""
    for act in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"""CREATE FUNCTION engine_formversion_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER engine_formversion_frozen BEFORE UPDATE OR DELETE ON engine_formversion
    FOR EACH ROW EXECUTE FUNCTION engine_formversion_refuse()""",
]
_UNDO_SQLITE = [f"DROP TRIGGER IF EXISTS engine_formversion_frozen_{act}" for act in ("update", "delete")]
_UNDO_POSTGRESQL = ["DROP TRIGGER IF EXISTS engine_formversion_frozen ON engine_formversion", "DROP FUNCTION IF EXISTS engine_formversion_refuse()"]


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):

    dependencies = [("engine", "0001_initial")]

    operations = [
        migrations.RunPython(
            _run({"sqlite": _SQLITE, "postgresql": _POSTGRESQL}),
            _run({"sqlite": _UNDO_SQLITE, "postgresql": _UNDO_POSTGRESQL}),
            elidable=False,
        ),
    ]
