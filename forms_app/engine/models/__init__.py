"""Models of the forms engine."""

from .definitions import FormDefinition, form_published
from .versions import FormVersion, FrozenVersionError

__all__ = ["FormDefinition", "FormVersion", "FrozenVersionError", "form_published"]
