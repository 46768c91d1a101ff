"""Files instead of sending, to try it out: what would be sent lies in the data directory.

The name of a file is made of the message's own id, so that what is sent twice lies there once.
"""

import hashlib
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from aftercare.outbound.adapters import Outgoing

PLAIN = re.compile(r"[^A-Za-z0-9@._-]")


class MailFiles(BaseEmailBackend):
    """A mail backend of Django that writes each mail as an .eml file, which mail programs open."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for one in email_messages:
            mail = one.message()
            name = f"{','.join(one.to)} {_mark(str(mail['Message-ID']))}.eml"
            keep("mail", name, mail.as_bytes())
        return len(email_messages)


class Files:
    """An adapter for channels without a server: each message is a .json file."""

    folder = "other"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        return

    def send(self, message: Outgoing) -> str:
        """Write the file."""
        told: dict[str, Any] = {
            "id": message.message_id, "to": message.to, "subject": message.subject,
            "text": message.text, "language": message.language,
        }  # fmt: skip
        name = f"{message.to} {_mark(message.message_id)}.json"
        content = json.dumps(told, ensure_ascii=False, indent=2).encode()
        return keep(self.folder, name, content).name


def keep(folder: str, name: str, content: bytes) -> Path:
    """Write a file wholly or not at all; the same name again replaces it."""
    place = Path(settings.DATA) / "sent" / folder
    place.mkdir(parents=True, exist_ok=True)
    path = place / PLAIN.sub("_", name)[-200:]
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
    return path


def _mark(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:16]
