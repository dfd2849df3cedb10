"""Operators that fail, each in its way."""

from django.core.mail.backends.base import BaseEmailBackend

from portal.core.outbox import SmsRefused, SmsUnavailable


class Unavailable:
    def send(self, to: str, text: str) -> str:
        raise SmsUnavailable("busy")


class Refused:
    def send(self, to: str, text: str) -> str:
        raise SmsRefused("no_such_number")


class Broken:
    def send(self, to: str, text: str) -> str:
        raise KeyError(to)


class AwayBackend(BaseEmailBackend):
    asked = 0

    def open(self) -> bool:
        type(self).asked += 1
        raise ConnectionRefusedError
