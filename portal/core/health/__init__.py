"""Is the portal well? Each app says what it watches; ``/health/full`` and ``/metrics`` tell all of it. Decision 701.

A probe answers with numbers, never with words of people: what it finds is read by machines and shown to whoever holds the token.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """What one probe found. ``numbers`` become gauges under their names (seconds, counts, shares of one); ``notes`` are codes."""

    ok: bool
    numbers: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Total:
    """A business figure: how many of each kind there are now. ``label`` names the kind."""

    name: str
    help: str
    label: str
    read: Callable[[], Mapping[str, int]]


Probe = Callable[[dt.datetime], Finding]
_probes: dict[str, Probe] = {}
_totals: dict[str, Total] = {}


def register_probe(name: str, probe: Probe) -> None:
    """Let ``probe`` answer for one part of the house, under a name of lower-case letters. Called from ``AppConfig.ready()``."""
    _probes[name] = probe


def register_total(total: Total) -> None:
    """Publish a business figure among the metrics. Called from ``AppConfig.ready()``."""
    _totals[total.name] = total


def examine(*, at: dt.datetime, only: tuple[str, ...] = ()) -> dict[str, Finding]:
    """Ask every probe, or those named; one that fails is a finding, and keeps no other from answering."""
    return {name: _ask(probe, at) for name, probe in _probes.items() if not only or name in only}


def totals() -> list[Total]:
    """The registered figures."""
    return list(_totals.values())


def _ask(probe: Probe, at: dt.datetime) -> Finding:
    try:
        return probe(at)
    except Exception as error:  # whatever breaks is what the page is there to tell; its words may quote a row
        return Finding(ok=False, notes={"failure": type(error).__name__})
