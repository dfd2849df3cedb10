"""The YAML files that come with the code: content, forms, calls, sentences."""

from pathlib import Path
from typing import Any

import yaml

#: libyaml reads ten times as fast as PyYAML's own code, which every loading at start would wait for; wheels bring it, not every platform has one.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        yaml.YAMLError: it is not one.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (both are safe loaders)
