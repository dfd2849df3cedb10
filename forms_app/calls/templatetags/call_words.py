"""A call's deadline inside an editor's page. No queries here."""

from django import template
from django.utils import timezone

from forms_app.calls import words
from forms_app.calls.models import OPEN_STATES, Call

register = template.Library()


@register.simple_tag
def live_call(call: Call | None) -> dict | None:
    """State, dates and address of a call as they are now; nothing for a draft or for the preview's placeholder."""
    if not isinstance(call, Call):
        return None
    at = timezone.now()
    state = call.state_at(at)
    if state == "draft":
        return None
    return {
        "title": call.title,
        "url": call.get_absolute_url(),
        "state": state.value,
        "state_label": state.label,
        "until": words.until(call, state),
        "left": words.time_left(call, at),
        "due": state == "closing_soon",
        "open": state in OPEN_STATES,
    }
