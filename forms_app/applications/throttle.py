"""The brake on guessing codes of files: the portal's (``portal.core.throttle``), with how often one visitor may fail."""

from portal.core.throttle import SECONDS, client_address, failed_too_often, note_failure

__all__ = ["SECONDS", "TRIES_AN_ADDRESS", "client_address", "failed_too_often", "note_failure"]

#: Failures of one visitor in a quarter of an hour; forty women an hour from one centre fail less often.
TRIES_AN_ADDRESS = 60
