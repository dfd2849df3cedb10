"""What means the same: names of places in every script, and the programme's words in the three languages (``data/synonyms.csv``)."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from portal.core.kept import kept
from regions.models import PlaceName

from .normalise import tokens

_FILE = Path(__file__).parent / "data" / "synonyms.csv"
#: Words of the longest name looked up.
LONGEST_PHRASE = 6
#: How long a process may know of a new spelling later than the table.
_SECONDS = 60
#: Scripts in which a word is looked up; Latin letters may be French, or Amazigh typed without its keyboard.
_READINGS = ("fr", "zgh")
#: What people write before the name of a place.
PLACE_KINDS = frozenset(
    tokens("جهة إقليم عمالة ولاية مدينة جماعة مقاطعة دوار région province préfecture wilaya ville commune douar ⵜⴰⵎⵏⴰⴹⵜ ⵜⴰⵙⴳⴰ ⵜⴰⵎⴷⵉⵏⵜ", "fr")
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything that is said for one thing. A place's names are as good as each other; other words only mean the same."""

    words: tuple[str, ...]
    place: bool = False


class _Places:
    """Names of places, kept in the process; read again when the table has changed."""

    def __init__(self) -> None:
        self.signature: object = None
        self.meanings: dict[tuple[str, ...], Meaning] = {}
        self.lock = Lock()

    def current(self) -> dict[tuple[str, ...], Meaning]:
        """Key to meaning, as of the last minute."""
        signature = kept("search-place-names", _signature, timeout=_SECONDS)
        if signature != self.signature:
            with self.lock:
                self.meanings, self.signature = _read_places(), signature
        return self.meanings


_places = _Places()


def meanings() -> Callable[[str], Meaning | None]:
    """What a word or group of words means, however it is spelled and in whatever script; ``None`` when it is nothing known. As of now: for one query."""
    concepts, places = _concepts(), _places.current()

    def meaning_of(text: str) -> Meaning | None:
        for reading in _READINGS:
            key = tuple(tokens(text, reading))
            found = (concepts.get(key) or places.get(key)) if key else None
            if found is not None:
                return found
        return None

    return meaning_of


def spellings() -> list[str]:
    """Every word and name known here, as written: nobody who types one of them is corrected."""
    written = {word for meaning in _concepts().values() for word in meaning.words}
    return sorted(written | {name for meaning in _places.current().values() for name in meaning.words})


@cache
def _concepts() -> dict[tuple[str, ...], Meaning]:
    """The programme's words. A word of several lines belongs to the first."""
    meanings: dict[tuple[str, ...], Meaning] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = tuple(row["words"].split("|"))
            for word in words:
                meanings.setdefault(tuple(tokens(word, "fr")), Meaning(words))
    return meanings


def _signature() -> tuple:
    last = PlaceName.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (last, PlaceName.objects.count())


def _read_places() -> dict[tuple[str, ...], Meaning]:
    """Each spelling leads to the largest place that bears it: a region before a province, then the most people."""
    official: dict[tuple[int, int], dict[str, None]] = {}
    spelled: dict[tuple[str, ...], tuple[tuple, tuple[int, int]]] = {}
    levels = ("region", "province", "commune")
    columns = [f"{level}{column}" for level in levels for column in ("_id", "__population")]
    for spelling, is_official, *values in PlaceName.objects.order_by("-official", "pk").values_list("spelling", "official", *columns):
        level = next(level for level in range(len(levels)) if values[2 * level])
        where = (level, values[2 * level])
        rank = (level, -(values[2 * level + 1] or 0), where[1])
        if is_official or _is_tifinagh(spelling):
            official.setdefault(where, {})[spelling] = None
        for reading in _READINGS:
            key = tuple(tokens(spelling, reading))
            if key and (key not in spelled or rank < spelled[key][0]):
                spelled[key] = (rank, where)
    return {key: Meaning(tuple(official[where]), place=True) for key, (_rank, where) in spelled.items() if where in official}


def _is_tifinagh(text: str) -> bool:
    return any("\u2d30" <= char <= "\u2d7f" for char in text)
