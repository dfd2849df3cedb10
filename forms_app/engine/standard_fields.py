"""Standard fields: answers that mean the same in every form and fill typed columns of a submission.

Codes of choices are those of the programme's registration form (data ``f_form_enumerations.csv``) unless the field says
otherwise. No form may add a code of its own to one of them: statistics, filters and scores count on the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass

YES_NO = ("yes", "no")


@dataclass(frozen=True)
class StandardField:
    """What kinds of question may fill the column, with which codes (none: not a choice), and where the field comes from.

    ``longest`` and ``largest``: characters, or value from nought, that the column holds; an answer beyond is refused, whatever the question says.
    """

    types: frozenset[str]
    codes: tuple[str, ...] = ()
    source: str = ""
    longest: int = 0
    largest: int = 0

    def accepts(self, question_type: str, codes: Iterable[str]) -> bool:
        """Whether a question of this type, with these choices, may be bound to the field."""
        return question_type in self.types and (question_type not in {"choice", "multiple"} or set(codes) <= set(self.codes))


def _field(*types: str, codes: Iterable[str] = (), source: str, longest: int = 0, largest: int = 0) -> StandardField:
    return StandardField(frozenset(types), tuple(codes), source, longest, largest)


_ENUMERATIONS = "f_form_enumerations.csv"
_COLLECTED = "f_platform_data_collected.csv: socio_economic_situation"
_KNOWLEDGE = "f_form_enumerations.csv; f_platform_data_collected.csv: education_and_experience"
_CONTACT = "DESIGN 5: a phone is hers, her family’s or her helper’s, and never the key of a person"

#: No source lists sectors of activity: these are the portal's own, wide enough to be counted by.
SECTORS = ("farming", "livestock", "fishing", "food", "crafts", "textile", "beauty", "care", "education", "tourism", "trade", "digital", "environment", "other")

_LEGAL_FORMS = ("cooperative", "self_employed", "company", "other")
#: Bodies that answer a call for interest: the guide names associations and "other bodies"; the platforms' form asked women only.
BODIES = ("association", "federation", "foundation")

STANDARD_FIELDS: dict[str, StandardField] = {
    # Who holds the pen
    "filled_by": _field("choice", codes=("self", "family", "centre", "association", "other"), source="DESIGN 5; issue 4"),
    "centre": _field("centre", source="records of regions.Centre"),
    # Identity. ``cin`` and ``ice`` are the key of a person and of a body; they fill no column in the clear.
    "full_name": _field("short_text", source="identity", longest=200),
    "cin": _field("cin", source="DESIGN 5: the key of a person"),
    "ice": _field("ice", source="DESIGN 5: the key of a body"),
    "receipt_number": _field("short_text", source="DESIGN 5: the key of a body that has no ICE; issue 5"),
    "birth_date": _field("date", source="identity"),
    # Contact
    "phone": _field("phone", source=_CONTACT),
    "phone_owner": _field("choice", codes=("mine", "family", "helper"), source=_CONTACT),
    "helper_phone": _field("phone", source=_CONTACT),
    "email": _field("email", source="contact"),
    "wants_messages": _field("consent", "yes_no", source="law 09-08: agreement to be written to, apart from the rest"),
    # Place
    "commune": _field("commune", source="territory of the call"),
    "headquarters": _field("commune", source="issue 5: where a body has its seat; it need not lie in the call's territory"),
    "rural_urban": _field("choice", codes=("rural", "urban"), source="DESIGN 5"),
    # Family and social situation
    "marital_status": _field("choice", codes=("single", "married", "divorced", "widowed"), source=f"{_ENUMERATIONS}; {_COLLECTED}"),
    "disability": _field("yes_no", codes=YES_NO, source=f"{_ENUMERATIONS}; {_COLLECTED}"),
    "head_of_household": _field("yes_no", codes=YES_NO, source=f"{_ENUMERATIONS}; {_COLLECTED}"),
    "health_coverage": _field("choice", codes=("cnss", "amo", "none", "other"), source=f"{_ENUMERATIONS}; {_COLLECTED}"),
    # Education and experience
    "education_level": _field("choice", codes=("vocational", "university", "secondary", "lower_secondary", "primary", "none"), source=_KNOWLEDGE),
    "experience": _field("choice", codes=("none", "1_5", "6_10", "over_10"), source=_KNOWLEDGE),
    # The project
    "applicant_kind": _field("choice", codes=("natural_person", "self_employed", "women_collective"), source=f"{_ENUMERATIONS}: eligible_applicant"),
    "project_sector": _field("choice", codes=SECTORS, source="the portal's own list"),
    "project_stage": _field("choice", codes=("idea", "starting", "running"), source="the portal's own list"),
    "legal_form": _field("choice", codes=(*_LEGAL_FORMS, *BODIES), source=f"{_ENUMERATIONS}; bodies: guide 5.4 (associations and other bodies)"),
    "members_count": _field("number", source="women_collective_enterprise: two partners or more", largest=2**31 - 1),
    # What she asks for, and what the committee will call it
    "support_requested": _field("multiple", codes=("training", "accompaniment"), source=f"{_ENUMERATIONS}; f_platform_data_collected.csv: support_requested"),
    "service_card_need": _field("multiple", codes=("training", "accompaniment", "incubation"), source=_ENUMERATIONS),
    "track": _field("choice", codes=("entrepreneurship_track", "employability_track"), source=_ENUMERATIONS),
    "preselection_category": _field("choice", codes=("entrepreneurship", "vocational_capacity"), source=_ENUMERATIONS),
    "registered_before": _field("yes_no", codes=YES_NO, source="b_registrations_per_region.csv: the regional platforms before this portal"),
}
