"""What the worker does besides the clocks: a fault in one job keeps no other waiting."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from aftercare.worker import run

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def broken(_at: datetime) -> int:
    raise LookupError


def away(_at: datetime) -> int:
    raise OperationalError


def test_what_fails_holds_up_neither_the_clocks_nor_the_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[datetime] = []

    def counted(at: datetime) -> int:
        done.append(at)
        return 2

    monkeypatch.setattr(run, "NOW_AND_THEN", (broken, counted))
    monkeypatch.setattr(run, "SENDING", (broken, counted))
    run.tend(AT)
    assert run.send_due(AT) == 2
    assert done == [AT, AT]


def test_a_database_that_is_away_is_away_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SENDING", (away, broken))
    with pytest.raises(OperationalError):
        run.send_due(AT)
