"""Forms shipped with the programme."""

from collections.abc import Callable
from pathlib import Path

from portal.core.loaders import register_loader
from portal.core.yaml_files import read_yaml

from .editor.publishing import definition_from_json
from .editor.workflow import after_loading

CONTENT = Path(__file__).parent / "content"


def load_forms(*, report: Callable[[str], None], reset: bool) -> None:
    """Make every shipped form one that editors can change, and publish it. What they changed is kept, unless told to reset."""
    for path in sorted(CONTENT.glob("*.yaml")):
        _form, outcome = definition_from_json(key=path.stem, data=read_yaml(path), reset=reset)
        report(f"form {path.stem}: {outcome}")


def register() -> None:
    """Forms come before the calls that use them; their workflow after the groups of the staff."""
    register_loader("programme", order=30, name="forms", load=load_forms)
    register_loader("programme", order=91, name="workflow of forms", load=after_loading)
