"""A post office for the tests: real SMTP and IMAP servers on loopback, with mailboxes on disk."""

import mailbox
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from pysasl.hashing import BuiltinHash

from aftercare.kit.tests.ports import free_port

PASSWORD = "Geheim-2026-吗"
STARTS_WITHIN = 20.0


@dataclass
class Box:
    """Somebody's mailbox at the post office."""

    user: str
    place: Path

    def put(self, raw: bytes) -> None:
        """A letter that lies in the mailbox, whatever it is made of."""
        mailbox.Maildir(self.place).add(raw)

    def empty(self) -> None:
        mailbox.Maildir(self.place).clear()


@dataclass
class PostOffice:
    """Delivers what is sent to its users, and lets them read it."""

    place: Path
    imap_port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    boxes: dict[str, Box] = field(default_factory=dict)
    _imap: "subprocess.Popen[bytes] | None" = None
    _smtp: Any = None

    def open(self) -> None:
        """Open both counters, and wait until somebody answers."""
        self.place.mkdir(parents=True, exist_ok=True)
        program = Path(sys.executable).with_name("pymap")
        closed = ("managesieve", "admin")
        self._imap = subprocess.Popen(
            [program, "--host", "127.0.0.1", "--port", str(self.imap_port), "--no-tls",
             *(part for name in closed for part in ("--no-service", name)),
             "maildir", str(self.place)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        ends = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < ends:
            try:
                with socket.create_connection(("127.0.0.1", self.imap_port), timeout=1):
                    break
            except OSError:
                time.sleep(0.05)
        if self._smtp is None:
            self._smtp = Controller(self, hostname="127.0.0.1", port=self.smtp_port)
            self._smtp.start()

    def close_imap(self) -> None:
        """The mail server is away; letters still come in."""
        if self._imap is not None:
            self._imap.terminate()
            self._imap.wait(10)
            self._imap = None

    def close(self) -> None:
        self.close_imap()
        if self._smtp is not None:
            self._smtp.stop()

    def user(self, address: str) -> Box:
        """A mailbox for an address, made when it is first asked for."""
        if address not in self.boxes:
            name = f"user{len(self.boxes)}"
            box = Box(name, self.place / name)
            mailbox.Maildir(box.place, create=True)
            hashed = BuiltinHash(hash_name="sha256", salt_len=16, rounds=1).hash(PASSWORD)
            for file, line in (
                ("pymap-etc-passwd", f"{name}::0:0::{name}:"),
                ("pymap-etc-shadow", f"{name}:{hashed}:::::::"),
            ):
                with (self.place / file).open("a") as users:
                    users.write(line + "\n")
            self.boxes[address] = box
        return self.boxes[address]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        for address in envelope.rcpt_tos:
            if address in self.boxes:
                self.boxes[address].put(envelope.content)
        return "250 OK"

    def send(
        self,
        to: str,
        text: str = "3 号机组漏水，请派人。",
        *,
        sender: str = "韩梅 <han@customer.example>",
        subject: str = "漏水",
        files: Sequence[tuple[str, bytes, str]] = (),
        **headers: str,
    ) -> str:
        """Send a letter as a mail program does; its Message-ID. files: name, content, type."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, to, subject
        letter["Message-ID"] = headers.pop("message_id", make_msgid(domain="customer.example"))
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content(text)
        for name, content, kind in files:
            main, _slash, sub = kind.partition("/")
            letter.add_attachment(content, maintype=main, subtype=sub, filename=name)
        with smtplib.SMTP("127.0.0.1", self.smtp_port) as counter:
            counter.send_message(letter)
        return str(letter["Message-ID"])
