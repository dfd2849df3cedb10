"""Sealing in the background, woken after a commit."""

from django_tasks import task

from .chain import seal_entries


@task()
def seal_new_entries() -> int:
    """Seal what is not sealed yet; how many."""
    return seal_entries()
