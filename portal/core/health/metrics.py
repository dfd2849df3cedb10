"""Findings and figures as Prometheus reads them: asked when they are read, so that every web process tells the same."""

from collections.abc import Iterator, Mapping

from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from portal.core.kept import kept

from . import Total, examine, totals

#: Seconds a business figure is kept: counting a million files takes longer than reading them.
_KEPT = 60


class HouseCollector(Collector):
    """One gauge for each probe and each of its numbers; one for each business figure, empty while it cannot be counted."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask, and tell."""
        well = GaugeMetricFamily("jisr_ok", "Whether a part of the portal is well (1) or not (0).", labels=["part"])
        numbers = []
        for part, finding in examine(at=timezone.now()).items():
            well.add_metric([part], float(finding.ok))
            numbers += [GaugeMetricFamily(f"jisr_{part}_{name}", f"{name} of the part {part}.", value=value) for name, value in finding.numbers.items()]
        yield well
        yield from numbers
        for total in totals():
            family = GaugeMetricFamily(f"jisr_{total.name}", total.help, labels=[total.label])
            for kind, count in _counted(total).items():
                family.add_metric([kind], count)
            yield family


def _counted(total: Total) -> Mapping[str, int]:
    try:
        return kept(f"total-{total.name}", total.read, timeout=_KEPT)
    except Exception:  # a probe tells what is broken; this page is read for that just then
        return {}


registry = CollectorRegistry(auto_describe=False)
registry.register(HouseCollector())
