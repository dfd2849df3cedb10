"""Reading content files: which pages there are, in the order in which they can be made."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.utils import timezone
from wagtail.models import Page

from portal.core.yaml_files import read_yaml

#: Hour of a sample deadline given only as a number of days from now.
SAMPLE_HOUR = dt.time(16, 30)


class ContentError(Exception):
    """A content file that cannot be loaded; the message names the file's key and what is wrong."""


@dataclass(frozen=True)
class PageSpec:
    """One page of a content file."""

    key: str
    model: type[Page]
    parent: str
    slug: str
    fields: dict
    body: list

    @property
    def fingerprint(self) -> str:
        """Changes when the file's content does."""
        return fingerprint([self.parent, self.slug, self.fields, self.body])


def fingerprint(value: object) -> str:
    """SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def read_specs(folder: str) -> list[PageSpec]:
    """Every page file of every app's ``content/<folder>``, parents before children.

    Raises:
        ContentError: two pages with one key, or a parent that does not exist.
    """
    specs: dict[str, PageSpec] = {}
    for app in apps.get_app_configs():
        for path in sorted((Path(app.path) / "content" / folder).glob("*.yaml")):
            data = read_yaml(path)
            if data["key"] in specs:
                raise ContentError(f"two pages have the key {data['key']}")
            specs[data["key"]] = PageSpec(
                key=data["key"], model=apps.get_model(data["type"]), parent=data["parent"], slug=data.get("slug", data["key"]),
                fields=_resolve(data.get("fields", {})), body=data.get("body") or [],
            )  # fmt: skip
    return _parents_first(specs)


def _parents_first(specs: dict[str, PageSpec]) -> list[PageSpec]:
    ordered: list[PageSpec] = []
    placed: set[str] = set()
    waiting = list(specs.values())
    while waiting:
        ready = [spec for spec in waiting if spec.parent in placed or spec.parent not in specs]
        if not ready:
            raise ContentError(f"pages wait for each other: {', '.join(spec.key for spec in waiting)}")
        ordered += ready
        placed |= {spec.key for spec in ready}
        waiting = [spec for spec in waiting if spec.key not in placed]
    return ordered


def _resolve(fields: dict) -> dict:
    """Sample dates are written as days from now, so that samples never grow old."""
    return {name: _moment(value["in_days"]) if isinstance(value, dict) and "in_days" in value else value for name, value in fields.items()}


def _moment(days: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(timezone.localdate() + dt.timedelta(days=days), SAMPLE_HOUR))
