"""Forms shipped with the programme."""

from collections.abc import Callable
from pathlib import Path

import yaml

from portal.core.loaders import register_loader

from .services import publish_form

CONTENT = Path(__file__).parent / "content"


def load_forms(*, report: Callable[[str], None], reset: bool) -> None:
    """Publish every shipped form; the same words give no new version, so there is nothing to reset."""
    for path in sorted(CONTENT.glob("*.yaml")):
        version = publish_form(key=path.stem, definition=yaml.safe_load(path.read_text(encoding="utf-8")))
        report(f"form {version}")


def register() -> None:
    """Forms come before the calls that use them."""
    register_loader("programme", order=30, name="forms", load=load_forms)
