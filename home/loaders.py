"""The site-wide notices that the programme ships."""

from collections.abc import Callable
from pathlib import Path

from portal.core.loaders import register_loader
from portal.core.models import SiteNotice
from portal.core.records import load_record
from portal.core.yaml_files import read_yaml

CONTENT = Path(__file__).parent / "content"


def load_notices(*, report: Callable[[str], None], reset: bool) -> None:
    """“Registration is free”: shown on every page."""
    rows = read_yaml(CONTENT / "notices.yaml")
    for row in rows:
        values = {"text": row["text"], "tone": row["tone"]}
        load_record(key=f"core.sitenotice:{row['key']}", model=SiteNotice, lookup={"key": row["key"]}, values=values, reset=reset)
    report(f"{SiteNotice._meta.verbose_name_plural}: {len(rows)}")


def register() -> None:
    """Notices come with the programme."""
    register_loader("programme", order=30, name="notices", load=load_notices)
