"""Operations of migrations that keep nobody waiting on PostgreSQL, and work on SQLite too. Decision 732. Their migration says ``atomic = False``."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddIndex, RemoveIndex


class AddIndexBeside(AddIndexConcurrently):
    """Make an index while the table is written to."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        above = AddIndexConcurrently if _beside(schema_editor) else AddIndex
        above.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        above = AddIndexConcurrently if _beside(schema_editor) else AddIndex
        above.database_backwards(self, app_label, schema_editor, *states)


class RemoveIndexBeside(RemoveIndexConcurrently):
    """Drop an index while the table is written to."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        above = RemoveIndexConcurrently if _beside(schema_editor) else RemoveIndex
        above.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        above = RemoveIndexConcurrently if _beside(schema_editor) else RemoveIndex
        above.database_backwards(self, app_label, schema_editor, *states)


def _beside(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
