"""What the three loading commands load. Each app registers its own loaders; the commands run them in order.

Stages: ``reference`` (territory), ``programme`` (real facts and pages), ``samples`` (marked examples, never in production).
"""

from collections.abc import Callable
from dataclasses import dataclass

STAGES = ("reference", "programme", "samples")


@dataclass(frozen=True, order=True)
class Loader:
    """One loader. Lower ``order`` runs first; ``load(report, reset)`` is idempotent and keeps editors' changes unless ``reset``."""

    order: int
    name: str
    load: Callable


_loaders: dict[str, list[Loader]] = {stage: [] for stage in STAGES}


def register_loader(stage: str, *, order: int, name: str, load: Callable) -> None:
    """Add a loader to a stage; registering the same name again changes nothing."""
    if all(loader.name != name for loader in _loaders[stage]):
        _loaders[stage].append(Loader(order, name, load))


def loaders(stage: str) -> list[Loader]:
    """The loaders of a stage, in the order they must run."""
    return sorted(_loaders[stage], key=lambda loader: (loader.order, loader.name))
