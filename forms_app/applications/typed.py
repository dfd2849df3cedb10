"""What is on a page and not yet saved: which of the posted fields are a step's, and a form filled with them again."""

from collections.abc import Mapping

from django.http import QueryDict

from forms_app.engine.definition import Step

from .services.drafts import TYPED_UPON

#: More than a whole step of long texts; beyond, it is not somebody typing.
MAX_NAMES, MAX_VALUE, MAX_ALL = 580, 5_000, 60_000
#: Prefix of fields carried through the page that asks for the resume code.
CARRIED = "typed:"


def typed_of(step: Step, data: QueryDict) -> dict[str, list[str]]:
    """The posted fields that belong to the step's questions, as they were typed; nothing when it is too much to be typed by hand."""
    return _measured({name: data.getlist(name) for name in data if _belongs(step, name)})


def carried_of(step: Step, data: QueryDict) -> dict[str, list[str]]:
    """The same, from the page that asked for the code in between."""
    names = {name: name.removeprefix(CARRIED) for name in data if name.startswith(CARRIED)}
    return _measured({plain: data.getlist(name) for name, plain in names.items() if _belongs(step, plain)})


def carried_on(data: QueryDict) -> list[tuple[str, str]]:
    """What a page without its key was sent, for hidden fields: everything but the fields that every form has, and the version it was filled in from."""
    ours = ("csrf", "wizard-", "group:", "upload:", CARRIED)
    pairs = {name: data.getlist(name) for name in data if name == TYPED_UPON or not name.startswith(ours)}
    return [(f"{CARRIED}{name}", value) for name, values in _measured(pairs).items() for value in values]


def as_posted(typed: Mapping[str, list[str]]) -> QueryDict:
    """What was typed, as the browser posted it."""
    query = QueryDict(mutable=True)
    for name, values in typed.items():
        query.setlist(name, values)
    return query


def _belongs(step: Step, name: str) -> bool:
    return any(name == key or name.startswith((f"{key}-", f"{key}_place")) for key in _keys(step))


def _keys(step: Step) -> list[str]:
    return [question.key for question in step.questions if question.type not in {"information", "file"}]


def _measured(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    whole = {name: [value.encode(errors="replace").decode()[:MAX_VALUE] for value in values] for name, values in typed.items()}
    size = sum(len(name) + len(value) for name, values in whole.items() for value in values)
    return whole if len(whole) <= MAX_NAMES and size <= MAX_ALL else {}
