"""The forms that come with the portal, as they are written."""

from collections.abc import Iterator
from pathlib import Path

import forms_app.engine
from portal.core.yaml_files import read_yaml

CONTENT = Path(forms_app.engine.__file__).parent / "content"
SHIPPED = {path.stem: read_yaml(path) for path in sorted(CONTENT.glob("*.yaml"))}


def texts(data: object, place: str = "") -> Iterator[tuple[str, dict]]:
    """Every translated text of a form, with the path to it."""
    if isinstance(data, dict) and data and set(data) <= {"ar", "fr", "zgh"}:
        yield place, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, f"{place}.{name}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from texts(value, f"{place}.{value.get('key', number) if isinstance(value, dict) else number}")


def known_words() -> set[str]:
    """Sourced words, and the annexed state of the feminine ones: the first vowel falls (ⵜⴰⵡⵓⵔⵉ, ⵜⵡⵓⵔⵉ)."""
    lines = (Path(__file__).parent / "amazigh_words.txt").read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return words | {"ⵜ" + word[2:] for word in words if word.startswith(("ⵜⴰ", "ⵜⵉ"))}
