"""Passing a call on: plain links that a telephone understands. No script, and nobody else learns who reads the page."""

from urllib.parse import quote

from forms_app.calls import words
from forms_app.calls.models import Call, State

from .feeds.common import public


def ways(call: Call, state: State) -> dict[str, str]:
    """The address to copy, and it with title and date in a message by WhatsApp, SMS or e-mail."""
    address = public(call.get_absolute_url())
    title = str(call.title)
    said = quote("\n".join(filter(None, (title, str(words.until(call, state)), address))))
    return {"address": address, "whatsapp": f"https://wa.me/?text={said}", "sms": f"sms:?body={said}", "mail": f"mailto:?subject={quote(title)}&body={said}"}
