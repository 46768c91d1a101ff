"""What must hold for every calendar, start, length and set of pauses."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aftercare.kit.durations import Duration, Unit
from aftercare.promises.rules import counting
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Pause, Reading
from aftercare.promises.tests.rules.cases import (
    HOURS_ONLY,
    SOME,
    Case,
    calendars,
    cases,
    clock_lengths,
    closed_stretch,
    due_at,
    finished,
    lengths,
    moments,
    readings,
)
from aftercare.promises.tests.rules.given import OFFICE

# 1. A pause outside open hours changes nothing; pause and resume at once is a no-op.


@SOME
@given(
    moments,
    st.one_of(clock_lengths, st.builds(Duration, st.integers(1, 20), st.just(Unit.WORKING_DAY))),
    st.sampled_from(HOURS_ONLY),
    st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted),
)
def test_property_1_a_pause_outside_open_hours_changes_nothing(
    start: datetime, within: Duration, calendar: Calendar, parts: list[float]
) -> None:
    gap = closed_stretch(calendar, start)
    assume(gap is not None)
    assert gap is not None
    low, high = (gap[0] + (gap[1] - gap[0]) * part for part in parts)
    unpaused = counting.due(start, within, calendar)
    assert counting.due(start, within, calendar, [Pause(low, high)]) == unpaused


@SOME
@given(cases(), st.integers(-100_000, 3_000_000))
def test_property_1_pausing_and_resuming_at_once_changes_nothing(case: Case, later: int) -> None:
    start, within, calendar, pauses, reading = case
    instant = start + timedelta(seconds=later)
    assert counting.due(
        start, within, calendar, [*pauses, Pause(instant, instant)], reading=reading
    ) == counting.due(start, within, calendar, pauses, reading=reading)


# 2. A due moment in working time is never outside open hours.


@SOME
@given(cases(clock_lengths))
def test_property_2_a_due_moment_in_open_time_lies_in_open_hours(
    case: Case,
) -> None:
    start, within, calendar, pauses, _ = case
    at = due_at(start, within, calendar, pauses)
    around = calendar.openings(at - timedelta(days=10), at + timedelta(days=10))
    assert [(low, high) for low, high in around if low < at <= high]


@SOME
@given(moments, st.integers(1, 40), calendars)
def test_property_2_a_working_day_ends_with_the_opening_hours_of_that_day(
    start: datetime, count: int, calendar: Calendar
) -> None:
    found = counting.due(start, Duration(count, Unit.WORKING_DAY), calendar)
    assert found.last_on is not None
    assert calendar.work_on(found.last_on)
    assert found.last_on > start.astimezone(calendar.zone).date()


# 3. A running pause never breaks a promise; paused time is never counted.


@SOME
@given(cases(), st.integers(0, 3_000_000))
def test_property_3_a_running_pause_leaves_nothing_to_break(case: Case, later: int) -> None:
    start, within, calendar, pauses, reading = case
    begins_at = start + timedelta(seconds=later)
    without = due_at(start, within, calendar, pauses, reading)
    found = counting.due(
        start, within, calendar, [*pauses, Pause(begins_at, None)], reading=reading
    )
    if begins_at < without:
        assert found.at is None
    else:
        assert found.at == without


@SOME
@given(cases())
def test_property_3_nothing_falls_due_during_a_pause(
    case: Case,
) -> None:
    start, within, calendar, pauses, reading = case
    at = due_at(start, within, calendar, pauses, reading)
    for pause in pauses:
        assert pause.ends_at is not None
        assert not pause.begins_at < at < pause.ends_at


@SOME
@given(cases(clock_lengths))
def test_what_was_worked_by_the_due_moment_is_the_length_promised(
    case: Case,
) -> None:
    start, within, calendar, pauses, _ = case
    at = due_at(start, within, calendar, pauses)
    assert counting.consumed(start, at, calendar, pauses) == within.clock_time


# 4. Order and repetition mean nothing.


@SOME
@given(cases(), st.randoms(use_true_random=False))
def test_property_4_the_order_of_pauses_and_a_pause_told_twice_change_nothing(
    case: Case, random: st.DrawFn
) -> None:
    start, within, calendar, pauses, reading = case
    shuffled = pauses + pauses[:1]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert counting.due(start, within, calendar, shuffled, reading=reading) == counting.due(
        start, within, calendar, pauses, reading=reading
    )


@SOME
@given(cases(clock_lengths), st.floats(0, 1))
def test_one_pause_is_the_same_as_its_two_parts(case: Case, part: float) -> None:
    start, within, calendar, pauses, _ = case
    parts = []
    for pause in pauses:
        assert pause.ends_at is not None
        middle = pause.begins_at + (pause.ends_at - pause.begins_at) * part
        parts += [Pause(pause.begins_at, middle), Pause(middle, pause.ends_at)]
    assert due_at(start, within, calendar, parts) == due_at(start, within, calendar, pauses)


# 5. What was promised stays; what is carried over loses nothing.


@SOME
@given(cases())
def test_a_calendar_kept_as_json_counts_the_same(
    case: Case,
) -> None:
    start, within, calendar, pauses, reading = case
    kept = Calendar.from_json(calendar.to_json())
    assert counting.due(start, within, kept, pauses, reading=reading) == counting.due(
        start, within, calendar, pauses, reading=reading
    )


@SOME
@given(cases(clock_lengths), st.floats(0, 1))
def test_property_5_another_length_midway_keeps_the_time_used_and_the_pauses(
    case: Case, part: float
) -> None:
    """Moving to another severity: what is left of the new length runs from the change."""
    start, within, calendar, pauses, _ = case
    at = due_at(start, within, calendar, pauses)
    change = start + (at - start) * part
    left = within.clock_time - counting.consumed(start, change, calendar, pauses)
    assume(left > timedelta(0))
    assert counting.reached(change, left, calendar, pauses) == at


# 6. Reopening goes on where the clock stopped; the closed interval does not count.


@SOME
@given(moments, clock_lengths, calendars, st.floats(0, 1), st.integers(0, 2_000_000))
def test_property_6_reopening_leaves_as_much_time_as_was_left_when_closing(
    start: datetime, within: Duration, calendar: Calendar, part: float, closed_for: int
) -> None:
    closed_at = start + (due_at(start, within, calendar) - start) * part
    reopened_at = closed_at + timedelta(seconds=closed_for)
    left = within.clock_time - counting.consumed(start, closed_at, calendar)
    assume(left > timedelta(0))
    closed = Pause(closed_at, reopened_at, "closed")
    assert due_at(start, within, calendar, [closed]) == counting.reached(
        reopened_at, left, calendar
    )


# Later starts and longer lengths are due later.


@SOME
@given(moments, moments, lengths, calendars, readings)
def test_what_starts_later_is_not_due_earlier(
    one: datetime, other: datetime, within: Duration, calendar: Calendar, reading: Reading
) -> None:
    earlier, later = sorted((one, other))
    assert due_at(earlier, within, calendar, (), reading) <= due_at(
        later, within, calendar, (), reading
    )


@SOME
@given(cases(), st.integers(1, 20))
def test_a_longer_length_is_not_due_earlier(case: Case, more: int) -> None:
    start, within, calendar, pauses, reading = case
    longer = Duration(within.amount + more, within.unit)
    assert due_at(start, within, calendar, pauses, reading) <= due_at(
        start, longer, calendar, pauses, reading
    )


@SOME
@given(cases(), st.data())
def test_a_further_pause_never_makes_it_due_earlier(case: Case, data: st.DataObject) -> None:
    start, within, calendar, pauses, reading = case
    further = [*pauses, data.draw(finished(start))]
    assert due_at(start, within, calendar, pauses, reading) <= due_at(
        start, within, calendar, further, reading
    )


# Explaining says the same, and its sum is the length.


@SOME
@given(cases(), st.booleans(), st.integers(0, 1_000_000))
def test_explaining_finds_the_same_moment(case: Case, runs: bool, later: int) -> None:
    start, within, calendar, pauses, reading = case
    if runs:
        pauses = [*pauses, Pause(start + timedelta(seconds=later), None, "parts")]
    found = counting.due(start, within, calendar, pauses, reading=reading)
    explained = counting.explain(start, within, calendar, pauses, reading=reading)
    assert explained._replace(lines=()) == found
    assert explained.lines


@SOME
@given(cases(clock_lengths))
def test_the_lines_of_an_explanation_add_up_to_the_length(
    case: Case,
) -> None:
    start, within, calendar, pauses, _ = case
    lines = counting.explain(start, within, calendar, pauses).lines
    counted = [line for line in lines if line.kind == "open"]
    assert timedelta(microseconds=sum(line.counted for line in counted)) == within.clock_time
    assert timedelta(microseconds=counted[-1].total) == within.clock_time
    assert all(a.end <= b.begin for a, b in pairwise(counted))


@SOME
@given(moments, st.integers(1, 200), calendars)
def test_the_lines_of_working_days_add_up_to_their_number(
    start: datetime, count: int, calendar: Calendar
) -> None:
    lines = counting.explain(start, Duration(count, Unit.WORKING_DAY), calendar).lines
    assert sum(line.counted for line in lines if line.kind == "working days") == count


# Open time is a measure.


@SOME
@given(st.lists(moments, min_size=3, max_size=3).map(sorted), calendars, st.data())
def test_open_time_adds_up(three: list[datetime], calendar: Calendar, data: st.DataObject) -> None:
    first, middle, last = three
    pauses = data.draw(st.lists(finished(first), max_size=4))
    whole = calendar.open_time(first, last, pauses)
    assert (
        calendar.open_time(first, middle, pauses) + calendar.open_time(middle, last, pauses)
        == whole
    )
    assert timedelta(0) <= whole <= last - first


@SOME
@given(st.lists(moments, min_size=2, max_size=2).map(sorted), calendars)
def test_open_time_is_the_sum_of_the_openings(two: list[datetime], calendar: Calendar) -> None:
    openings = list(calendar.openings(two[0], two[1]))
    assert sum((high - low for low, high in openings), timedelta(0)) == calendar.open_time(
        two[0], two[1]
    )
    assert all(a[1] < b[0] for a, b in pairwise(openings))


# What was asked before changes no answer.


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.integers(2000, 2045), min_size=1, max_size=4), clock_lengths, st.integers(1, 300)
)
def test_the_order_of_questions_does_not_matter(
    years: list[int], within: Duration, days: int
) -> None:
    """The name makes a calendar that no other test has warmed."""
    data = {**OFFICE.to_json(), "name": f"{years} {within} {days}"}
    fresh = Calendar.from_json(data)
    for year in years:
        start = datetime(year, 6, 15, 3, 10, tzinfo=UTC)
        count = Duration(days, Unit.WORKING_DAY)
        assert counting.due(start, within, fresh) == counting.due(start, within, OFFICE)
        assert counting.due(start, count, fresh) == counting.due(start, count, OFFICE)
        before = start - timedelta(days=1_500)
        assert fresh.open_time(before, start) == OFFICE.open_time(before, start)
