"""What telling people about calls registers with the rest of the portal."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.core.audit import register_act
from portal.core.clock import register_job
from portal.core.models import Role
from portal.core.outbox import register_message_text
from portal.core.staff.amazigh.texts import register_operational_text
from portal.core.staff.panels import register_panel
from portal.core.staff.roles import register_role_permissions

from .concerned import register_concerned
from .questions_panel import questions_panel
from .services import clarifications, notices, subscriptions

_ACTS = {
    "call.told": _("Those concerned by a call told"),
    "clarification.answered": _("Question about a call answered"),
    "clarification.corrected": _("Answer about a call corrected"),
    "clarification.set_aside": _("Question about a call set aside"),
    "clarification.told": _("Answers about a call told"),
    "clarification.erased": _("Question about a call erased"),
    "subscription.ended": _("Subscription to calls ended"),
}


def register() -> None:
    """Followers, neutral texts, acts, rights, the panel of questions, their place in the Amazigh queue, jobs of the clock, and the task after an act."""
    register_concerned(notices.FOLLOWERS, notices.followers, order=90)
    for kind, text in notices.TEXTS.items():
        register_message_text(f"call.{kind}", notices.SUBJECT, text, notices.STOP)
    for channel, text in subscriptions.TEXTS.items():
        register_message_text(f"{subscriptions.PURPOSE}.{channel}", subscriptions.SUBJECT, text)
    register_message_text(clarifications.PURPOSE, clarifications.SUBJECT, clarifications.TOLD)
    for act, label in _ACTS.items():
        register_act(act, label)
    for role in (Role.CALL_MANAGER, Role.PROGRAMME_MANAGER):
        register_role_permissions(role, "calls.view_clarification", "calls.answer_clarification")
    for role in (Role.PROGRAMME_MANAGER, Role.DATA_PROTECTION):
        register_role_permissions(role, "calls.view_callsubscription")
    register_role_permissions(Role.PROGRAMME_MANAGER, "calls.end_callsubscription")
    register_operational_text("calls.Clarification", "reply")
    register_panel(questions_panel())
    register_job("tell_call_acts", every=dt.timedelta(minutes=5))
    for job in ("expire_call_followers", "check_deadlines"):
        register_job(job, every=dt.timedelta(days=1))
    notices.connect()
