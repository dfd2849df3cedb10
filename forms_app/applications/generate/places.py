"""Where made-up files come from: regions as the registered women were, communes by their inhabitants."""

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from regions.models import Centre, Commune, RegistrationCount


class Places:
    """Draws communes. Regions weigh what the guide prints of the regional platforms (64,677 women, b_registrations_per_region.csv).

    A region without a printed figure (Laâyoune-Sakia El Hamra) weighs the least of those printed: it is not left out of trials.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._communes: dict[int, list[Commune]] = defaultdict(list)
        for commune in Commune.objects.select_related("province__region").order_by("code"):
            self._communes[commune.province.region_id].append(commune)
        printed = dict(RegistrationCount.objects.values_list("region", "women"))
        self._regions = sorted(self._communes)
        self._region_weights = [printed.get(region, min(printed.values(), default=1)) for region in self._regions]
        self._weights = {region: list(accumulate(commune.population or 1 for commune in communes)) for region, communes in self._communes.items()}
        self._centres: dict[int, list[str]] = defaultdict(list)
        for code, province in Centre.objects.shown().filter(province__isnull=False).order_by("code").values_list("code", "province"):
            self._centres[province].append(code)

    def draw(self, count: int) -> Iterator[Commune]:
        """So many communes, in the order drawn."""
        for region in self._rng.choices(self._regions, self._region_weights, k=count):
            yield self._rng.choices(self._communes[region], cum_weights=self._weights[region])[0]

    def centres(self, commune: Commune) -> tuple[str, ...]:
        """Codes of the centres in the commune's province."""
        return tuple(self._centres.get(commune.province_id, ()))
