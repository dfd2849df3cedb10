"""The engine on our own tables: SQLite with FTS5, or PostgreSQL with a GIN index."""
