"""Who is impartial, and which complaint comes first."""

import pytest

from aftercare.complaints.rules import (
    Accused,
    Candidate,
    Partiality,
    acknowledged_at_once,
    partiality,
    rank,
)
from aftercare.complaints.states import MOVES, ComplaintState
from aftercare.kit.states import open_moves


@pytest.mark.parametrize(
    ("candidate", "why"),
    [
        (Candidate(1), Partiality.SELF),
        (Candidate(2, superior=1), Partiality.REPORTS),
        (Candidate(2, department=9), Partiality.DEPARTMENT),
        (Candidate(2, superior=3, department=8), None),
        (Candidate(2), None),
    ],
)
def test_nobody_looks_into_what_is_said_about_themselves_or_theirs(
    candidate: Candidate, why: Partiality | None
) -> None:
    assert partiality(candidate, Accused({1}, 9)) == why


def test_somebody_without_department_is_not_of_a_complaint_without_department() -> None:
    assert partiality(Candidate(2), Accused({1})) is None


def test_danger_to_people_goes_before_everything_else() -> None:
    danger = rank(safety=True, severity="minor")
    assert danger < rank(safety=False, severity="serious")
    kinds = [rank(safety=False, severity=one) for one in ("serious", "ordinary", "minor")]
    assert kinds == sorted(kinds)


def test_a_letter_is_acknowledged_later_and_a_caller_at_once() -> None:
    assert acknowledged_at_once("phone")
    assert acknowledged_at_once("portal")
    assert not acknowledged_at_once("letter")


def test_nothing_closes_but_what_was_accepted_or_taken_further() -> None:
    closing = [one for one in ComplaintState.values if "close" in open_moves(MOVES, one)]
    assert closing == ["accepted", "recourse"]
    assert open_moves(MOVES, "closed") == open_moves(MOVES, "withdrawn") == []
