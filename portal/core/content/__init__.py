"""Pages shipped with the programme: YAML files with every language side by side, loaded as pages of three trees.

Arabic is the original; French is a wagtail-localize translation of it, string by string; Amazigh too when it is
complete, otherwise a shorter page of its own (better a short true page than a long doubtful one, DESIGN section 3).
"""

from .load import load_pages
from .spec import ContentError

__all__ = ["ContentError", "load_pages"]
