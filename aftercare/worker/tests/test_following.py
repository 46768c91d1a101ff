"""What follows from events a moment later: each once, in order, and one that fails alone."""

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.models import Event
from aftercare.worker import following
from aftercare.worker.models import Reached

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subjects of the events that were followed."""
    seen: list[str] = []

    def note(event: Event) -> None:
        if event.subject == "case/13":
            raise ValueError(event.subject)
        seen.append(event.subject)

    monkeypatch.setattr(following, "SOON", {"case.closed": (note,)})
    return seen


def happen(kind: str, *keys: int) -> None:
    with transaction.atomic():
        for key in keys:
            events.record(Happened(kind, f"case/{key}", timezone.now(), SYSTEM))


def test_each_event_is_followed_once_in_its_order(followed: list[str]) -> None:
    happen("case.closed", *range(100, 130))
    happen("case.noted", 1)
    happen("case.closed", 2)
    assert [following.follow_up(), following.follow_up(), following.follow_up()] == [20, 11, 0]
    assert followed == [*(f"case/{key}" for key in range(100, 130)), "case/2"]
    assert Reached.objects.get(name="reactions").number == events.length()


def test_what_fails_holds_up_nothing_else(followed: list[str]) -> None:
    happen("case.closed", 12, 13, 14)
    following.follow_up()
    assert followed == ["case/12", "case/14"]
    assert following.follow_up() == 0


def test_what_was_undone_is_done_again(followed: list[str]) -> None:
    happen("case.closed", 1)
    with transaction.atomic():
        following.follow_up()
        transaction.set_rollback(True)
    following.follow_up()
    assert followed == ["case/1", "case/1"]
