"""What is drawn for a file of a sealed call, where other files are counted. Decision 534."""

import secrets

from forms_app.applications.codes import drawn_number, make_reference
from forms_app.applications.models import ReferenceCounter, Submission
from forms_app.calls.models import Call

#: Half of what a browser's numbers hold exactly, below zero: the sequence of the other files shows no gap.
_ROWS = 2**52


def drawn_row() -> int:
    """Primary key of a sealed file: addresses of files bear it, and must tell neither order nor number."""
    return -1 - secrets.randbelow(_ROWS)


def drawn_sequence(*, call: Call) -> int:
    """A number of the call that no file bears. The call's counter stays locked until the file is stored, and stays at nought."""
    ReferenceCounter.objects.get_or_create(call=call)
    ReferenceCounter.objects.select_for_update().get(call=call)
    while True:
        number = drawn_number()
        if not Submission.objects.filter(reference=make_reference(call_number=call.number, sequence=number)).exists():
            return number
