"""``manage.py publish_scheduled``: Wagtail's, with its runs written down."""

from wagtail.management.commands import publish_scheduled

from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand, publish_scheduled.Command):
    """Publish and take down what is due; every minute."""
