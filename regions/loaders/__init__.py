"""What the loading commands load of the regions: the territory, then what the guide says of each region."""

from portal.core.loaders import register_loader

from .programme import load_facts
from .reference import load_territory

__all__ = ["register"]


def register() -> None:
    """The territory comes before everything, the facts of regions before pages and calls."""
    register_loader("reference", order=10, name="territory", load=load_territory)
    register_loader("programme", order=10, name="regions", load=load_facts)
