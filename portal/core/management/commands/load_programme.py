"""``manage.py load_programme``"""

from portal.core.management.loading import LoadCommand


class Command(LoadCommand):
    """Load the programme's real facts, pages and forms."""

    help = "Load the programme's real facts, pages and forms. Idempotent; keeps what editors changed unless --reset."
    stage = "programme"
