"""Operators that fail, each in its way."""

import smtplib
from collections.abc import Callable, Sequence
from typing import ClassVar

from django.core.mail import EmailMessage
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


class Slow:
    """Takes its time with each message; after one of them another worker looks for something to send."""

    told: ClassVar[list[str]] = []

    @classmethod
    def began(cls, wait: Callable[[], object], other: Callable[[], object], *, after: int = 15) -> None:
        cls.told, cls.wait, cls.other, cls.after = [], staticmethod(wait), staticmethod(other), after

    def send(self, to: str, text: str) -> str:
        self.told.append(to)
        self.wait()
        if len(self.told) == self.after:
            self.other()
        return ""


class AwayBackend(BaseEmailBackend):
    asked = 0

    def open(self) -> bool:
        type(self).asked += 1
        raise ConnectionRefusedError


class LostBackend(BaseEmailBackend):
    """Takes every message, and breaks off before it says so to one of them."""

    told: ClassVar[list[str]] = []
    lost = "p1@example.org"

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        told = [to for message in email_messages for to in message.to]
        self.told.extend(told)
        if self.lost in told:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return len(told)


class LockedBackend(BaseEmailBackend):
    """Knows our password no more."""

    def open(self) -> bool:
        raise smtplib.SMTPAuthenticationError(535, b"no")


class Garbled:
    """Takes the message, and numbers it with what no column keeps."""

    told: ClassVar[list[str]] = []

    def send(self, to: str, text: str) -> str:
        self.told.append(to)
        return "\x00\ud800id 7\n"
