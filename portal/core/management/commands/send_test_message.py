"""``manage.py send_test_message``: does a message really arrive?"""

import argparse
from typing import Any

import phonenumbers
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from portal.core import languages
from portal.core.models import Channel
from portal.core.outbox.channels import Channels, NotSent


class Command(BaseCommand):
    """Sends one message at once, past the outbox."""

    help = "Send a test message to a phone or an e-mail address of yours."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--sms`` or ``--email``, and ``--language``."""
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--sms", metavar="NUMBER", help="A phone number, Moroccan unless it begins with +.")
        where.add_argument("--email", metavar="ADDRESS")
        parser.add_argument("--language", choices=languages.codes(), default=languages.codes()[0])

    def handle(self, **options: Any) -> None:
        """Send, and say what the operator answered.

        Raises:
            CommandError: no phone number, or not sent, with the code that says why.
        """
        with translation.override(options["language"]):
            subject, body = _("Test message"), _("This is a test message. You have nothing to do.")
        channel, to = (Channel.SMS, self._number(options["sms"])) if options["sms"] else (Channel.EMAIL, options["email"])
        with Channels() as channels:
            try:
                ident = channels.send(channel=channel, to=to, subject=subject, body=body, language=options["language"])
            except NotSent as error:
                raise CommandError(f"Not sent: {error.code}") from error
        self.stdout.write(f"Sent: {ident}" if ident else "Sent.")

    def _number(self, text: str) -> str:
        try:
            number = phonenumbers.parse(text, "MA")
        except phonenumbers.NumberParseException as error:
            raise CommandError("This is no phone number.") from error
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
