"""Handing a message over: e-mail by Django's backend, SMS by the provider. Failures become codes without personal data."""

import smtplib
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from portal.core.models import Channel

from .sms import SmsProvider, SmsRefused, SmsUnavailable, sms_provider

_REFUSED_FOR_EVER = 500
#: The mail server does not answer, or (with its number) does not let us in: nobody's message is at fault. All such codes begin with ``AWAY``.
AWAY = "mail_"
UNREACHABLE = f"{AWAY}unreachable"
#: It broke off while it had the message in hand, which may have arrived.
BROKE_OFF = "smtp_broke_off"


class NotSent(Exception):
    """The message did not leave. ``code`` says why; ``for_ever`` that trying again is useless; ``away`` that nobody's would have left."""

    def __init__(self, code: str, *, for_ever: bool = False, away: bool = False) -> None:
        super().__init__(code)
        self.code = code[:60]
        self.for_ever = for_ever
        self.away = away


class NoMail(BaseEmailBackend):
    """No mail server yet: messages wait."""

    def open(self) -> bool:
        """Never.

        Raises:
            ConnectionRefusedError: always.
        """
        raise ConnectionRefusedError

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Nor this."""
        raise ConnectionRefusedError


class Channels:
    """Open connections of one round of sending. When the mail server fails the rest of the round does not wait for it again."""

    def __init__(self) -> None:
        self._mail: BaseEmailBackend | None = None
        self._sms: SmsProvider | None = None
        self._mail_away = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close_mail()

    def send(self, *, channel: str, to: str, subject: str, body: str, language: str, unsubscribe: str = "") -> str:
        """The operator's number of the message, if it gives one.

        Raises:
            NotSent: with a code.
        """
        try:
            return self._send_sms(to, body) if channel == Channel.SMS else self._send_mail(to, subject, body, language, unsubscribe)
        except NotSent:
            raise
        except Exception as error:  # whatever a provider raises must not stop the others' messages; its words may quote the address
            raise NotSent(f"failed_{type(error).__name__}") from None

    def _send_sms(self, to: str, text: str) -> str:
        self._sms = self._sms or sms_provider()
        try:
            number = str(self._sms.send(to, text))
        except SmsUnavailable as error:
            raise NotSent(error.code, for_ever=isinstance(error, SmsRefused)) from None
        return "".join(letter for letter in number if letter.isprintable())[:100]  # it has left: what no column keeps must not have it sent again

    def _send_mail(self, to: str, subject: str, body: str, language: str, unsubscribe: str) -> str:
        if self._mail_away:
            raise NotSent(self._mail_away, away=True)
        headers = {"Content-Language": language, "Auto-Submitted": "auto-generated"}
        if unsubscribe:  # RFC 8058: a mail program shows a button, and posts to this address
            headers |= {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        connection = self._open_mail()
        try:
            EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to], connection=connection, headers=headers).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            raise NotSent(f"smtp_{max(codes)}", for_ever=min(codes) >= _REFUSED_FOR_EVER) from None
        except smtplib.SMTPResponseException as error:
            self._close_mail()
            raise NotSent(f"smtp_{error.smtp_code}") from None
        except (OSError, smtplib.SMTPException):
            self._close_mail()
            self._mail_away = UNREACHABLE
            raise NotSent(BROKE_OFF) from None
        return ""

    def _open_mail(self) -> BaseEmailBackend:
        if self._mail is None:
            self._mail = get_connection()
            try:
                self._mail.open()
            except (OSError, smtplib.SMTPException) as error:
                self._mail_away = f"{AWAY}{error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else UNREACHABLE
                self._close_mail()
                raise NotSent(self._mail_away, away=True) from None
        return self._mail

    def _close_mail(self) -> None:
        mail, self._mail = self._mail, None
        if mail is not None:
            mail.close()
