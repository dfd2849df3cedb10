"""``manage.py reset_second_factor``: for the administrator who lost hers when there is no other one."""

import argparse
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.core.staff.sign_in.services import remove


class Command(BaseCommand):
    """Takes somebody's second factor away, from the server's console; the audit says so."""

    help = "Take away the second factor of one person, who then sets up a new one at her next sign-in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The user name."""
        parser.add_argument("username")

    def handle(self, username: str, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: nobody has this name, or she has no second factor.
        """
        person = get_user_model().objects.filter(username=username).first()
        if person is None:
            raise CommandError("Nobody has this user name.")
        if not remove(user=person, by=None, at=timezone.now()):
            raise CommandError("This person has no second factor.")
        self.stdout.write("The second factor is reset. It will be set up anew at the next sign-in.")
