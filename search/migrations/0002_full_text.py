"""What makes the entries searchable: FTS5 on SQLite, kept by triggers; two GIN indexes on PostgreSQL."""

from django.db import migrations

_COLUMNS = "language, title_tokens, keyword_tokens, summary_tokens, body_tokens"
_OLD = ", ".join(f"old.{name}" for name in _COLUMNS.split(", "))
_NEW = ", ".join(f"new.{name}" for name in _COLUMNS.split(", "))
_FORGET = f"INSERT INTO search_fts(search_fts, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});"
_KEEP = f"INSERT INTO search_fts(rowid, {_COLUMNS}) VALUES (new.id, {_NEW});"

SQLITE = [
    # The words are normalised already: FTS5 must neither fold them again nor split what it does not know.
    f"""CREATE VIRTUAL TABLE search_fts USING fts5({_COLUMNS}, content='search_searchentry', content_rowid='id', tokenize="unicode61 remove_diacritics 0")""",
    f"CREATE TRIGGER search_fts_insert AFTER INSERT ON search_searchentry BEGIN {_KEEP} END",
    f"CREATE TRIGGER search_fts_delete AFTER DELETE ON search_searchentry BEGIN {_FORGET} END",
    f"CREATE TRIGGER search_fts_update AFTER UPDATE ON search_searchentry BEGIN {_FORGET} {_KEEP} END",
]
POSTGRESQL = [
    "CREATE INDEX search_entry_words ON search_searchentry USING gin (vector)",
    "CREATE INDEX search_entry_names ON search_searchentry USING gin (ts_filter(vector, '{a,b}'))",
]
UNDO = {
    "sqlite": [*(f"DROP TRIGGER search_fts_{event}" for event in ("insert", "delete", "update")), "DROP TABLE search_fts"],
    "postgresql": ["DROP INDEX search_entry_words", "DROP INDEX search_entry_names"],
}


def make(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [migrations.RunPython(make, undo)]
