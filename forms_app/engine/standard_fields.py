"""Standard fields: answers that mean the same in every form and fill typed columns of a submission.

Codes of choices are those of the programme's registration form (``f_form_enumerations.csv``). No form may add a code
of its own to one of them: statistics, filters and scores count on the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass

YES_NO = ("yes", "no")


@dataclass(frozen=True)
class StandardField:
    """What kinds of question may fill the column, and with which codes (none: free text)."""

    types: frozenset[str]
    codes: tuple[str, ...] = ()

    def accepts(self, question_type: str, codes: Iterable[str]) -> bool:
        """Whether a question of this type, with these choices, may be bound to the field."""
        return question_type in self.types and (question_type == "yes_no" or set(codes) <= set(self.codes))


def _field(*types: str, codes: Iterable[str] = ()) -> StandardField:
    return StandardField(frozenset(types), tuple(codes))


STANDARD_FIELDS: dict[str, StandardField] = {
    "full_name": _field("short_text"),
    "phone": _field("phone"),
    "commune": _field("commune"),
    "marital_status": _field("choice", codes=("single", "married", "divorced", "widowed")),
    "disability": _field("yes_no", codes=YES_NO),
    "head_of_household": _field("yes_no", codes=YES_NO),
    "health_coverage": _field("choice", codes=("cnss", "amo", "none", "other")),
    "legal_form": _field("choice", codes=("cooperative", "self_employed", "company", "other")),
    "education_level": _field("choice", codes=("vocational", "university", "secondary", "lower_secondary", "primary", "none")),
    "experience": _field("choice", codes=("none", "1_5", "6_10", "over_10")),
    "support_requested": _field("multiple", codes=("training", "accompaniment")),
}
