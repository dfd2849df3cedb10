"""Somebody reads every published number of a region and quarter, the forms and the rules: he finds no small number.

Rows are related as the shipped forms relate them. For each small number another table must exist that the forms allow, that is published
in exactly the same way, and in which that number is another one.
"""

from collections.abc import Callable, Iterator
from itertools import permutations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from forms_app.engine.definition import parse
from forms_app.engine.loaders import CONTENT
from forms_app.statistics.asked import missing_from
from forms_app.statistics.dictionary import KIND, NOT_GIVEN, PERSON, WOMEN, dictionary
from forms_app.statistics.protect import SMALLEST, Missing, Row, protect_row, protect_rows
from portal.core.yaml_files import read_yaml

Table = dict[str, dict[str, int]]
JISR = parse(read_yaml(CONTENT / "jisr_registration.yaml"))
FIELDS = [field.name for field in dictionary().fields if field.name != KIND]
MISSING = missing_from([JISR], FIELDS)
BODIES = ("associations", "cooperatives")
#: Rows that the attacker compares: two that every woman answers, two she may leave empty, two that only women with an idea are asked.
ANSWERS = {
    "marital_status": ("single", "married", "divorced", "widowed"),
    "head_of_household": ("yes", "no"),
    "disability": ("yes", "no"),
    PERSON: ("first", "further"),
    "project_stage": ("idea", "starting", "running"),
    "legal_form": ("self_employed", "cooperative", "company", "other"),
}
ALWAYS, WITH_AN_IDEA = ("marital_status", "head_of_household"), ("project_stage", "legal_form")
NUMBERS = st.one_of(st.integers(0, 2 * SMALLEST), st.integers(0, 120))


@st.composite
def tables(draw: Callable) -> Table:
    """What may have been counted: women, of whom some have no idea of a project, some left a question empty, some were erased already."""
    women, erased = draw(NUMBERS), draw(st.sampled_from((0, 0, 0, 2, 11)))
    erased = min(erased, women)
    without = erased + min(draw(NUMBERS), women - erased)

    def row(answers: tuple[str, ...], missing: int) -> dict[str, int]:
        rest, numbers = women - missing, {}
        *others, last = draw(st.permutations(answers))
        for answer in others:
            numbers[answer] = min(draw(NUMBERS), rest)
            rest -= numbers[answer]
        return numbers | {last: rest, NOT_GIVEN: missing}

    missing = {name: erased if name in ALWAYS else without if name in WITH_AN_IDEA else draw(st.integers(erased, women)) for name in ANSWERS}
    kinds = {WOMEN: women} | {body: draw(NUMBERS) for body in BODIES}
    assume(sum(kinds.values()) >= SMALLEST)  # fewer do not go out at all
    return {KIND: kinds} | {name: row(answers, missing[name]) for name, answers in ANSWERS.items()}


def completed(table: Table) -> Table:
    """With what follows from it: the form fills the category of who applies from the legal form."""
    legal = table["legal_form"]
    kinds = {"natural_person": legal["other"], "self_employed": legal["self_employed"], "women_collective": legal["cooperative"] + legal["company"]}
    return table | {"applicant_kind": kinds | {NOT_GIVEN: legal[NOT_GIVEN]}}


def allowed(table: Table) -> bool:
    """What the forms say of any table."""
    rows = [table[name] for name in ANSWERS]
    same = [len({table[name][NOT_GIVEN] for name in names}) for names in (ALWAYS, WITH_AN_IDEA)]
    numbers = [number for row in table.values() for number in row.values()]
    return {sum(row.values()) for row in rows} == {table[KIND][WOMEN]} and same == [1, 1] and min(numbers) >= 0


def published(table: Table) -> dict[str, Row]:
    whole = completed(table)
    return protect_rows(whole, {name: how for name, how in MISSING.items() if name in whole})


def as_until_november(table: Table) -> dict[str, Row]:
    """Every row of every registration: bodies gave no answer."""
    whole, bodies = completed(table), sum(table[KIND][body] for body in BODIES)
    return {name: protect_row(row if name == KIND else row | {NOT_GIVEN: row[NOT_GIVEN] + bodies}) for name, row in whole.items()}


def moved(table: Table, name: str, one: str, other: str, number: int) -> Table:
    row = table[name]
    return table | {name: row | {one: row[one] - number, other: row[other] + number}}


def others(table: Table, name: str) -> Iterator[Table]:
    """Tables that differ in one row by some moved from one number to another.

    Of those who have no idea they are moved in both rows; with another number of women, all of them answer alike.
    """
    for one, other in permutations(table[name], 2):
        for number in range(1, table[name][one] + 1):
            changed = moved(table, name, one, other, number)
            if WOMEN in (one, other):
                yield changed | {each: dict.fromkeys(table[each], 0) | {answers[0]: changed[KIND][WOMEN]} for each, answers in ANSWERS.items()}
            elif name in WITH_AN_IDEA and NOT_GIVEN in (one, other):
                twin = next(each for each in WITH_AN_IDEA if each != name)
                for answer in ANSWERS[twin]:
                    yield moved(changed, twin, *((answer, NOT_GIVEN) if other == NOT_GIVEN else (NOT_GIVEN, answer)), number)
            else:
                yield changed


def found_out(table: Table, publish: Callable[[Table], dict[str, Row]]) -> dict[tuple[str, str], int]:
    """Small numbers that can be only one number, by row and answer."""
    told = publish(table)
    found: dict[tuple[str, str], int] = {}
    for name, row in table.items():
        small = {answer: number for answer, number in row.items() if 0 < number < SMALLEST}
        for changed in others(table, name) if small else ():
            differing = [answer for answer in small if changed[name][answer] != small[answer]]
            if differing and allowed(changed) and publish(changed) == told:
                for answer in differing:
                    del small[answer]
            if not small:
                break
        found |= {(name, answer): number for answer, number in small.items() if name not in ALWAYS or answer != NOT_GIVEN}
    return found


#: The reviewer's: 153 women, four of whom are heads of household; 14 associations and 16 cooperatives.
SHOWN_BODIES = {KIND: {WOMEN: 153, "associations": 14, "cooperatives": 16}}
WOMEN_153: Table = {
    "marital_status": {"single": 60, "married": 50, "divorced": 23, "widowed": 20, NOT_GIVEN: 0},
    "head_of_household": {"yes": 4, "no": 149, NOT_GIVEN: 0},
    "disability": {"yes": 20, "no": 120, NOT_GIVEN: 13},
    PERSON: {"first": 133, "further": 0, NOT_GIVEN: 20},
    "project_stage": {"idea": 30, "starting": 43, "running": 40, NOT_GIVEN: 40},
    "legal_form": {"self_employed": 30, "cooperative": 33, "company": 20, "other": 30, NOT_GIVEN: 40},
}
HIDDEN_BODIES = {KIND: {WOMEN: 153, "associations": 4, "cooperatives": 26}}
#: Three with an idea only, and twenty without one: the number of these is in two rows.
STARTING = {
    "project_stage": {"idea": 3, "starting": 70, "running": 60, NOT_GIVEN: 20},
    "legal_form": {"self_employed": 40, "cooperative": 33, "company": 30, "other": 30, NOT_GIVEN: 20},
}


def test_the_attacker_finds_what_was_published_until_november():
    """Or he would prove nothing: bodies beside heads of household, women without an idea beside a stage."""
    found = [found_out(table | WOMEN_153, as_until_november) for table in (SHOWN_BODIES, HIDDEN_BODIES)]
    assert [one.get(("head_of_household", "yes")) for one in found] == [4, 4]
    assert found_out(SHOWN_BODIES | WOMEN_153 | STARTING, as_until_november)["project_stage", "idea"] == 3


def test_he_finds_nothing_of_the_same_tables():
    assert [found_out(table | WOMEN_153, published) for table in (SHOWN_BODIES, HIDDEN_BODIES)] == [{}, {}]
    assert found_out(SHOWN_BODIES | WOMEN_153 | STARTING, published) == {}


def test_what_the_form_says_of_the_rows_he_compares():
    own, nobody, shared = Missing.OWN, Missing.NOBODY, Missing.SHARED
    assert [MISSING[name] for name in ANSWERS] == [nobody, nobody, own, own, shared, shared]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_he_finds_no_small_number(table):
    assert allowed(table)
    assert found_out(table, published) == {}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_every_number_that_is_shown_is_true_and_large(table):
    whole = completed(table)
    for name, row in published(table).items():
        assert row.shown == {answer: whole[name][answer] for answer in row.shown}
        assert [number for number in (*row.shown.values(), row.together) if 0 < number < SMALLEST] == []
        assert sum(row.shown.values()) + row.together == sum(whole[name].values())
