"""What the statistics count by: fields, codes and their words. The data dictionary and the labels of charts are one list."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from portal.core.translated import TranslatedText
from portal.core.yaml_files import read_yaml

_FILE = Path(__file__).parent / "content" / "dictionary.yaml"
#: Codes of what no form has: no answer; answers put together because they are few; registrations without a place.
NOT_GIVEN, TOGETHER, NOWHERE = "not_given", "together", "00"
#: Fields that are no column of a file: whom the call addresses, and whether the person or body had sent a file before.
KIND, PERSON = "kind", "person"
#: The kind of call whose files are counted by answer: bodies are few in a region, and asked other things.
WOMEN = "project_holders"


@dataclass(frozen=True)
class Field:
    """One thing that is counted: its column (or ``kind``, ``person``), what it is called and means, and the words of its codes."""

    name: str
    label: TranslatedText
    definition: TranslatedText
    values: dict[str, TranslatedText]


@dataclass(frozen=True)
class Dictionary:
    """The whole file."""

    registrations: Field
    fields: tuple[Field, ...]
    together: Field
    not_given: Field
    nowhere: TranslatedText

    @property
    def columns(self) -> tuple[str, ...]:
        """Those fields that are columns of a file."""
        return tuple(field.name for field in self.fields if field.name not in {KIND, PERSON})


@cache
def dictionary() -> Dictionary:
    """Read once a process."""
    given = cast(dict[str, Any], read_yaml(_FILE))
    unanswered = {NOT_GIVEN: given[NOT_GIVEN]["label"]}
    fields = tuple(
        Field(name, TranslatedText(one["label"]), TranslatedText(one["definition"]), _texts(one.get("values", given["answers"]) | unanswered))
        for name, one in given["fields"].items()
    )
    registrations, together, not_given = (
        Field(name, TranslatedText(given[name]["label"]), TranslatedText(given[name]["definition"]), {}) for name in ("registrations", TOGETHER, NOT_GIVEN)
    )
    return Dictionary(registrations, fields, together, not_given, TranslatedText(given["nowhere"]["label"]))


def _texts(values: dict[str, dict[str, str]]) -> dict[str, TranslatedText]:
    return {str(code): TranslatedText(text) for code, text in values.items()}
