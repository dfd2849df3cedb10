"""Whether the tables are those of this code."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def migrations_waiting(connection: BaseDatabaseWrapper) -> int:
    """How many migrations this database has not seen. Reads every migration: a tenth of a second.

    Until there is none, a table may lack a column, or the triggers that the next one makes: ``migrate`` itself asks the checks first.
    """
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
