"""After the content, its index: ``load_programme`` and ``load_samples`` end with an index that is complete."""

from collections.abc import Callable

from portal.core.loaders import register_loader

from .indexing import bring_up_to_date


def load_index(*, report: Callable[[str], None], reset: bool) -> None:
    """What differs is written; ``reset`` changes nothing, the index being made from the content."""
    bring_up_to_date(report)


def register() -> None:
    """Last of each stage."""
    register_loader("programme", order=900, name="search", load=load_index)
    register_loader("samples", order=900, name="search of samples", load=load_index)
