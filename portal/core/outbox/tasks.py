"""Sending in the background, woken after a commit."""

from django.utils import timezone
from django_tasks import task

from .delivery import deliver_due


@task()
def send_due_messages() -> int:
    """Send what is due; how many left."""
    return deliver_due(at=timezone.now()).sent
