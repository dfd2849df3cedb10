"""Sealed calls: before the opening act nothing the staff sees may tell how many applied. Decision 534."""

from .models import Call


def purpose_of(purpose: str, call: Call) -> str:
    """What a message is for, as the staff's list of messages names it. Of a sealed call it ends with the call's number, so that it can be held back."""
    return f"{purpose}.{call.number}" if call.sealed else purpose
