"""Reasons of acts: codes that are kept, sentences that are shown. They never tell how many files came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .acts import CallAct

OTHER = "other"


class ExtensionReason(models.TextChoices):
    """Why a closing date moves."""

    MORE_TIME = "more_time", _("Applicants asked for more time.")
    HOLIDAY = "holiday", _("The closing date fell on a holiday.")
    TECHNICAL = "technical", _("The site or the network did not work.")
    DOCUMENT = "document", _("A document of the call was corrected.")
    EMERGENCY = "emergency", _("Bad weather or another emergency.")
    OTHER = OTHER, _("Another reason")


class RelaunchReason(models.TextChoices):
    """Why a call is launched again."""

    PLACES = "places", _("Some provinces still need answers to the call.")
    CANCELLED = "cancelled", _("The earlier call was cancelled.")
    OTHER = OTHER, _("Another reason")


class CancellationReason(models.TextChoices):
    """Why a call is given up."""

    MERGED = "merged", _("The call is joined with another one.")
    MEANS = "means", _("The means planned for it are no longer there.")
    MISTAKE = "mistake", _("The call held a mistake that a correction cannot mend.")
    OTHER = OTHER, _("Another reason")


class CorrectionReason(models.TextChoices):
    """Why a text, date or document of a published call changes."""

    MISTAKE = "mistake", _("A mistake was corrected.")
    COMPLETED = "completed", _("Something that was missing was added.")
    QUESTION = "question", _("A question showed that it was not clear.")
    TRANSLATION = "translation", _("The Amazigh text was added.")
    OTHER = OTHER, _("Another reason")


#: The list of each act that asks for a reason.
REASONS: dict[str, type[models.TextChoices]] = {
    CallAct.Kind.EXTENDED: ExtensionReason,
    CallAct.Kind.RELAUNCHED: RelaunchReason,
    CallAct.Kind.CANCELLED: CancellationReason,
    CallAct.Kind.CORRECTED: CorrectionReason,
}


def reason_label(act: CallAct) -> str:
    """The reason of an act as readers see it; empty for “another reason”, which its text tells."""
    reasons = REASONS.get(act.kind)
    if reasons is None or act.reason in {"", OTHER} or act.reason not in reasons.values:
        return ""
    return str(reasons(act.reason).label)
