"""The line of the first screen that counts questions nobody has answered."""

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.staff.panels import Panel

from .models import Clarification

ANSWER = "calls.answer_clarification"


def waiting_for(user: User) -> QuerySet[Clarification]:
    """Questions about the calls of her territory that were neither answered nor set aside."""
    return Clarification.objects.visible_to(user, ANSWER).waiting()


def questions_panel() -> Panel:
    """For whoever may answer."""
    return Panel(
        "questions",
        30,
        _("Questions about calls to answer"),
        lambda user: list(waiting_for(user).values_list("pk", flat=True)),
        lambda user: user.has_perm(ANSWER),
        count=lambda user: waiting_for(user).count(),
        url_name="call_questions_desk",
    )
