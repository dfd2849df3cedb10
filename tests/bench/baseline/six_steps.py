"""A form of six steps and some thirty questions, five on a screen, of the usual kinds; and what a browser posts for each.

Two questions and a step depend on earlier answers, as in the programme's own form (which has eight such conditions); all are asked here.
"""

import itertools

_cards = itertools.count()
_CHOICES = ("self", "family", "centre", "association")


def _words(what: str) -> dict[str, str]:
    return {"ar": f"السؤال عن {what} في هذه الخطوة", "fr": f"La question de cette étape sur {what}"}


def _question(step: int, number: int, kind: str, **more: object) -> dict:
    key = f"s{step}_{number}_{kind}"
    return {"key": key, "type": kind, "label": _words(key), "hint": {"ar": "أجيبي كما هو حالك اليوم", "fr": "Répondez selon votre situation"}} | more


def _choices(*codes: str) -> list[dict]:
    return [{"value": code, "label": _words(code)} for code in codes]


def _after(key: str) -> dict:
    return {"key": key, "in": ["yes"]}


_KINDS = (
    [("short_text", {"standard": "full_name"}), ("cin", {"standard": "cin", "sensitive": True}), ("phone", {"standard": "phone"}), ("date", {"max": "today"})],
    [("commune", {"standard": "commune"}), ("yes_no", {}), ("choice", {"choices": _choices(*_CHOICES)}), ("number", {"min": 0, "max": 30}), ("yes_no", {})],
    [
        ("choice", {"choices": _choices("none", "primary", "secondary", "university")}),
        ("yes_no", {}),
        ("number", {"max": 60}),
        ("short_text", {}),
        ("money", {}),
    ],
    [
        ("long_text", {"show_if": _after("s3_1_yes_no")}),
        ("choice", {"choices": _choices(*_CHOICES)}),
        ("multiple", {"choices": _choices(*_CHOICES)}),
        ("yes_no", {}),
        ("money", {"show_if": _after("s2_1_yes_no")}),
    ],
    [
        ("multiple", {"choices": _choices("training", "accompaniment", "finance")}),
        ("choice", {"choices": _choices(*_CHOICES)}),
        ("long_text", {}),
        ("email", {"required": False}),
    ],
    [("yes_no", {}), ("short_text", {"required": False}), ("consent", {"text": _words("الموافقة " * 30)}), ("consent", {"required": False})],
)
DEFINITION = {
    "title": {"ar": "استمارة القياس", "fr": "Formulaire de mesure"},
    "steps": [
        {
            "key": f"step{step}",
            "title": {"ar": f"الخطوة {step}", "fr": f"Étape {step}"},
            "questions": [_question(step, number, kind, **more) for number, (kind, more) in enumerate(kinds)],
            **({"show_if": _after("s4_3_yes_no")} if step == 5 else {}),
        }
        for step, kinds in enumerate(_KINDS, 1)
    ],
}
_VALUES = {
    "short_text": "فاطمة الزهراء أيت الحاج",
    "phone": "06 12 34 56 78",
    "commune": "تيزنيت",
    "yes_no": "yes",
    "number": "4",
    "money": "1 250,50",
    "long_text": "زيت أركان مع نساء الدوار، ونريد أن نبيعه في المدينة وفي المعارض. " * 5,
    "email": "name@example.org",
    "consent": "on",
}


def posted(step: dict) -> dict[str, object]:
    """What a browser posts of a step: each woman has a card number of her own."""
    values: dict[str, object] = {}
    for question in step["questions"]:
        key, kind = question["key"], question["type"]
        if kind == "date":
            values |= {f"{key}-day": "7", f"{key}-month": "3", f"{key}-year": "1990", key: "1990-03-07"}
        elif kind == "cin":
            values[key] = f"AB{next(_cards):06d}"
        else:
            values[key] = question["choices"][0]["value"] if "choices" in question else _VALUES[kind]
    return values
