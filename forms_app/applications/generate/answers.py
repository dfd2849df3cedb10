"""Made-up answers to whatever a definition asks: one maker per type of question, weights where the programme has printed shares."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal, cast

from forms_app.engine.bounds import read_bound
from forms_app.engine.definition import Definition, Question
from forms_app.engine.totals import total
from regions.models import Commune

from .words import CARD_LETTERS, full_name, sentence

#: How often an optional question is answered.
_ANSWERED = 0.8
#: Shares printed in the programme's guide of the 64,677 registered women: 11 % widows, 9 % divorced, 64 % heads of household,
#: 4 % with a disability (b_registrations_shares.csv). What is not printed is shared out evenly among the rest.
_CHOICES = {"marital_status": {"widowed": 0.11, "divorced": 0.09, "married": 0.5, "single": 0.3}, "filled_by": {"self": 0.6}, "phone_owner": {"mine": 0.75}}
_YES = {"head_of_household": 0.64, "disability": 0.04, "registered_before": 0.2, "wants_messages": 0.7}
_YES_ELSE = 0.5


@dataclass
class Person:
    """Who answers: where she lives, in which language, what is drawn for her."""

    rng: random.Random
    language: str
    commune: Commune
    today: dt.date
    centres: tuple[str, ...] = ()
    #: Taken from the file before, when both are to be one person's.
    number: str = ""


def make_answers(definition: Definition, person: Person) -> dict[str, object]:
    """Answers to the questions that are asked, given the answers before them; documents are not made."""
    answers: dict[str, object] = {}
    for step in definition.steps:
        if not step.shown(answers):
            continue
        for question in step.questions:
            if question.total_of and (added := total(question, answers)) is not None:
                answers[question.key] = added
            if question.total_of or not question.asked(answers) or question.type not in _MAKERS or not (question.required or person.rng.random() < _ANSWERED):
                continue
            answer = _MAKERS[question.type](question, person)
            if answer not in (None, "", []):
                answers[question.key] = answer
    return answers


def _short_text(question: Question, person: Person) -> str:
    if question.standard == "full_name":
        return full_name(person.rng, person.language)
    return sentence(person.rng, person.language, min(question.max_length or 60, 60))


def _number(question: Question, person: Person) -> int:
    kind = cast("Literal['number', 'money']", question.type)
    least, most = (read_bound(kind, limit) if limit is not None else None for limit in (question.min, question.max))
    low = int(least) if least is not None else 0
    return person.rng.randint(low, max(low, min(int(most), low + 100_000) if most is not None else low + _MOST[kind]))


_MOST = {"number": 12, "money": 50_000}


def _date(question: Question, person: Person) -> str:
    if question.standard == "birth_date":
        return (person.today - dt.timedelta(days=person.rng.randint(19 * 365, 64 * 365))).isoformat()
    low, high = (read_bound("date", limit) if limit is not None else None for limit in (question.min, question.max))
    high = high or person.today
    low = low or high - dt.timedelta(days=3650)
    return (low + dt.timedelta(days=person.rng.randint(0, max(0, (high - low).days)))).isoformat()


def _choice(question: Question, person: Person) -> str:
    if question.standard == "rural_urban":
        wanted = "rural" if person.commune.kind == Commune.Kind.RURAL else "urban"
        return next((choice.value for choice in question.choices if choice.value == wanted), question.choices[0].value)
    return person.rng.choices(question.choices, cum_weights=_weights(question))[0].value


@lru_cache(maxsize=512)
def _weights(question: Question) -> tuple[float, ...]:
    shares = _CHOICES.get(question.standard, {})
    left = (1 - sum(shares.values())) / max(1, sum(choice.value not in shares for choice in question.choices))
    return tuple(accumulate(max(0.0, shares.get(choice.value, left)) for choice in question.choices))


def _multiple(question: Question, person: Person) -> list[str]:
    codes = [choice.value for choice in question.choices]
    least = int(question.min) if question.min else 1
    most = int(question.max) if question.max else len(codes)
    taken = set(person.rng.sample(codes, person.rng.randint(least, max(least, most))))
    return [code for code in codes if code in taken]


def _yes_no(question: Question, person: Person) -> str:
    return "yes" if person.rng.random() < _YES.get(question.standard, _YES_ELSE) else "no"


def _consent(question: Question, person: Person) -> str:
    return "yes" if question.required else _yes_no(question, person)


def _phone(question: Question, person: Person) -> str:
    """A mobile number as the numbering plan has them: 06 0 to 06 7."""
    return f"+2126{person.rng.randrange(8)}{person.rng.randrange(10**7):07d}"


def _email(question: Question, person: Person) -> str:
    """At a domain that is nobody's (RFC 2606)."""
    return f"file{person.rng.randrange(10**9)}@example.org"


def _cin(question: Question, person: Person) -> str:
    if not person.number:
        person.number = f"{person.rng.choice(CARD_LETTERS)}{person.rng.randrange(10**5, 10**6)}"
    return person.number


def _ice(question: Question, person: Person) -> str:
    body = f"{person.rng.randrange(10**9):09d}{person.rng.randrange(10**4):04d}"
    return f"{body}{-int(body + '00') % 97:02d}"


def _group(question: Question, person: Person) -> list[dict[str, object]]:
    rows = person.rng.randint(max(1, question.min_rows), max(1, question.min_rows, min(3, question.max_rows)))
    return [_row(question.questions, person) for _each in range(rows)]


def _row(questions: tuple[Question, ...], person: Person) -> dict[str, object]:
    """Of a group: the number of a card in it is another person's."""
    other = Person(person.rng, person.language, person.commune, person.today)
    return {inner.key: _MAKERS[inner.type](inner, other) for inner in questions if inner.type in _MAKERS}


_MAKERS: dict[str, Callable[[Question, Person], object]] = {
    "short_text": _short_text,
    "long_text": lambda question, person: sentence(person.rng, person.language, question.max_length),
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _choice,
    "multiple": _multiple,
    "yes_no": _yes_no,
    "consent": _consent,
    "phone": _phone,
    "email": _email,
    "cin": _cin,
    "ice": _ice,
    "commune": lambda question, person: person.commune.code,
    "provinces": lambda question, person: [person.commune.province.code],
    "centre": lambda question, person: person.rng.choice(person.centres) if person.centres else "other",
    "group": _group,
}
