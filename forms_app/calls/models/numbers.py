"""Numbers of calls: one after the other, whoever writes calls at the same moment."""

from django.db.models import QuerySet

#: Four digits, so that a reference can be read without knowing the call.
FIRST_NUMBER = 1001


def next_number(calls: QuerySet) -> int:
    """Nobody else's, until the end of the transaction: whoever asks meanwhile waits, and then reads what was written."""
    numbers = calls.order_by("-number").values_list("number", flat=True)
    numbers.select_for_update(of=("self",), no_key=True).first()
    return (numbers.first() or FIRST_NUMBER - 1) + 1
