"""The worker reads mailboxes beside its own work: it waits for no server, and no mailbox is read
twice at once."""

import socket
import time

import pytest
from django.utils import timezone

from aftercare.mail import actions, jobs, servers
from aftercare.mail.models import Letter, Mailbox, Trouble
from aftercare.mail.tests.letters import source
from aftercare.mail.tests.office import Box

pytestmark = pytest.mark.django_db(transaction=True)


def finished() -> None:
    """Wait until the turn is over."""
    assert jobs._turn is not None
    jobs._turn.join(30)
    assert not jobs._turn.is_alive()


def test_the_worker_goes_on_while_a_server_keeps_silent(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "PATIENCE_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        Mailbox.objects.update(port=silent.getsockname()[1], next_at=timezone.now())
        began = time.monotonic()
        assert jobs.start_turn(timezone.now())
        assert not jobs.start_turn(timezone.now())
        assert time.monotonic() - began < 1.5
        finished()
    mailbox.refresh_from_db()
    assert mailbox.trouble == Trouble.AWAY


def test_a_turn_reads_what_is_there(mailbox: Mailbox, box: Box) -> None:
    box.put(source("a"))
    Mailbox.objects.update(next_at=timezone.now())
    turns = 0
    while jobs.start_turn(timezone.now()):  # after one that found something another one looks
        finished()
        turns += 1
    assert (turns, Letter.objects.get().subject) == (2, "a")


def test_two_workers_do_not_read_one_mailbox_at_once(mailbox: Mailbox) -> None:
    at = timezone.now()
    Mailbox.objects.update(next_at=at)
    first, second = Mailbox.objects.get(), Mailbox.objects.get()
    assert actions.take_mailbox(first, at=at)
    assert not actions.take_mailbox(second, at=at)


def test_who_presses_retry_during_a_turn_is_not_forgotten(mailbox: Mailbox) -> None:
    at = timezone.now()
    Mailbox.objects.update(next_at=at)
    mine = Mailbox.objects.get()
    actions.take_mailbox(mine, at=at)
    Mailbox.objects.update(next_at=at)  # as `retry_mailbox` does
    actions.note_read(mine, more=False, at=at)
    assert Mailbox.objects.get().next_at == at
