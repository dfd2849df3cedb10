"""Public pages, kept whole and served before sessions, database and language: docs/decisions/770-page-cache.md."""

from .public import public_page

__all__ = ["public_page"]
