"""E-mail: a mailbox of ten thousand letters read in from a real IMAP server on loopback.

    script/bench mail

The floor is a bare fetch of the same mailbox: the same server, the same number of letters asked for
together, every byte received and nothing done with it. It is measured before and after.
"""

import email.message
import imaplib
import logging
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.utils import timezone
from measuring import Figure, Scale, seconds

from aftercare.kit.tests.ports import free_port
from aftercare.mail import actions, jobs
from aftercare.mail.models import Letter, Mailbox
from aftercare.web.demo.cast import make_cast

DATABASE = True
ADDRESS = "service@our.example"
SENDERS = 500
MOST_MEGABYTES = 96
LEAST_RATE = 10
USER, PASSWORD = "service", "geheim"
TEXT = "您好：\n\n3 号机组从昨天起出水温度降不下来，现场显示 E3，请尽快安排检修。\n" * 12
PAGE = "<table><tr><td>设备</td><td>故障</td></tr></table><p>冷水机组<b>停机</b>，请派人。</p>" * 40
PDF = b"%PDF-1.4\n" + b"0123456789abcdef" * 3_000 + b"\n%%EOF\n"


def figures(scale: Scale) -> Iterator[Figure]:
    """Letters a second, memory, and the same mailbox read again."""
    logging.disable(logging.CRITICAL)
    count = scale.sizes[0]
    with _server() as port:
        _fill(port, count)
        _add_mailbox(port)
        floors = [_bare(port, count)]
        before = _peak_megabytes()
        rate = count / seconds(_read_all)
        grown = _peak_megabytes() - before
        floors.append(_bare(port, count))
        _check(count)
        Mailbox.objects.update(validity=0, last_uid=0, next_at=timezone.now())
        again = count / seconds(_read_all)
        _check(count)
    floor = sum(floors) / len(floors)
    aim = f"at least {LEAST_RATE} a second"
    yield Figure(f"{count:,} letters read in", rate, "/s", floor, aim, rate >= LEAST_RATE)
    yield Figure(f"{count:,} letters read again, all known", again, "/s", floor)
    aim = f"at most {MOST_MEGABYTES} MB more than before"
    yield Figure("memory while reading", grown, "MB", None, aim, grown <= MOST_MEGABYTES)


@contextmanager
def _server() -> Iterator[int]:
    """A real IMAP server that keeps its letters in memory, so that it is not what is measured."""
    port = free_port()
    command = [
        Path(sys.executable).with_name("pymap"), "--host", "127.0.0.1", "--port", str(port),
        "--no-tls", "--no-service", "managesieve", "--no-service", "admin", "dict", "--demo-data",
        "--demo-user", USER, "--demo-password", PASSWORD,
    ]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _signed_in(port: int) -> imaplib.IMAP4:
    bare = imaplib.IMAP4("127.0.0.1", port)
    bare.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    bare.login(USER, PASSWORD)
    return bare


def _fill(port: int, count: int) -> None:
    """Texts, pages, and one letter in ten with a file; of five hundred senders."""
    with _signed_in(port) as bare:
        bare.select("INBOX")
        bare.store("1:*", "+FLAGS", "\\Deleted")
        bare.expunge()
        for number in range(count):
            bare.append("INBOX", "", "", _written(number))


def _written(number: int) -> bytes:
    letter = email.message.EmailMessage()
    letter["From"] = f"客户{number % SENDERS} <c{number % SENDERS}@customer.example>"
    letter["To"], letter["Subject"] = ADDRESS, f"第 {number} 封：机组停机"
    letter["Message-ID"] = f"<{number}@customer.example>"
    letter.set_content(TEXT)
    if number % 10 in {3, 6}:
        letter.add_alternative(PAGE, subtype="html")
    if number % 10 == 9:
        file = PDF.replace(b"0123", b"%04d" % (number % 10_000), 1)
        letter.add_attachment(file, maintype="application", subtype="pdf", filename="报告.pdf")
    return bytes(letter)


def _add_mailbox(port: int) -> None:
    actions.add_mailbox(
        name="服务邮箱", address=ADDRESS, host="127.0.0.1", port=port, security="none",
        username=USER, password=PASSWORD, begins_on=date(2020, 1, 1),
        by=make_cast()["admin"], at=timezone.now(),
    )  # fmt: skip


def _read_all() -> None:
    """As the worker does it, turn after turn, without its pauses."""
    while jobs.read_due(timezone.now()):
        Mailbox.objects.update(next_at=timezone.now())
    place = Mailbox.objects.get()
    if place.trouble:
        raise RuntimeError(f"{place.trouble}: {place.trouble_said}")


def _bare(port: int, count: int) -> float:
    """Letters a second when nothing is done with them."""
    return count / seconds(lambda: _fetch_all(port, count))


def _fetch_all(port: int, count: int) -> None:
    with _signed_in(port) as bare:
        bare.select("INBOX", readonly=True)
        _ok, found = bare.uid("SEARCH", "1:*")
        uids = found[0].decode().split()
        for first in range(0, len(uids), jobs.BATCH):
            bare.uid("FETCH", ",".join(uids[first : first + jobs.BATCH]), "(BODY.PEEK[])")
    if len(uids) != count:
        raise RuntimeError(f"{len(uids)} letters instead of {count}")


def _check(count: int) -> None:
    """Every letter once."""
    there = Letter.objects.count()
    if there != count:
        raise RuntimeError(f"{there} letters instead of {count}")


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
