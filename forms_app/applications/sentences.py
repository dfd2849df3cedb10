"""The sentence proposed for each outcome, in every language that has one."""

from functools import lru_cache
from pathlib import Path

from portal.core.translated import TranslatedText
from portal.core.yaml_files import read_yaml

_FILE = Path(__file__).parent / "content" / "outcomes.yaml"


@lru_cache(maxsize=1)
def _sentences() -> dict[str, dict[str, str]]:
    return read_yaml(_FILE)


def default_sentence(outcome: str) -> TranslatedText:
    """What she would read; empty for a state that is no outcome."""
    return TranslatedText(_sentences().get(outcome, {}))
