"""Telling in the background, woken after a commit."""

from django.utils import timezone
from django_tasks import task

from .services.notices import tell_waiting

#: The first few thousand persons; ``manage.py tell_call_acts --loop`` tells the rest.
_BATCHES = 10


@task()
def tell_call_acts() -> int:
    """Tell what waits; how many batches were done."""
    return tell_waiting(at=timezone.now(), batches=_BATCHES)
