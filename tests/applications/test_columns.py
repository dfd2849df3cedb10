"""Standard fields: each has its column, or its reader, and nothing else reaches the table."""

import pytest

from forms_app.applications.models import Submission
from forms_app.applications.standard_columns import IDENTITY, columns
from forms_app.engine.definition import parse
from forms_app.engine.standard_fields import STANDARD_FIELDS

COLUMNS = {field.name for field in Submission._meta.concrete_fields}
SAMPLES = {
    "yes_no": "yes", "consent": "yes", "date": "1990-02-28", "number": "3", "phone": "+212612345678", "email": "a@example.org", "cin": "AB123456",
    "ice": "001525713000074", "short_text": "فاطمة", "commune": "09.581.01.01.", "centre": "tiznit",
}  # fmt: skip


def answered(name: str) -> dict[str, object]:
    """The columns that a question bound to this standard field fills."""
    field = STANDARD_FIELDS[name]
    kind = sorted(field.types)[0]
    words = {"ar": "س", "fr": "q"}
    choices = {"choices": [{"value": code, "label": words} for code in field.codes]} if kind in {"choice", "multiple"} else {}
    question = {"key": "q", "type": kind, "label": words, "standard": name, **choices}
    answer = {"choice": field.codes[0] if field.codes else "", "multiple": list(field.codes)}.get(kind, SAMPLES.get(kind))
    return columns(parse({"title": words, "steps": [{"key": "s", "title": words, "questions": [question]}]}), {"q": answer})


@pytest.mark.parametrize("name", sorted(STANDARD_FIELDS))
def test_every_standard_field_fills_a_column_of_the_table(name):
    filled = set(answered(name)) - set(IDENTITY) - {"centre_code", "headquarters"}
    assert filled <= COLUMNS
    assert filled or name in {*IDENTITY, "centre", "headquarters"}


@pytest.mark.parametrize("name", sorted(name for name, field in STANDARD_FIELDS.items() if "choice" in field.types))
def test_the_codes_of_a_choice_are_those_of_its_column(name):
    assert set(STANDARD_FIELDS[name].codes) == set(dict(Submission._meta.get_field(name).choices))


@pytest.mark.parametrize(
    ("legal_form", "kind"),
    [("cooperative", "women_collective"), ("company", "women_collective"), ("self_employed", "self_employed"), ("other", "natural_person")],
)
def test_who_applies_follows_from_the_legal_form_when_it_is_not_asked(legal_form, kind):
    words = {"ar": "س", "fr": "q"}
    choices = [{"value": code, "label": words} for code in STANDARD_FIELDS["legal_form"].codes]
    question = {"key": "q", "type": "choice", "label": words, "standard": "legal_form", "choices": choices}
    form = parse({"title": words, "steps": [{"key": "s", "title": words, "questions": [question]}]})
    assert columns(form, {"q": legal_form}) == {"legal_form": legal_form, "applicant_kind": kind}
