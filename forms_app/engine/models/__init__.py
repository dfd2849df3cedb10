"""Models of the forms engine."""

from .versions import FormVersion, FrozenVersionError

__all__ = ["FormVersion", "FrozenVersionError"]
