"""Made-up files, through the real schema: to see what the back office is like when it is full. Decision 453."""

from .run import AlreadyGenerated, Generated, generate_files, remove_generated

__all__ = ["AlreadyGenerated", "Generated", "generate_files", "remove_generated"]
