"""The line of the first screen that counts messages nobody has received."""

from django.utils.translation import gettext_lazy as _

from portal.core.models import OutboxMessage
from portal.core.staff.panels import Panel

#: More than so many tell nobody more.
_MOST = 300


def unsent_panel() -> Panel:
    """For whoever may send them again."""
    return Panel(
        "messages",
        40,
        _("Messages that could not be sent"),
        lambda _user: _unsent(),
        lambda user: user.has_perm("core.retry_outboxmessage"),
        count=lambda _user: len(_unsent()),
        url_name="outbox_messages",
    )


def _unsent() -> list:
    return list(OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD, emptied=False).values_list("pk", flat=True)[:_MOST])
