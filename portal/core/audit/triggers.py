"""What the database itself refuses: changing, removing or replacing an audit row, or adding one that is sealed already.

A migration that alters the table must call :func:`install` again: SQLite makes the table anew and loses its triggers (``portal.E007`` says so).
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "core_auditentry"
_KEPT = ("id", "at", "actor_id", "act", "object_type", "object_id", "details")
_WORDS = "the audit is append-only"
NAMES = ("core_audit_added_unsealed", "core_audit_not_changed", "core_audit_not_removed")
_POSTGRESQL_NAMES = (*NAMES, "core_audit_not_truncated")

# Only one change is allowed: an entry that has no place in the chain gets one, everything else staying as it is.
_SEALING = " AND ".join(["OLD.sequence IS NULL AND NEW.sequence IS NOT NULL", *(f"NEW.{name} {{same}} OLD.{name}" for name in _KEPT)])

_SQLITE = [
    f"""CREATE TRIGGER core_audit_added_unsealed BEFORE INSERT ON {TABLE}
        WHEN NEW.sequence IS NOT NULL OR EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",  # noqa: S608 - our own constants
    f"""CREATE TRIGGER core_audit_not_changed BEFORE UPDATE ON {TABLE}
        WHEN NOT ({_SEALING.format(same="IS")})
        BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
    f"""CREATE TRIGGER core_audit_not_removed BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
]

_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION core_audit_append_only() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF {_SEALING.format(same="IS NOT DISTINCT FROM")} THEN RETURN NEW; END IF;
            ELSIF TG_OP = 'INSERT' THEN
                IF NEW.sequence IS NULL THEN RETURN NEW; END IF;
            ELSIF TG_OP = 'TRUNCATE' THEN
                IF NOT EXISTS (SELECT 1 FROM {TABLE}) THEN RETURN NULL; END IF;
            END IF;
            RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation';
        END $$ LANGUAGE plpgsql""",  # noqa: S608 - our own constants
    f"CREATE TRIGGER core_audit_added_unsealed BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION core_audit_append_only()",
    f"CREATE TRIGGER core_audit_not_changed BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION core_audit_append_only()",
    f"CREATE TRIGGER core_audit_not_removed BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION core_audit_append_only()",
    f"CREATE TRIGGER core_audit_not_truncated BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION core_audit_append_only()",
]


def install(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, or make them again. Other databases than ours have none."""
    remove(_apps, schema_editor)
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


def remove(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away, to go back before them."""
    vendor = schema_editor.connection.vendor
    for name in {"sqlite": NAMES, "postgresql": _POSTGRESQL_NAMES}.get(vendor, ()):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {TABLE}" if vendor == "postgresql" else ""), params=None)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be in the database and are not."""
    questions = {
        "sqlite": (NAMES, f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'"),  # noqa: S608 - our own constant
        "postgresql": (
            _POSTGRESQL_NAMES,
            f"SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('{TABLE}') AND tgenabled <> 'D'",  # noqa: S608 - our own constant
        ),
    }
    if connection.vendor not in questions:
        return []
    names, question = questions[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in names if name not in found]
