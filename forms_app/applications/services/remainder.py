"""What is still counted of files erased because their time was over: one answer at a time, never two of the same person. Decision 722."""

import datetime as dt

from django.db.models import F, QuerySet
from django.utils import timezone

from forms_app.applications.models import Remainder, Submission

#: Standard fields that are counted, all of codes. Not her commune, her centre, her members: they tell too much of where and who.
COUNTED = (
    "rural_urban", "marital_status", "disability", "head_of_household", "health_coverage", "education_level", "experience", "applicant_kind",
    "project_sector", "project_stage", "legal_form", "wants_training", "wants_accompaniment", "wants_incubation", "track", "preselection_category",
    "registered_before",
)  # fmt: skip
#: Instead of the birth date: first year of each band of ages, and its code.
AGES = ((0, "under_18"), (18, "18_24"), (25, "25_34"), (35, "35_44"), (45, "45_54"), (55, "55_64"), (65, "65_over"))
AGE = "age_band"
_CODES = {True: "yes", False: "no", None: ""}


def count_remainder(file: Submission) -> None:
    """Add a file that is about to be erased to the counts. The caller holds the call's counter: nobody adds the same count at that moment."""
    sent = timezone.localtime(file.submitted_at).date()
    cell = {"call_id": file.call_id, "region_id": file.region_id, "month": sent.replace(day=1)}
    said = {column: code_of(getattr(file, column)) for column in COUNTED} | {AGE: age_band(file.birth_date, on=sent)}
    known = {(row.column, row.code): row.pk for row in Remainder.objects.filter(**cell)}
    there = [known[pair] for pair in said.items() if pair in known]
    Remainder.objects.filter(pk__in=there).update(files=F("files") + 1)
    Remainder.objects.bulk_create(Remainder(**cell, column=column, code=code, files=1) for column, code in said.items() if (column, code) not in known)


def code_of(value: object) -> str:
    """An answer as it is counted: its code; yes and no of a truth; empty when it was not asked or answered."""
    return _CODES[value] if value is None or isinstance(value, bool) else str(value)


def age_band(birth: dt.date | None, *, on: dt.date) -> str:
    """The band of ages of somebody born that day; empty when it is not known."""
    if birth is None:
        return ""
    years = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    return [code for first, code in AGES if years >= first][-1] if years >= 0 else ""


def remaining(*, column: str) -> QuerySet[Remainder]:
    """The counts of one column, for figures that tell them beside the files that are still there. Small ones are theirs to hold back."""
    return Remainder.objects.filter(column=column).order_by()
