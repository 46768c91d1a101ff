"""Reading a mailbox from a real server: again, moved, away, and with letters that break it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from aftercare.mail import actions, jobs, sealing
from aftercare.mail.models import Letter, Mailbox, Trouble, Why
from aftercare.mail.states import LetterState
from aftercare.mail.tests.conftest import read_now
from aftercare.mail.tests.letters import source
from aftercare.mail.tests.office import PASSWORD, Box, PostOffice
from aftercare.mail.tests.wire import Wire
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db
SECOND = re.compile(rb"UID FETCH (?:\d+,)*2(?:,\d+)* \(BODY")  # the letter whose UID is 2


@pytest.fixture
def wire(office: PostOffice, mailbox: Mailbox) -> Iterator[Wire]:
    """The mailbox is read over a wire that can be bad."""
    wire = Wire(office.imap_port)
    wire.open()
    Mailbox.objects.update(port=wire.port)
    yield wire
    wire.close()


def fill(box: Box, *subjects: str) -> None:
    for subject in subjects:
        box.put(source(subject, f"about {subject}"))


def subjects() -> list[str]:
    return sorted(Letter.objects.exclude(subject="").values_list("subject", flat=True))


def test_a_mailbox_is_read_once_and_then_further(mailbox: Mailbox, box: Box) -> None:
    fill(box, "a", "b", "c")
    assert [read_now(), read_now()] == [3, 0]
    fill(box, "d")
    assert read_now() == 1
    assert subjects() == ["a", "b", "c", "d"]


def test_letters_of_before_the_first_day_are_left_alone(mailbox: Mailbox, box: Box) -> None:
    fill(box, "a")
    Mailbox.objects.update(begins_on=date(2099, 1, 1))
    assert read_now() == 0
    mailbox.refresh_from_db()
    assert mailbox.last_uid == 1


def test_another_server_duplicates_nothing(
    cast: Cast, office: PostOffice, mailbox: Mailbox, box: Box
) -> None:
    fill(box, "a", "b")
    assert read_now() == 2
    moved = office.user("moved-" + mailbox.address)
    fill(moved, "c", "b", "a")
    mailbox.refresh_from_db()
    actions.change_mailbox(
        mailbox, changes={"username": moved.user}, by=cast["admin"], at=timezone.now()
    )
    assert read_now() == 1
    assert subjects() == ["a", "b", "c"]


def test_another_uidvalidity_duplicates_nothing(mailbox: Mailbox, box: Box) -> None:
    fill(box, "a", "b")
    assert read_now() == 2
    (box.place / "dovecot-uidlist").unlink()
    fill(box, "c")
    assert read_now() == 1
    mailbox.refresh_from_db()
    assert (mailbox.last_uid, subjects()) == (3, ["a", "b", "c"])


def test_a_server_that_is_away_is_tried_again_and_nothing_is_lost(
    mailbox: Mailbox, box: Box, wire: Wire
) -> None:
    fill(box, "a")
    read_now()
    wire.close()
    jobs.forget(mailbox)
    fill(box, "b")
    at = timezone.now()
    waits = []
    for _attempt in range(6):
        Mailbox.objects.update(next_at=at)
        jobs.read_due(at)
        mailbox.refresh_from_db()
        waits.append((mailbox.next_at - at) // timedelta(minutes=1))
    assert (mailbox.trouble, mailbox.trouble_since, mailbox.failures) == (Trouble.AWAY, at, 6)
    assert waits == [1, 2, 5, 10, 15, 15]
    Mailbox.objects.update(port=wire.server_port)
    assert read_now() == 1
    mailbox.refresh_from_db()
    assert (mailbox.trouble, mailbox.trouble_since, mailbox.failures) == ("", None, 0)
    assert subjects() == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"password": sealing.sealed("wrong")}, Trouble.LOGIN),
        ({"folder": "没有"}, Trouble.FOLDER),
        ({"password": "gAAAA"}, Trouble.SEAL),
        ({"security": "tls"}, Trouble.AWAY),
    ],
)
def test_what_is_wrong_is_said(
    mailbox: Mailbox, box: Box, changes: dict[str, Any], trouble: Trouble
) -> None:
    Mailbox.objects.update(**changes)
    assert read_now() == 0
    mailbox.refresh_from_db()
    assert mailbox.trouble == trouble
    assert PASSWORD not in mailbox.trouble_said


def test_one_mailbox_that_cannot_be_read_stops_no_other(
    cast: Cast, office: PostOffice, mailbox: Mailbox, box: Box
) -> None:
    fill(box, "a")
    actions.add_mailbox(
        name="A", address="away@our.example", host="127.0.0.1", port=1, username="x",
        password="x", security="none", by=cast["admin"], at=timezone.now(),
    )  # fmt: skip
    assert read_now() == 1


def test_a_letter_that_breaks_the_connection_is_passed_over(
    mailbox: Mailbox, box: Box, wire: Wire
) -> None:
    fill(box, "a", "bad", "c")
    wire.breaks_at = SECOND
    for _turn in range(8):
        read_now()
    assert len(subjects()) == 2
    aside = Letter.objects.get(state=LetterState.ASIDE)
    assert (aside.uid, aside.why) == (2, Why.WITHHELD)


def test_a_letter_that_the_server_refuses_is_noted_and_the_others_are_read(
    mailbox: Mailbox, box: Box, wire: Wire
) -> None:
    fill(box, "a", "bad", "c")
    wire.refuses = SECOND
    assert read_now() == 3
    assert len(subjects()) == 2
    assert Letter.objects.get(state=LetterState.ASIDE).uid == 2
    assert read_now() == 0


def test_a_hostile_letter_stops_no_other(mailbox: Mailbox, box: Box) -> None:
    box.put(b"Subject: nul\x00\r\n\r\n\x00\xff")
    box.put(b"")
    box.put(b"no headers at all")
    box.put(source("bomb").replace(b"\n\n", b"\n\n" + b"--b\n\n" * 9_000, 1))
    fill(box, "good")
    assert read_now() == 5
    assert Letter.objects.exclude(state__in=(LetterState.WAITING, LetterState.ASIDE)).count() == 0
    assert "good" in subjects()


def test_the_worker_does_not_wait_for_the_server(mailbox: Mailbox, box: Box) -> None:
    mailbox.is_active = False
    mailbox.save(update_fields=["is_active"])
    assert not jobs.start_turn(timezone.now())


def test_a_password_in_chinese_opens_the_mailbox_and_stands_nowhere(mailbox: Mailbox) -> None:
    assert "吗" in PASSWORD
    read_now()
    mailbox.refresh_from_db()
    assert mailbox.trouble == ""
    row = Mailbox.objects.values().get()
    assert not any(PASSWORD in str(value) for value in row.values())
    assert sealing.opened(mailbox.password) == PASSWORD
