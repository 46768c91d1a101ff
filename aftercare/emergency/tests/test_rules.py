"""Who is convened, who approves, what hinders the end; without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.emergency.rules import (
    Hindrance,
    Member,
    Seat,
    Unfit,
    hindrances,
    is_missing,
    is_overdue,
    seats,
    unfit,
)
from aftercare.emergency.states import MEASURE_MOVES, MOVES, IncidentState
from aftercare.kit.states import open_moves

AT = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def test_the_head_is_convened_first_and_nobody_twice() -> None:
    found = seats([Member(1), Member(2, is_head=True), Member(3)], away=())
    assert found == [Seat(2, True), Seat(1, False), Seat(3, False)]


@pytest.mark.parametrize(
    ("in_place", "away", "person"),
    [
        ((5, 6), (1,), 5),  # who stands in
        ((5, 6), (1, 5), 6),  # who is there
        ((2, 6), (1,), 6),  # who has no seat already
        ((5,), (1, 5), 1),  # nobody: the name stays, so that the silence is told
        ((), (1,), 1),
        ((5,), (), 1),
    ],
)
def test_one_name_for_each_seat(
    in_place: tuple[int, ...], away: tuple[int, ...], person: int
) -> None:
    found = seats([Member(1, True, in_place), Member(2)], away)
    assert found[0].person == person
    assert found[0].is_head
    assert found[0].instead_of == (1 if person != 1 else None)
    assert len({one.person for one in found}) == len(found)


def test_two_who_are_away_do_not_get_the_same_stand_in() -> None:
    found = seats([Member(1, True, (5, 6)), Member(2, False, (5, 6))], {1, 2})
    assert [one.person for one in found] == [5, 6]


@pytest.mark.parametrize(
    ("approver", "drafter", "present", "why"),
    [
        (1, 2, {1, 2}, None),  # the head, what another one drafted
        (2, 2, {1, 2}, Unfit.NOT_HEAD),
        (3, 2, {1, 2, 3}, Unfit.NOT_HEAD),
        (1, 1, {1, 2}, Unfit.OWN),
        (1, 1, {1}, None),  # nobody else is there
        (1, 1, set(), None),
        (2, 1, {1, 2}, None),
        (3, 1, {1, 2}, Unfit.NOT_OTHER),  # has not said `here`
    ],
)
def test_who_approves_a_plan(
    approver: int, drafter: int, present: set[int], why: Unfit | None
) -> None:
    assert unfit(approver, drafter=drafter, head=1, present=present) == why


def test_what_hinders_the_end() -> None:
    assert hindrances(has_plan=True, open_measures=0) == []
    assert hindrances(has_plan=False, open_measures=0) == [Hindrance.NO_PLAN]
    assert hindrances(has_plan=False, open_measures=2) == list(Hindrance)


def test_missing_and_overdue_begin_at_the_moment_itself() -> None:
    before = AT - timedelta(seconds=1)
    assert is_missing(None, AT, AT)
    assert not is_missing(None, AT, before)
    assert not is_missing(before, AT, AT)
    assert is_overdue(AT, AT, is_open=True)
    assert not is_overdue(AT, before, is_open=True)
    assert not is_overdue(AT, AT, is_open=False)


def test_convened_then_planned_then_acted_then_closed() -> None:
    table = {state: open_moves(MOVES, state) for state in IncidentState.values}
    assert table == {
        "convened": ["approve", "close"],
        "planned": ["approve", "act", "close"],
        "acted": ["approve_again", "close"],
        "closed": [],
    }
    assert open_moves(MEASURE_MOVES, "open") == ["finish", "drop"]
    assert open_moves(MEASURE_MOVES, "done") == open_moves(MEASURE_MOVES, "dropped") == []
