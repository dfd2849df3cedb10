"""Readers who ask one question after another, alone or ten at once."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

Ask = Callable[[str], object]


@dataclass(frozen=True)
class Answered:
    """How long each question took, in milliseconds, shortest first; and how long all of them, in seconds."""

    times: list[float]
    seconds: float

    @property
    def median(self) -> float:
        """Milliseconds half of the questions take at most."""
        return self.times[len(self.times) // 2]

    @property
    def p95(self) -> float:
        """Milliseconds all but the slowest twentieth take at most."""
        return self.times[min(len(self.times) - 1, int(len(self.times) * 0.95))]

    @property
    def a_second(self) -> float:
        """Questions answered in a second."""
        return len(self.times) / self.seconds


def asked_in_turn(asks: Sequence[Ask], questions: Sequence[str]) -> list[Answered]:
    """One reader asks each question of each, one after the other: a slow second of the machine meets them all."""
    times = zip(*([_milliseconds(ask, text) for ask in asks] for text in questions), strict=True)
    return [Answered(sorted(own), sum(own) / 1000) for own in times]


def asked(ask: Ask, questions: Sequence[str], *, readers: int = 1) -> Answered:
    """Ask every question once, by so many readers at a time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        times = sorted(pool.map(partial(_milliseconds, ask), questions))
    return Answered(times, time.perf_counter() - began)


def _milliseconds(ask: Ask, text: str) -> float:
    began = time.perf_counter()
    ask(text)
    return (time.perf_counter() - began) * 1000
