"""What must hold for any history of a case: those of the nine properties the fold decides."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.promises.rules import engine
from aftercare.promises.rules.deriving import Derived, Happening, State
from aftercare.promises.tests.rules.stories import MONDAY, Story, bound

SOME = settings(max_examples=60, deadline=None)
BOUND = bound()
Step = tuple[tuple[str, dict[str, Any]], int]
MOVES: list[tuple[str, dict[str, Any]]] = [
    ("case.answered", {}),
    ("case.waiting", {"reason": "customer"}),
    ("case.waiting", {"reason": "approval"}),
    ("case.resumed", {}),
    ("case.triaged", {"facts": {"severity": "2"}}),
    ("case.triaged", {"facts": {"severity": "1"}}),
    ("case.visit_needed", {"facts": {"needs": "visit"}}),
    ("case.forwarded", {}),
    ("case.arranged", {}),
    ("visit.arrived", {}),
    ("case.solved", {}),
    ("case.reopened", {}),
    ("case.closed", {}),
]
steps = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(1, 90)), max_size=14)


def told(moves: list[Step]) -> Story:
    """A case reported on Monday at nine, and what happened every so many minutes."""
    story, minutes = Story().reported(zone="city"), 0
    for (kind, data), pause in moves:
        minutes += pause
        story.then(kind, minutes / 60, **data)
    return story


def derive(story: Story) -> list[Derived]:
    return story.derive(bounds=[BOUND])


PAUSING = {"fix", "office-fix"}  # what the plan of these tests pauses for the customer


def engine_of(happenings: list[Happening]) -> list[Derived]:
    return engine.derive([BOUND], happenings, MONDAY + timedelta(days=300))


@SOME
@given(steps)
def test_property_3_a_running_pause_has_no_due_moment_and_no_failure(moves: list[Step]) -> None:
    for one in derive(told(moves)):
        if one.state == State.PAUSED:
            assert (one.due_at, one.pauses[-1].ends_at, one.ended_at) == (None, None, None)


@SOME
@given(steps, st.integers(1, 5_000), st.integers(1, 5_000))
def test_property_3_going_straight_from_paused_to_solved_counts_no_pause_as_work(
    moves: list[Step], before: int, standing: int
) -> None:
    """However long it stood still, what is solved out of a pause ends as if solved when the
    pause began."""
    story = told(moves)
    end = max(one.at for one in story.happenings)
    begins = end + timedelta(minutes=before)
    wait = Happening(6000, "case.waiting", begins, begins, {"reason": "customer"})
    at_once = Happening(6001, "case.solved", begins, begins, {})
    later = replace(at_once, at=begins + timedelta(minutes=standing))
    outcomes = []
    for solved in (at_once, later):
        rows = engine_of([*story.happenings, wait, solved])
        outcomes.append([(one.key, one.state) for one in rows if one.promise in PAUSING])
    assert outcomes[0] == outcomes[1]


@SOME
@given(steps, st.randoms(use_true_random=False))
def test_property_4_the_order_of_rows_is_irrelevant(moves: list[Step], dice: random.Random) -> None:
    story = told(moves)
    expected = derive(story)
    dice.shuffle(story.happenings)
    assert derive(story) == expected


@SOME
@given(steps, st.integers(1, 600))
def test_property_4_unrelated_events_change_nothing(moves: list[Step], minutes: int) -> None:
    story = told(moves)
    expected = derive(story)
    at = MONDAY + timedelta(minutes=minutes)
    for kind in ("case.noted", "case.rated", "file.added", "promise.warned"):
        story.happenings.append(
            Happening(1000 + len(story.happenings), kind, at, at, {"text": "…"})
        )
    assert derive(story) == expected


@SOME
@given(steps, st.integers(1, 10_000))
def test_property_7_when_it_was_recorded_never_matters(moves: list[Step], hours: int) -> None:
    story = told(moves)
    expected = derive(story)
    late = [
        replace(one, recorded_at=one.recorded_at + timedelta(hours=hours))
        for one in story.happenings
    ]
    story.happenings = late
    assert derive(story) == expected


@SOME
@given(steps)
def test_each_clock_has_one_row_and_at_most_one_runs(moves: list[Step]) -> None:
    rows = derive(told(moves))
    assert len({one.key for one in rows}) == len(rows)
    running = [one.promise for one in rows if one.state in {State.OPEN, State.PAUSED}]
    assert len(running) == len(set(running))


@SOME
@given(steps)
def test_what_was_met_is_kept_exactly_when_it_was_met_in_time(moves: list[Step]) -> None:
    for one in derive(told(moves)):
        if one.met_at is not None and one.due_at is not None:
            assert (one.state == State.KEPT) is (one.met_at <= one.due_at)
        if one.state == State.BROKEN:
            assert one.due_at is not None
            assert one.ended_at is not None
            assert one.due_at < one.ended_at


@SOME
@given(steps, st.integers(1, 5_000))
def test_the_same_severity_again_and_an_empty_pause_change_nothing(
    moves: list[Step], minutes: int
) -> None:
    story = told(moves)
    before = [(one.key, one.state, one.due_at) for one in derive(story)]
    end = max(one.at for one in story.happenings) + timedelta(minutes=minutes)
    facts: dict[str, str] = {}
    for one in sorted(story.happenings, key=lambda one: (one.at, one.sequence)):
        facts.update(one.data.get("facts", {}))
    again = Happening(5000, "case.triaged", end, end, {"facts": facts})
    story.happenings.append(again)
    assert [(one.key, one.state, one.due_at) for one in derive(story)] == before
