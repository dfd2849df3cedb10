"""Everything that keeps a form from being published, one slip at a time, and what is only advised."""

import copy

import pytest
from django.utils.translation import override

from forms_app.engine.definition import problems, warnings
from tests.engine.every_type import choices, form_of, question, words

SOUND = form_of(
    [question("idea", "yes_no"), question("kind", "choice", choices=choices("alone", "group")), question("name", "short_text")],
    [question("more", "short_text", show_if={"key": "idea", "in": ["yes"]})],
)
CODE = "This code cannot be used: small Latin letters, digits and “_”, only once in the form, and none of the portal’s own words."
LIMIT = "This limit does not suit a question of this type."
RECORDING = {"file": "audio/a.mp3", "sha256": "0" * 64, "transcript": words("said")}


def found(data: object) -> list[tuple[str, str]]:
    with override("en"):
        return [(one.place, one.text) for one in problems(data)]


def with_question(**entries: object) -> dict:
    return form_of([question("x", entries.pop("type", "short_text"), **entries)])


def test_the_sound_one_is_sound():
    assert (found(SOUND), found(with_question())) == ([], [])


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"type": "poem"}, ("step1.x", "Questions of the type “poem” cannot be asked here.")),
        ({"type": "choice"}, ("step1.x", "Choices are missing.")),
        ({"choices": choices("a")}, ("step1.x", "A question of this type has no choices.")),
        ({"type": "choice", "choices": choices("a", "a")}, ("step1.x", "A choice is there twice, or there are too many.")),
        ({"type": "choice", "choices": choices("A b")}, ("step1.x.A b", "This code cannot be used: small Latin letters, digits and “_”.")),
        ({"min": 1}, ("step1.x.min", LIMIT)),
        ({"type": "number", "min": "1.5"}, ("step1.x.min", LIMIT)),
        ({"type": "money", "max": "1.505"}, ("step1.x.max", LIMIT)),
        ({"type": "date", "max": 7}, ("step1.x.max", LIMIT)),
        ({"type": "date", "min": "1990-13-01"}, ("step1.x.min", LIMIT)),
        ({"type": "number", "min": 5, "max": 4}, ("step1.x.min", "The smallest value is greater than the largest.")),
        ({"type": "multiple", "choices": choices("a", "b"), "max": 3}, ("step1.x.min", LIMIT)),
        ({"type": "multiple", "choices": choices("a", "b"), "min": 0}, ("step1.x.min", LIMIT)),
        ({"type": "yes_no", "max_length": 5}, ("step1.x.max_length", LIMIT)),
        ({"max_length": 10_001}, ("step1.x.max_length", LIMIT)),
        ({"total_of": "members.cost"}, ("step1.x.total_of", "Only an amount can be a total.")),
        ({"type": "group"}, ("step1.x", "A group has at least one question, and only a group has questions inside.")),
        ({"questions": [question("y", "short_text")]}, ("step1.x", "A group has at least one question, and only a group has questions inside.")),
        ({"type": "group", "questions": [question("y", "short_text")], "min_rows": 11}, ("step1.x.max_rows", LIMIT)),
        ({"type": "group", "questions": [question("y", "short_text")], "max_rows": 51}, ("step1.x.max_rows", LIMIT)),
        ({"type": "group", "questions": [question("y", "file")]}, ("step1.x.y", "Questions of the type “file” cannot be asked here.")),
        (
            {"type": "group", "questions": [question("y", "cin", standard="cin")]},
            ("step1.x.y", "A question inside a group has no condition and fills no standard field."),
        ),
        ({"type": "group", "questions": [question("y", "cin"), question("y", "ice")]}, ("step1.x.y", CODE)),
        ({"accept": ["pdf"]}, ("step1.x.accept", "Files are accepted by kind: image, pdf, office.")),
        ({"type": "file", "accept": ["exe"]}, ("step1.x.accept", "Files are accepted by kind: image, pdf, office.")),
        ({"type": "file", "max_files": 21}, ("step1.x.max_files", LIMIT)),
        ({"standard": "shoe_size"}, ("step1.x", "This question does not fit the standard field “shoe_size”: its type or one of its choices differs.")),
        ({"standard": "cin"}, ("step1.x", "This question does not fit the standard field “cin”: its type or one of its choices differs.")),
        ({"pictogram": "unicorn"}, ("step1.x.pictogram", "The portal has no pictogram “unicorn”.")),
        ({"audio": {"latin": RECORDING}}, ("step1.x.audio.latin", "A recording is in one of: tachelhit, tamazight, tarifit, darija.")),
        ({"audio": {"darija": RECORDING | {"file": "../a.mp3"}}}, ("step1.x.audio.darija", "A recording has a file of the portal’s own and its SHA-256.")),
        ({"audio": {"darija": RECORDING | {"sha256": "0"}}}, ("step1.x.audio.darija", "A recording has a file of the portal’s own and its SHA-256.")),
        ({"autocomplete": "<b>"}, ("step1.x", "“<b>” is no word that browsers know for filling in by themselves.")),
        ({"hint": {"ar": "نعم"}}, ("step1.x.hint", "Missing in: Français")),
        ({"text": {"ar": "نعم", "fr": "\x00"}}, ("step1.x.text", "This text has an unknown language, or characters that cannot be stored.")),
        ({"label": words("x") | {"en": "x"}}, ("step1.x.label", "This text has an unknown language, or characters that cannot be stored.")),
        ({"required": "yes"}, ("step1.x.required", "Yes or no is expected here.")),
        ({"max_length": True}, ("step1.x.max_length", "A whole number is expected here.")),
        ({"min": float("nan")}, ("step1.x.min", "A number or a date is expected here.")),
        ({"show_if": {"key": "y"}}, ("step1.x.show_if", "This condition cannot be understood: it needs a question and at least one of its answers.")),
        ({"show_if": {"all": []}}, ("step1.x.show_if", "This condition cannot be understood: it needs a question and at least one of its answers.")),
    ],
    ids=lambda value: str(sorted(value.items()))[:60] if isinstance(value, dict) else "",
)
def test_one_slip_of_a_question_is_one_problem(entries, expected):
    assert found(with_question(**entries)) == [expected]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"key": "later", "in": ["yes"]}, "Its condition looks at the question “later”, which is not asked before it."),
        ({"key": "more", "in": ["yes"]}, "Its condition looks at the question “more”, which is not asked before it."),
        ({"key": "name", "in": ["yes"]}, "Its condition looks at the question “name”, whose answer is not a choice."),
        ({"key": "idea", "in": ["perhaps"]}, "Its condition waits for the answer “perhaps”, which the question “idea” does not offer."),
        (
            {"any": [{"key": "idea", "in": ["yes"]}, {"key": "kind", "in": ["two"]}]},
            "Its condition waits for the answer “two”, which the question “kind” does not offer.",
        ),
    ],
)
def test_a_condition_waits_for_what_can_be_answered_before(test, expected):
    data = copy.deepcopy(SOUND)
    data["steps"][1]["questions"][0]["show_if"] = test
    assert found(data) == [("step2.more", expected)]


@pytest.mark.parametrize(("rows", "said"), [(42, []), (43, [("step1.x.max_rows", LIMIT)])])
def test_a_list_has_no_more_lines_than_one_page_can_send(rows, said):
    inner = [question(f"c{number}", "short_text") for number in range(10)] + [question("since", "date")]
    assert found(with_question(type="group", questions=inner, max_rows=rows)) == said


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"steps": []}, ("steps", "A form has at least one step.")),
        ({"steps": [{"key": "receipt", "title": words("r"), "questions": [question("x", "yes_no")]}]}, ("receipt", CODE)),
        ({"steps": [{"key": "a\n", "title": words("a"), "questions": [question("x", "yes_no")]}]}, ("a\n", CODE)),
        ({"steps": [{"key": "a", "title": words("a"), "questions": []}]}, ("a", "A step has 1 to 25 questions.")),
        ({"steps": [{"key": "a", "title": words("a"), "questions": [question(f"q{n}", "yes_no") for n in range(26)]}]}, ("a", "A step has 1 to 25 questions.")),
        ({"steps": [{"key": "a", "title": words("a"), "questions": [question("town", "commune"), question("town_place", "yes_no")]}]}, ("a.town_place", CODE)),
        ({"steps": [{"key": "a", "title": words("a"), "questions": [question("csrfmiddlewaretoken", "yes_no")]}]}, ("a.csrfmiddlewaretoken", CODE)),
        ({"steps": [{"key": "a", "title": words("a"), "questions": [question("who", "yes_no", before=True)]}]}, ("a.who", CODE)),
        ({"intro": {"fr": "x"}}, ("intro", "Missing in: العربية")),
        ({"title": None}, ("title", "This is missing.")),
    ],
)
def test_one_slip_of_the_form_is_one_problem(change, expected):
    assert found(SOUND | change) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"answer": "refused"}, "The answer of a rule is one of: yes, committee, elsewhere."),
        ({"source": " "}, "A rule says where it comes from."),
        ({"link": "https://elsewhere.example/"}, "A link is an address of this site without its language, for example “services/incubation/”."),
        ({"link": "//elsewhere.example"}, "A link is an address of this site without its language, for example “services/incubation/”."),
        ({"if": {"key": "later", "in": ["yes"]}}, "Its condition looks at the question “later”, which is not asked before it."),
    ],
)
def test_a_rule_advises_from_a_source_and_links_to_this_site(change, expected):
    rule = {"if": {"key": "idea", "in": ["no"]}, "answer": "elsewhere", "text": words("go"), "link": "services/women-multipurpose-spaces/", "source": "guide"}
    assert (found(SOUND | {"rules": [rule]}), found(SOUND | {"rules": [rule | change]})) == ([], [("rules.1", expected)])


def test_what_is_only_advised():
    data = copy.deepcopy(SOUND)
    data["steps"][0]["questions"] += [question(f"q{number}", "yes_no", standard="disability") for number in (1, 2)]
    data["steps"][0]["questions"].append(question("same", "yes_no", show_if={"key": "idea", "in": ["yes"]}, requred=False))
    with override("en"):
        advised = [(one.place, one.text) for one in warnings(data)]
    assert problems(data) == []
    assert advised == [
        ("step1.same.requred", "Nothing reads this entry."),
        ("step1", "More than 5 questions on one screen tire the reader."),
        ("step1.q2", "The standard field “disability” is filled by the question “q1” too; the last answer counts."),
        ("step1.same", "Its condition looks at a question of the same step: it appears only after saving. Better in the next step."),
        ("", "11 texts are missing in ⵜⴰⵎⴰⵣⵉⵖⵜ."),
    ]
