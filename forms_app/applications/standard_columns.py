"""From answers bound to standard fields to the typed columns of a submission."""

import datetime as dt
from collections.abc import Callable, Container, Mapping
from typing import Any

from forms_app.engine.definition import Definition
from forms_app.engine.standard_fields import BODIES
from portal.core.text import fold, western_digits

_BOOLEANS = frozenset({"disability", "head_of_household", "registered_before"})
#: Standard fields that are no column of their own: they identify the person or the body.
IDENTITY = ("cin", "ice", "receipt_number")
#: Begins the number of a receipt. Each local authority counts its own: two bodies may bear the same.
RECEIPT = "receipt:"
#: Standard fields that say where she agreed to something.
MESSAGES = "wants_messages"
#: Whom the guide addresses, by legal form: a cooperative and a company of several women are collective enterprises.
_KINDS = {"cooperative": "women_collective", "company": "women_collective", "self_employed": "self_employed"}


def _support(answer: Container[str]) -> dict[str, object]:
    return {"wants_training": "training" in answer, "wants_accompaniment": "accompaniment" in answer}


def _needs(answer: Container[str]) -> dict[str, object]:
    return {**_support(answer), "wants_incubation": "incubation" in answer}


_READERS: dict[str, Callable[[Any], dict[str, object]]] = {
    "support_requested": _support,
    "service_card_need": _needs,
    "birth_date": lambda answer: {"birth_date": dt.date.fromisoformat(str(answer))},
    "members_count": lambda answer: {"members_count": int(str(answer))},
    "full_name": lambda answer: {"full_name": answer, "name_key": name_key(answer)},
    "centre": lambda answer: {"centre_code": answer},
    "receipt_number": lambda answer: {"receipt_number": RECEIPT + "".join(filter(str.isalnum, western_digits(str(answer)).upper()))},
    MESSAGES: lambda answer: {MESSAGES: answer == "yes"},
}


def take_identity(values: dict[str, object]) -> str:
    """Take the identity card's or company's number out of the values, for its key; empty when none was given."""
    return next(filter(None, [str(values.pop(name, "")) for name in IDENTITY]), "")


def name_key(name: object) -> str:
    """A name as files are compared by it: folded, and no longer than its column."""
    return fold(str(name or ""))[:200]


def identity_among(given: Mapping[str, object]) -> str:
    """The same number from answers by standard field, which stay as they are."""
    values = {name: given[name] for name in IDENTITY if given.get(name)}
    for name in values.keys() & _READERS.keys():
        values |= _READERS[name](values[name])
    return take_identity(values)


def columns(definition: Definition, answers: Mapping[str, object]) -> dict[str, object]:
    """Values by column; a question that was not asked or answered fills none.

    ``commune``, ``headquarters`` and ``centre_code`` are given as codes, ``cin`` and ``ice`` as numbers: records and keys are the caller's affair.
    """
    values: dict[str, object] = {}
    for question in definition.questions():
        answer = answers.get(question.key)
        if not question.standard or answer in (None, "", []):
            continue
        if question.standard in _BOOLEANS:
            values[question.standard] = answer == "yes"
        elif question.standard in _READERS:
            values |= _READERS[question.standard](answer)
        else:
            values[question.standard] = answer
    if values.get("legal_form", BODIES[0]) not in BODIES:  # a form that asks for the legal form need not ask again who is applying
        values.setdefault("applicant_kind", _KINDS.get(str(values["legal_form"]), "natural_person"))
    return values
