"""Reading the mailboxes: by the worker, a little at a time, in a thread of its own.

A mail server may take its time or be away; the loop that keeps promises does not wait for it.
"""

import threading
import time
from datetime import datetime

import structlog
from django.db import OperationalError, connection
from django.utils import timezone

from aftercare.documents.storage import NotStored
from aftercare.mail import actions, queries, sealing
from aftercare.mail.actions import Arrived
from aftercare.mail.models import Letter, Mailbox, Trouble
from aftercare.mail.reading import Read
from aftercare.mail.servers import Account, CannotRead, Connection, Gone, Waiting, Withheld
from aftercare.mail.states import LetterState

BATCH = 50  # letters asked for together
TURN_SECONDS = 4.0  # after that the next mailbox has its turn
MOST_STUCK = 5  # times the connection may break at one letter before it is passed over
log = structlog.get_logger(__name__)

_turn: threading.Thread | None = None
_connections: dict[int, Connection] = {}


def start_turn(at: datetime) -> bool:
    """Let a turn of reading begin, unless one runs or nothing is due; whether one began."""
    global _turn  # noqa: PLW0603  # one reader for each process
    if _turn is not None and _turn.is_alive():
        return False
    if not queries.mailboxes_to_read(at).exists() and not queries.unsettled().exists():
        return False
    _turn = threading.Thread(target=_read_in_thread, name="mail", daemon=True)
    _turn.start()
    return True


def read_due(at: datetime) -> int:
    """Read every mailbox whose turn has come, each for a few seconds; how many letters are new.

    What an earlier turn left half done is settled first.
    """
    new = 0
    for letter in queries.unsettled()[:BATCH]:
        _settle(letter, None, at)
    for mailbox in queries.mailboxes_to_read(at):
        if actions.take_mailbox(mailbox, at=at):
            new += _read(mailbox, at)
    return new


def _read_in_thread() -> None:
    try:
        read_due(timezone.now())
    except OperationalError as error:
        log.warning("database_unavailable", reason=str(error))
    except Exception:  # the next turn begins anew
        log.exception("mail_turn_failed")
    finally:
        connection.close()


def _read(mailbox: Mailbox, at: datetime) -> int:
    """One turn at one mailbox."""
    try:
        opened = _connected(mailbox)
        new, more = _read_some(mailbox, opened, at)
    except CannotRead as trouble:
        forget(mailbox)
        log.warning("mailbox_unread", mailbox=mailbox.pk, trouble=trouble.trouble)
        actions.note_trouble(mailbox, trouble.trouble, trouble.said, at=at)
        return 0
    except NotStored as refusal:
        log.warning("letter_not_stored", mailbox=mailbox.pk)
        actions.note_trouble(mailbox, Trouble.DISK, str(refusal.message), at=at)
        return 0
    actions.note_read(mailbox, more=more, at=at)
    return new


def _connected(mailbox: Mailbox) -> Connection:
    """The connection of the last turn if it still answers, else a new one."""
    try:
        password = sealing.opened(mailbox.password)
    except sealing.SealBroken as error:
        raise CannotRead(Trouble.SEAL) from error
    account = Account(
        mailbox.host, mailbox.port, mailbox.security, mailbox.username, password, mailbox.folder
    )
    known = _connections.get(mailbox.pk)
    if known is not None and known.account == account:
        try:
            known.look()
        except Gone:  # it was idle too long
            forget(mailbox)
        else:
            return known
    elif known is not None:
        forget(mailbox)
    opened = _connections[mailbox.pk] = Connection(account)
    opened.look()
    return opened


def forget(mailbox: Mailbox) -> None:
    """Close the connection of a mailbox."""
    known = _connections.pop(mailbox.pk, None)
    if known is not None:
        known.close()


def _read_some(mailbox: Mailbox, opened: Connection, at: datetime) -> tuple[int, bool]:
    """Read until the turn is over: how many letters are new, and whether there may be more."""
    ends = time.monotonic() + TURN_SECONDS
    place, new = mailbox.place.under(opened.validity), 0
    uids = opened.after(place.last, mailbox.begins_on)
    share = BATCH if not mailbox.stuck_times else 1
    for first in range(0, len(uids), share):
        asked = uids[first : first + share]
        some = opened.about(asked)
        if not some:  # taken away meanwhile
            actions.pass_by(mailbox, validity=opened.validity, last=asked[-1])
            continue
        new += _take(mailbox, opened, some, at)
        if time.monotonic() > ends:
            return new, True
    if not uids and opened.next_uid:
        actions.pass_by(mailbox, validity=opened.validity, last=opened.next_uid - 1)
    return new, bool(uids)


def _take(mailbox: Mailbox, opened: Connection, some: list[Waiting], at: datetime) -> int:
    """Take a batch. When the server refuses it, it is asked one by one, and what it withholds is
    noted; a letter at which the connection breaks again and again is passed over."""
    if some[0].uid == mailbox.stuck_uid and mailbox.stuck_times >= MOST_STUCK:
        return _unread(mailbox, opened, some[0], at)
    done = 0
    try:
        new = 0
        for one, raw in opened.fetch(some):
            new += _take_one(mailbox, opened, one, raw, at)
            done += 1
    except Gone:
        actions.note_stuck(mailbox, some[done].uid)
        raise
    except Withheld:
        if len(some) == 1:
            return _unread(mailbox, opened, some[0], at)
        return new + sum(_take(mailbox, opened, [one], at) for one in some[done:])
    return new


def _take_one(mailbox: Mailbox, opened: Connection, one: Waiting, raw: bytes, at: datetime) -> int:
    """Store a letter and put it where it belongs; 1 when it is new."""
    if not raw:
        return _unread(mailbox, opened, one, at)
    arrived = Arrived(mailbox, opened.validity, one.uid, one.received_at, raw, one.whole)
    taken = actions.take_letter(arrived, at=at)
    if taken is not None and taken.letter.state == LetterState.COMING:
        _settle(taken.letter, taken.read, at)
    return int(taken is not None)


def _unread(mailbox: Mailbox, opened: Connection, one: Waiting, at: datetime) -> int:
    actions.take_unread(
        mailbox, validity=opened.validity, uid=one.uid, received_at=one.received_at, at=at
    )
    return 1


def _settle(letter: Letter, read: Read | None, at: datetime) -> None:
    """Put a stored letter where it belongs; one at which our own programs fail is set aside, so
    that it stops no other."""
    try:
        actions.settle_letter(letter, at=at, read=read)
    except (OperationalError, NotStored):
        raise
    except Exception:
        log.exception("letter_unsettled", letter=letter.pk)
        actions.give_up(Letter.objects.get(pk=letter.pk), at=at)
