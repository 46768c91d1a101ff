"""E-mail: a mailbox of ten thousand letters read in from a real IMAP server on loopback.

    script/bench mail

The floor is a bare fetch of the same mailbox: the same server, the same number of letters asked for
together, every byte received and nothing done with it. It is measured before and after.
"""

import email.message
import imaplib
import logging
import mailbox
import resource
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils import timezone
from measuring import Figure, Scale, seconds

from aftercare.mail import actions, jobs
from aftercare.mail.models import Letter, Mailbox
from aftercare.mail.tests.office import PASSWORD, PostOffice
from aftercare.web.demo.cast import make_cast

DATABASE = True
ADDRESS = "service@our.example"
SENDERS = 500
MOST_MEGABYTES = 96
LEAST_SHARE = 0.1
TEXT = "您好：\n\n3 号机组从昨天起出水温度降不下来，现场显示 E3，请尽快安排检修。\n" * 12
PAGE = "<table><tr><td>设备</td><td>故障</td></tr></table><p>冷水机组<b>停机</b>，请派人。</p>" * 40
PDF = b"%PDF-1.4\n" + b"0123456789abcdef" * 3_000 + b"\n%%EOF\n"


def figures(scale: Scale) -> Iterator[Figure]:
    """Letters a second, memory, and the same mailbox read again."""
    logging.disable(logging.CRITICAL)
    count = scale.sizes[0]
    office = PostOffice(Path(tempfile.mkdtemp(dir=".")))
    office.open()
    try:
        _fill(office, count)
        _add_mailbox(office)
        floors = [_bare(office, count)]
        before = _peak_megabytes()
        rate = count / seconds(_read_all)
        grown = _peak_megabytes() - before
        floors.append(_bare(office, count))
        _check(count)
        Mailbox.objects.update(validity=0, last_uid=0, next_at=timezone.now())
        again = count / seconds(_read_all)
        _check(count)
    finally:
        office.close()
    floor = sum(floors) / len(floors)
    aim = f"at least {LEAST_SHARE} of the floor"
    yield Figure(f"{count:,} letters read in", rate, "/s", floor, aim, rate / floor >= LEAST_SHARE)
    yield Figure(f"{count:,} letters read again", again, "/s", floor)
    aim = f"at most {MOST_MEGABYTES} MB more than before"
    yield Figure("memory while reading", grown, "MB", None, aim, grown <= MOST_MEGABYTES)


def _fill(office: PostOffice, count: int) -> None:
    """Texts, pages, and one letter in ten with a file; of five hundred senders."""
    box = mailbox.Maildir(office.user(ADDRESS).place)
    for number in range(count):
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
        box.add(bytes(letter))


def _add_mailbox(office: PostOffice) -> None:
    actions.add_mailbox(
        name="服务邮箱", address=ADDRESS, host="127.0.0.1", port=office.imap_port, security="none",
        username=office.boxes[ADDRESS].user, password=PASSWORD, begins_on=date(2020, 1, 1),
        by=make_cast()["admin"], at=timezone.now(),
    )  # fmt: skip


def _read_all() -> None:
    """As the worker does it, turn after turn, without its pauses."""
    while jobs.read_due(timezone.now()):
        Mailbox.objects.update(next_at=timezone.now())
    place = Mailbox.objects.get()
    if place.trouble:
        raise RuntimeError(f"{place.trouble}: {place.trouble_said}")


def _bare(office: PostOffice, count: int) -> float:
    """Letters a second when nothing is done with them."""
    return count / seconds(lambda: _fetch_all(office, count))


def _fetch_all(office: PostOffice, count: int) -> None:
    with imaplib.IMAP4("127.0.0.1", office.imap_port) as bare:
        user = office.boxes[ADDRESS].user
        bare.authenticate("PLAIN", lambda _asked: f"\0{user}\0{PASSWORD}".encode())
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
