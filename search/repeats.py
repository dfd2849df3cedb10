"""What a further result that says the same still counts: a reader who has the first is there already."""

from collections import Counter
from dataclasses import dataclass, field

from search.types import ResultType

#: For each page of a programme that came before: those of the regions say nearly what the first says.
_TOLD = 0.5


@dataclass(slots=True)
class Repeats:
    """Asked of each result, best first. ``again``: what a second, third... one of the same origin is worth of the one before."""

    again: float
    _times: Counter[str] = field(default_factory=Counter)

    def worth(self, origin: str, kind: str, programme: str) -> float:
        """By what the score of the next result is multiplied."""
        told = f"programme:{programme}" if programme and kind == ResultType.PROGRAMME else ""
        worth = self.again ** self._times[origin] * _TOLD ** self._times[told]
        self._times.update(one for one in (origin, told) if one)
        return worth
