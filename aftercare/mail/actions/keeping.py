"""Mailboxes: adding and changing them, and how reading them goes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import days, events, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.mail import sealing
from aftercare.mail.models import Mailbox, Opens, Security, Trouble
from aftercare.people.models import Person
from aftercare.people.roles import Power

HELD = timedelta(minutes=5)  # a worker that dies while reading; then another one reads
EVERY = timedelta(seconds=60)
PATIENCE = (1, 2, 5, 10, 15)  # minutes until a mailbox is tried again; the last one repeats
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ELSEWHERE = ("host", "port", "username", "folder")  # changed, it may be another mailbox


@transaction.atomic
def add_mailbox(
    *,
    name: str,
    address: str,
    host: str,
    username: str,
    password: str,
    by: Person,
    at: datetime,
    port: int = 993,
    security: str = Security.TLS,
    folder: str = "INBOX",
    begins_on: date | None = None,
    opens: str = Opens.NOBODY,
    is_active: bool = True,
) -> Mailbox:
    """Read one more mailbox. begins_on: letters that came before that day are left alone.

    Refused: no password, a connection in the clear to another machine, an address that is there.
    """
    _check_keeper(by)
    if not password:
        raise Refusal(_("Enter the password of the mailbox."), field="password")
    _check(host, security, address, None)
    mailbox = Mailbox.objects.create(
        name=name, address=address.lower(), host=host, port=port, security=security,
        username=username, password=sealing.sealed(password), folder=folder or "INBOX",
        begins_on=begins_on or days.today(at),
        opens=opens, is_active=is_active, next_at=at,
    )  # fmt: skip
    _record(mailbox, "mailbox.added", by, at)
    return mailbox


@transaction.atomic
def change_mailbox(
    mailbox: Mailbox,
    /,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Mailbox:
    """Change a mailbox; without a password the present one stays. What may be another mailbox now
    is read from its beginning: letters that are known are known again."""
    _check_keeper(by)
    states.expect(mailbox, revision)
    new = {name: value for name, value in changes.items() if name != "password"}
    host, security = new.get("host", mailbox.host), new.get("security", mailbox.security)
    address = str(new.get("address", mailbox.address)).lower()
    _check(host, security, address, mailbox)
    if changes.get("password"):
        new["password"] = sealing.sealed(changes["password"])
    elif "host" in new and host != mailbox.host:
        raise Refusal(_("Enter the password of the mailbox."), field="password")
    if any(new.get(name, getattr(mailbox, name)) != getattr(mailbox, name) for name in ELSEWHERE):
        new |= {"validity": 0, "last_uid": 0, "stuck_uid": 0, "stuck_times": 0}
    states.write(mailbox, changes={**new, "address": address, "next_at": at})
    _record(mailbox, "mailbox.changed", by, at)
    return mailbox


@transaction.atomic
def retry_mailbox(mailbox: Mailbox, *, by: Person, at: datetime) -> Mailbox:
    """Try a mailbox now, whatever went wrong before."""
    if not by.handles_every_case:
        raise NotAllowed(_("E-mail is for those who handle cases."))
    events.take_turn()
    Mailbox.objects.filter(pk=mailbox.pk).update(next_at=at, failures=0)
    mailbox.refresh_from_db()
    _record(mailbox, "mailbox.retried", by, at)
    return mailbox


def take_mailbox(mailbox: Mailbox, *, at: datetime) -> bool:
    """Take a mailbox for one turn of reading; False when another worker has it."""
    free = Mailbox.objects.filter(pk=mailbox.pk, is_active=True, next_at=mailbox.next_at)
    if not free.update(next_at=at + HELD):
        return False
    mailbox.refresh_from_db()
    return True


def note_read(mailbox: Mailbox, *, more: bool, at: datetime) -> None:
    """A turn of reading went well. more: there are letters left for the next turn, at once."""
    changes: dict[str, Any] = {
        "next_at": at if more else at + EVERY, "read_at": at, "trouble": "", "trouble_said": "",
        "trouble_since": None, "failures": 0,
    }  # fmt: skip
    _unless_changed(mailbox, changes)


def pass_by(mailbox: Mailbox, *, validity: int, last: int) -> None:
    """There is nothing to be read up to a UID; the next search begins behind it."""
    Mailbox.objects.filter(pk=mailbox.pk).update(validity=validity, last_uid=last)


def note_stuck(mailbox: Mailbox, uid: int) -> None:
    """The connection broke while this letter was fetched."""
    times = mailbox.stuck_times + 1 if mailbox.stuck_uid == uid else 1
    Mailbox.objects.filter(pk=mailbox.pk).update(stuck_uid=uid, stuck_times=times)


def note_trouble(mailbox: Mailbox, trouble: Trouble, said: str, *, at: datetime) -> None:
    """Reading failed: what, in the words of the server, and when to try again."""
    minutes = PATIENCE[min(mailbox.failures, len(PATIENCE) - 1)]
    changes: dict[str, Any] = {
        "next_at": at + timedelta(minutes=minutes), "trouble": trouble, "trouble_said": said[:200],
        "trouble_since": mailbox.trouble_since or at, "failures": mailbox.failures + 1,
    }  # fmt: skip
    _unless_changed(mailbox, changes)


def _unless_changed(mailbox: Mailbox, changes: dict[str, Any]) -> None:
    """Who changed the mailbox or pressed retry meanwhile wants it read now."""
    Mailbox.objects.filter(pk=mailbox.pk, next_at=mailbox.next_at).update(**changes)
    mailbox.refresh_from_db()


def _check(host: str, security: str, address: str, mailbox: Mailbox | None) -> None:
    if security == Security.NONE and host not in LOOPBACK:
        raise Refusal(
            _("Without TLS the password would travel in the clear; choose TLS or STARTTLS."),
            field="security",
        )
    others = Mailbox.objects.filter(address=address.lower())
    if mailbox is not None:
        others = others.exclude(pk=mailbox.pk)
    if others.exists():
        raise Refusal(_("A mailbox of this address is there already."), field="address")


def _check_keeper(by: Actor) -> None:
    if isinstance(by, Person) and not by.may(Power.KEEP_PEOPLE):
        raise NotAllowed(_("Only administrators keep mailboxes."))


def _record(mailbox: Mailbox, kind: str, by: Actor, at: datetime) -> None:
    events.record(Happened(kind, mailbox.reference, at, by), recorded_at=at)
