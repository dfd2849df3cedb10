"""What short beginnings found, for a minute, in the process's own memory: everybody types the same first letters (docs/decisions/615)."""

import time
from collections.abc import Callable

#: Seconds for which the same letters are not asked again.
SECONDS = 60.0
#: A beginning of more letters may be somebody's name, and is hardly typed twice in a minute.
LONGEST = 5
#: Beginnings held: about those of all words of the site.
MOST = 5_000

#: Keys of the entries found, each with its score: nothing that is shown.
Scores = dict[str, float]


class Beginnings:
    """Of each beginning, the entries it found. One for each process; a race of two threads costs one more question."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[tuple, tuple[float, Scores]] = {}

    def found(self, where: tuple, text: str, ask: Callable[[], Scores]) -> Scores:
        """What ``text`` finds ``where`` (an index, and the state of what is in it), asked again after a minute, or at once when it is too long to be kept."""
        if len(text) > LONGEST or not text.isalpha():
            return ask()
        key, now = (*where, text), self._clock()
        until, scores = self._held.get(key, (now, {}))
        if now >= until:
            scores = ask()
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[key] = (now + SECONDS, scores)
        return scores
