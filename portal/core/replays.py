"""What must be done again after an older state of the database was restored (DESIGN 8.2). Each app registers its part when it is ready."""

from collections.abc import Callable

#: Does again what the restored state does not know of; how many records it changed.
Replay = Callable[[], int]

_replays: dict[str, Replay] = {}


def register_replay(name: str, replay: Replay) -> None:
    """Let an app set right what a restore brought back; registering a name again replaces it."""
    _replays[name] = replay


def replay_all() -> dict[str, int]:
    """Do everything again; how many records each part changed. Done twice it changes nothing more."""
    return {name: replay() for name, replay in sorted(_replays.items())}
