"""What the staff may ask: by what, between which days, where, of whom. A question is codes only, so that a kept sheet says exactly what was asked."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.translated import TranslatedText

from .dictionary import KIND, PERSON, dictionary

#: Of files that were sent.
BY_PLACE_AND_TIME: dict[str, Promise] = {
    "region": _("Region"),
    "province": _("Province"),
    "day": _("Day"),
    "month": _("Month"),
    "call": _("Call"),
    KIND: _("Kind of call"),
    "status": _("State of the file"),
}
#: Of drafts that were not sent.
OF_DRAFTS: dict[str, Promise] = {
    "drafts_call": _("Drafts not sent, by call"),
    "drafts_day": _("Drafts not sent, by the day they were begun"),
    "drafts_stop": _("Where people stop: the step last saved"),
}


def standard_fields() -> dict[str, TranslatedText]:
    """Standard fields by which files are counted: name and label."""
    return {one.name: one.label for one in dictionary().fields if one.name not in {KIND, PERSON}}


@dataclass(frozen=True)
class Question:
    """One question. Days are Moroccan days, both included; a region is its official code, empty for all."""

    by: str
    since: dt.date | None = None
    until: dt.date | None = None
    region: str = ""
    kind: str = ""

    @property
    def of_drafts(self) -> bool:
        """Whether it is about what was not sent."""
        return self.by in OF_DRAFTS

    def codes(self) -> dict[str, str]:
        """As it is kept."""
        return {name: value.isoformat() if isinstance(value, dt.date) else str(value or "") for name, value in asdict(self).items()}


def heading_of(by: str) -> str:
    """What a question counts by, in the language in force."""
    return str((BY_PLACE_AND_TIME | OF_DRAFTS | standard_fields())[by])
