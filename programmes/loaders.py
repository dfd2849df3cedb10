"""Programme and figure records, then every page of the site's content folders."""

from collections.abc import Callable
from pathlib import Path

from portal.core.content import load_pages
from portal.core.loaders import register_loader
from portal.core.records import load_record
from portal.core.yaml_files import read_yaml

from .models import Figure, Programme

CONTENT = Path(__file__).parent / "content"


def load_records(*, report: Callable[[str], None], reset: bool) -> None:
    """Programmes and key figures."""
    data = read_yaml(CONTENT / "records.yaml")
    for model, rows, key in ((Programme, data["programmes"], "code"), (Figure, data["figures"], "key")):
        for row in rows:
            values = {name: value for name, value in row.items() if name != key}
            load_record(key=f"{model._meta.label_lower}:{row[key]}", model=model, lookup={key: row[key]}, values=values, reset=reset)
        report(f"{model._meta.verbose_name_plural}: {len(rows)}")


def register() -> None:
    """Records before pages: pages refer to them by code."""
    register_loader("programme", order=20, name="programmes", load=load_records)
    register_loader("programme", order=60, name="pages", load=lambda *, report, reset: load_pages("pages", report=report, reset=reset))
    register_loader("samples", order=60, name="sample pages", load=lambda *, report, reset: load_pages("samples", report=report, reset=reset))
