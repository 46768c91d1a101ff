"""E-mail by Django's mail settings: an SMTP server, or files to try it out."""

import smtplib
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from aftercare.outbound.adapters import Outgoing, PutOff, Refused, Unreachable

LATER = range(400, 500)
# What SMTP servers say to one message, not to everybody: RFC 5321, 4.2.
ABOUT_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class Mail:
    """One connection for a whole batch."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection()

    def __enter__(self) -> Self:
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as fault:
            raise Unreachable(_told(fault)) from fault
        return self

    def __exit__(self, *fault: object) -> None:
        try:
            self._connection.close()
        except (OSError, smtplib.SMTPException):
            return  # what was sent is sent

    def send(self, message: Outgoing) -> str:
        """Hand the mail to the server, which is answerable for it from then on."""
        try:
            mail = written(message)
            mail.connection = self._connection
            mail.send()
        except ABOUT_ONE as fault:
            raise _meaning(fault) from fault
        except (UnicodeError, ValueError) as fault:  # an address or a line that no mail may have
            raise Refused(_told(fault)) from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise Unreachable(_told(fault)) from fault
        return "OK"


def written(message: Outgoing) -> EmailMessage:
    """The mail as it is sent."""
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
        **message.headers,
    }
    sender = headers.pop("From", settings.DEFAULT_FROM_EMAIL)
    mail = EmailMessage(message.subject, message.text, sender, to=[message.to], headers=headers)
    for file in message.files:
        mail.attach(file.name, file.content, file.content_type)
    return mail


def _meaning(fault: smtplib.SMTPException) -> Exception:
    """4xx: later. 5xx: never."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(fault.recipients.values()))
    else:
        code, said = fault.smtp_code, fault.smtp_error  # type: ignore[attr-defined]
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return (PutOff if code in LATER else Refused)(f"{code} {words}")


def _told(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
