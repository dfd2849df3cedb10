"""``manage.py verify_receipt``: what the register says of one receipt."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_app.applications.codes import read_reference
from forms_app.applications.register.checking import Outcome, Verdict, check_receipt
from forms_app.applications.register.record import in_utc
from forms_app.applications.register.salts import read_salt

_SAID = {
    Outcome.LISTED: "IN THE REGISTER",
    Outcome.HELD: "HELD BACK until the opening of its call; its fingerprint is in the register",
    Outcome.NOT_YET: "NOT PUBLISHED YET: its day's text is made in the night that follows",
    Outcome.CHANGED: "CHANGED: the file is no longer what the register lists",
    Outcome.UNKNOWN: "NOT FOUND: no file has this number and this code, or it was erased",
}
_CODES = {Outcome.LISTED: 0, Outcome.HELD: 0, Outcome.NOT_YET: 2, Outcome.CHANGED: 1, Outcome.UNKNOWN: 1}


class Command(BaseCommand):
    """Exit code 0: in the register, or held back for an opening; 1: changed or not found; 2: not published yet."""

    help = "Check the number and the code of a receipt against the public register."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Both as they are printed; what is left out is asked for, and stays out of the shell's history."""
        parser.add_argument("reference", nargs="?", help="Number of the file.")
        parser.add_argument("code", nargs="?", help="Code of its line in the register.")

    def handle(self, **options: Any) -> None:
        """Say the verdict, and what it stands on.

        Raises:
            CommandError: mistyped, changed, not found or not published yet.
        """
        reference = read_reference(options["reference"] or input("Number of the file: "))
        salt = read_salt(options["code"] or input("Code of its line: "))
        if not reference or not salt:
            raise CommandError("MISTYPED: the number or the code has a mistake in it", returncode=1)
        verdict = check_receipt(reference=reference, salt=salt)
        self._facts(verdict)
        if _CODES[verdict.outcome]:
            raise CommandError(_SAID[verdict.outcome], returncode=_CODES[verdict.outcome])
        self.stdout.write(_SAID[verdict.outcome])

    def _facts(self, verdict: Verdict) -> None:
        if verdict.record is None or verdict.call is None:
            return
        closes = in_utc(verdict.call.closes_at) if verdict.call.closes_at else "not stated"
        self.stdout.write(f"sent {in_utc(verdict.record.sent)}, version {verdict.record.version}; closing {closes}: {'before' if verdict.in_time else 'AFTER'}")
        self.stdout.write(f"line {verdict.record.digest}")
        if verdict.file:
            self.stdout.write(f"text {verdict.file.name}.txt, made {in_utc(verdict.file.made_at)}")
