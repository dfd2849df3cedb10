"""``manage.py load_reference``"""

from portal.core.management.loading import LoadCommand


class Command(LoadCommand):
    """Load the territory: regions, provinces, communes."""

    help = "Load the territory: regions, provinces, communes. Idempotent; keeps what editors changed unless --reset."
    stage = "reference"
