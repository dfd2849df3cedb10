"""Which Chromium the tests drive, and how it is started."""

import shutil

#: The shell has no window of its own to draw: the same engine, and the journeys take three quarters of the time.
_NAMES = ("chromium-headless-shell", "chromium")
HOW_TO_GET_IT = "Debian: apt-get install chromium-headless-shell"
#: As root in a container, and without the calls home that would spoil the measurements.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def installed() -> str | None:
    """Where it is; ``None`` on a machine without it."""
    return next(filter(None, map(shutil.which, _NAMES)), None)
