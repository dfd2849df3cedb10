"""Messages to applicants. Upper apps call :func:`queue_message` in the transaction of the change that the message tells of.

``register_message_text`` names the texts an app sends, so that a system check reads them in every language: none may name the
programme or her situation. Sending is ``deliver_due``, by a task after the commit or by ``manage.py send_outbox --loop``.
"""

from .delivery import deliver_due
from .neutral import names_programme, register_message_text
from .queue import (
    NewMessage,
    empty_old,
    forget_address,
    forget_messages,
    messages_known_as,
    messages_to,
    queue_message,
    queue_messages,
    retry_message,
    still_addressed,
    written_since,
)  # fmt: skip
from .sms import SmsProvider, SmsRefused, SmsUnavailable, sms_parts

__all__ = [
    "NewMessage",
    "SmsProvider",
    "SmsRefused",
    "SmsUnavailable",
    "deliver_due",
    "empty_old",
    "forget_address",
    "forget_messages",
    "messages_known_as",
    "messages_to",
    "names_programme",
    "queue_message",
    "queue_messages",
    "register_message_text",
    "retry_message",
    "sms_parts",
    "still_addressed",
    "written_since",
]
