"""How well an engine answers the judged queries: recall and nDCG of the first ten results.

``judgements.csv`` was written from what people would type about the content that ``load_programme`` and ``load_samples`` load, before any engine
was asked. Grades: 3 what was meant, 2 very useful, 1 related. An address counts once, without its fragment: a question and its page are one place.
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import log2
from pathlib import Path

FILE = Path(__file__).parent / "judgements.csv"
FIRST = 10


@dataclass(frozen=True)
class Judged:
    """One query, where it was typed, what kind of query it is, and the grade of each address below the language."""

    query: str
    site: str
    kind: str
    grades: dict[str, int]


@dataclass(frozen=True)
class Marks:
    """What one query, or the mean of several, came to."""

    recall: float
    ndcg: float


def judged() -> list[Judged]:
    """All of them."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Judged(row["query"], row["site"], row["kind"], _grades(row["relevant"])) for row in csv.DictReader(file)]


def _grades(written: str) -> dict[str, int]:
    pairs = (pair.partition(":") for pair in written.split())
    return {address: int(grade) for grade, _colon, address in pairs}


def mark(one: Judged, addresses: list[str]) -> Marks:
    """The marks of an answer, given as the addresses of its first results."""
    below = [address.removeprefix(f"/{one.site}/").partition("#")[0] for address in addresses[:FIRST]]
    gains, seen = [], set()
    for address in below:
        gains.append(0 if address in seen else one.grades.get(address, 0))
        seen.add(address)
    ideal = sorted(one.grades.values(), reverse=True)[:FIRST]
    recall = sum(gain > 0 for gain in gains) / len(ideal)
    return Marks(recall, _discounted(gains) / _discounted(ideal))


def _discounted(gains: list[int]) -> float:
    return sum((2**gain - 1) / log2(place + 2) for place, gain in enumerate(gains))


def mean(marks: list[Marks]) -> Marks:
    """Of several queries."""
    return Marks(sum(mark.recall for mark in marks) / len(marks), sum(mark.ndcg for mark in marks) / len(marks))


def table(answers: Callable[[Judged], list[str]], engine: str) -> tuple[Marks, str]:
    """The mean of every query, and a table of the means by site and by kind of query."""
    groups: dict[str, list[Marks]] = defaultdict(list)
    for one in judged():
        found = mark(one, answers(one))
        for group in ("all", f"site {one.site}", f"kind {one.kind}"):
            groups[group].append(found)
    lines = [f"{engine:<14} {'queries':>7} {'recall@10':>10} {'nDCG@10':>8}"]
    for group in sorted(groups):
        whole = mean(groups[group])
        lines.append(f"{group:<14} {len(groups[group]):>7} {whole.recall:>10.3f} {whole.ndcg:>8.3f}")
    return mean(groups["all"]), "\n".join(lines)
