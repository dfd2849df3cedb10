"""The real calls of the programme, and marked examples in every state for trying the site."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import cast

from django.utils import timezone

from portal.core.loaders import register_loader
from portal.core.records import Outcome, load_record
from portal.core.yaml_files import read_yaml
from programmes.models import Programme
from regions.models import Province, Region

from .loaded_acts import leave_acts
from .models import Call, by_act

CONTENT = Path(__file__).parent / "content"
_MOMENTS = ("opens_at", "closes_at", "extended_from", "questions_until", "published_at", "review_started_at", "results_published_at", "cancelled_at")


def load_calls(*, report: Callable[[str], None], reset: bool) -> None:
    """The nine announcements of the guide: eleven calls, two of them re-launches."""
    report(f"calls: {_load('calls.yaml', reset=reset)}")


def load_samples(*, report: Callable[[str], None], reset: bool) -> None:
    """Sample calls, dated anew at each run so that every state can be seen."""
    report(f"sample calls: {_load('samples.yaml', reset=reset, sample=True)}")


def _load(name: str, *, reset: bool, sample: bool = False) -> int:
    data = read_yaml(CONTENT / name)
    shared = data.get("shared", {})
    for row in data["calls"]:
        values = _values({**shared, **row}, sample=sample)
        with by_act():
            call, outcome = load_record(key=f"calls.call:{row['slug']}", model=Call, lookup={"slug": row["slug"]}, values=values, reset=reset)
        if call is not None:
            leave_acts(call=cast(Call, call), printed=not sample, again=sample and outcome == Outcome.UPDATED)
    return len(data["calls"])


def _values(row: dict, *, sample: bool) -> dict:
    values = {name: value for name, value in row.items() if name != "slug"}
    values["programme"] = Programme.objects.get(code=row["programme"])
    values["regions"] = list(Region.objects.filter(slug__in=row.get("regions", [])))
    values["provinces"] = list(Province.objects.filter(slug__in=row.get("provinces", [])))
    missing = set(row.get("regions", [])) - {region.slug for region in values["regions"]} | set(row.get("provinces", [])) - {
        province.slug for province in values["provinces"]
    }
    if missing:
        raise LookupError(f"{row['slug']}: unknown places {sorted(missing)}; run load_reference first")
    for name in _MOMENTS:
        values[name] = _moment(row.get(name), at=timezone.now())
    if row.get("relaunch_of"):
        values["relaunch_of"] = Call.objects.get(slug=row["relaunch_of"])
    values["sample"] = sample
    return values


def _moment(written: str | dt.date | dt.datetime | dict | None, *, at: dt.datetime) -> dt.datetime | None:
    """A local date (midnight), a local date and hour, or ``{days: 23, time: "23:59"}`` counted from today."""
    if written is None:
        return None
    if isinstance(written, dict):
        day = timezone.localtime(at).date() + dt.timedelta(days=written["days"])
        written = f"{day.isoformat()} {written.get('time', '09:00')}"
    return timezone.make_aware(dt.datetime.fromisoformat(str(written)))


def register() -> None:
    """After programmes and forms, before the pages that show a call's deadline."""
    register_loader("programme", order=40, name="calls", load=load_calls)
    register_loader("samples", order=40, name="sample calls", load=load_samples)
