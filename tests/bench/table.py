"""One table for all benches of a run: figures, and how they stand to each other and to their bar."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure. ``bar`` is what it must reach, in words; ``kept`` says whether it does, ``None`` without a bar."""

    bench: str
    what: str
    figure: str
    bar: str = ""
    kept: bool | None = None


@dataclass
class Table:
    """Rows as they come. ``quick``: small numbers, to see that a bench runs; its figures mean nothing."""

    quick: bool = False
    bench: str = ""
    rows: list[Row] = field(default_factory=list)

    def add(self, what: str, value: float, unit: str = "", *, at_most: float | None = None, at_least: float | None = None) -> float:
        """Note a figure, with the bar it must keep, and give it back."""
        bar, kept = "", None
        if at_most is not None:
            bar, kept = f"<= {_number(at_most)} {unit}".strip(), value <= at_most
        if at_least is not None:
            bar, kept = f">= {_number(at_least)} {unit}".strip(), value >= at_least
        self.rows.append(Row(self.bench, what, f"{_number(value)} {unit}".strip(), bar, kept))
        self._print(self.rows[-1])
        return value

    def ratio(self, what: str, value: float, to: float, *, at_most: float | None = None, at_least: float | None = None) -> float:
        """Note how many times ``to`` a figure of the same run is."""
        return self.add(what, value / to if to else float("inf"), "x", at_most=at_most, at_least=at_least)

    @property
    def all_kept(self) -> bool:
        """Whether every bar was kept."""
        return all(row.kept is not False for row in self.rows)

    def text(self) -> str:
        """The table, aligned."""
        lines = [("bench", "what", "figure", "bar", "")] + [(row.bench, row.what, row.figure, row.bar, _KEPT[row.kept]) for row in self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)

    def _print(self, row: Row) -> None:
        print(f"  {row.what}: {row.figure}{f'  ({row.bar}: {_KEPT[row.kept]})' if row.bar else ''}", flush=True)


_KEPT = {True: "kept", False: "MISSED", None: ""}


def _number(value: float) -> str:
    if value >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def spread(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile of several calls, in milliseconds; the first, which warms up, is not counted."""
    work()
    taken = sorted(seconds(work) * 1000 for _each in range(times))
    return statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))]


def peak_memory() -> float:
    """The most memory this process has held since :func:`forget_peak`, in MB."""
    return _status("VmHWM")


def memory() -> float:
    """Memory this process holds now, in MB."""
    return _status("VmRSS")


def forget_peak() -> None:
    """Begin to watch anew (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
