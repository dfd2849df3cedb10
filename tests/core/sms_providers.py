"""Operators that fail, each in its way."""

from collections.abc import Callable
from typing import ClassVar

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
    """Takes its time with each message; after the fifteenth another worker looks for something to send."""

    told: ClassVar[list[str]] = []

    @classmethod
    def began(cls, wait: Callable[[], object], other: Callable[[], object]) -> None:
        cls.told, cls.wait, cls.other = [], staticmethod(wait), staticmethod(other)

    def send(self, to: str, text: str) -> str:
        self.told.append(to)
        self.wait()
        if len(self.told) == 15:
            self.other()
        return ""


class AwayBackend(BaseEmailBackend):
    asked = 0

    def open(self) -> bool:
        type(self).asked += 1
        raise ConnectionRefusedError
