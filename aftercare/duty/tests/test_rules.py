"""Who is on duty: always one name, or a gap that is known before it comes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aftercare.duty import rules
from aftercare.duty.rules import Away, Pattern, Single, Weekly
from aftercare.promises.rules import holidays

ZONE = ZoneInfo("Asia/Shanghai")
ANN, BO, CAI = 1, 2, 3
MONDAY = date(2026, 3, 2)
OFFICE = Weekly(1, ANN, frozenset(range(5)), 8 * 60 + 30, 17 * 60, MONDAY)
NIGHTS = Weekly(2, BO, frozenset(range(7)), 17 * 60, 32 * 60 + 30, MONDAY)


def at(text: str) -> datetime:
    """A moment of March 2026 in Shanghai, such as `02 08:30`."""
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "person"),
    [
        ("02 08:29", None),  # before anything begins
        ("02 08:30", ANN),
        ("02 16:59", ANN),
        ("02 17:00", BO),
        ("03 03:00", BO),  # the night belongs to the day on which it begins
        ("03 08:30", ANN),
        ("07 12:00", None),  # Saturday by day: nobody
        ("07 20:00", BO),
    ],
)
def test_the_weekly_pattern(moment: str, person: int | None) -> None:
    assert Pattern(ZONE, [OFFICE, NIGHTS]).on_duty(at(moment)) == person


def test_of_two_shifts_at_once_the_one_entered_first_counts() -> None:
    late = Weekly(9, CAI, frozenset(range(7)), 0, 24 * 60, MONDAY)
    pattern = Pattern(ZONE, [late, OFFICE])
    assert [pattern.on_duty(at(one)) for one in ("02 10:00", "02 18:00")] == [ANN, CAI]


def test_every_second_week_is_counted_from_the_first() -> None:
    pattern = Pattern(ZONE, [Weekly(1, ANN, frozenset({2}), 0, 1440, date(2026, 3, 4), every=2)])
    days = [date(2026, 3, 4) + timedelta(days=7 * step) for step in range(-1, 5)]
    on = [pattern.on_duty(datetime(one.year, one.month, one.day, 12, tzinfo=ZONE)) for one in days]
    assert on == [None, ANN, None, ANN, None, ANN]


def test_who_stands_in_comes_first_and_the_latest_word_counts() -> None:
    first = Single(1, BO, at("02 09:00"), at("02 12:00"), instead_of=ANN)
    second = Single(2, CAI, at("02 10:00"), at("02 11:00"))
    pattern = Pattern(ZONE, [OFFICE], [first, second])
    told = [(one.person, one.begins_at, one.stands_in)
            for one in pattern.turns(at("02 08:00"), at("02 18:00"))]  # fmt: skip
    assert told == [
        (ANN, at("02 08:30"), False), (BO, at("02 09:00"), True), (CAI, at("02 10:00"), True),
        (BO, at("02 11:00"), True), (ANN, at("02 12:00"), False),
    ]  # fmt: skip


def test_who_is_away_is_not_on_duty_and_neither_is_who_is_relieved() -> None:
    relieved = Single(1, BO, at("02 09:00"), at("02 12:00"), instead_of=ANN)
    away = [Away(ANN, at("03 00:00"), at("04 00:00")), Away(BO, at("02 10:00"), at("02 11:00"))]
    pattern = Pattern(ZONE, [OFFICE], [relieved], away)
    assert [pattern.on_duty(at(one)) for one in ("02 09:30", "02 10:30", "02 13:00")] == [
        BO, None, ANN,
    ]  # fmt: skip
    assert pattern.on_duty(at("03 10:00")) is None


def test_a_gap_is_where_somebody_is_needed_and_nobody_is() -> None:
    hours = rules.calendar(ZONE, [["08:00-18:00"]] * 5 + [[], []], exceptions={}, holidays=None)
    begin, end = at("02 00:00"), at("04 00:00")
    gaps = Pattern(ZONE, [OFFICE]).gaps(hours.openings(begin, end), begin, end)
    assert gaps == [
        (at(f"{day} {low}"), at(f"{day} {high}"))
        for day in ("02", "03")
        for low, high in (("08:00", "08:30"), ("17:00", "18:00"))
    ]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-02-13T10:00", True),  # Friday
        ("2026-02-14T10:00", True),  # a Saturday that is worked for the Spring Festival
        ("2026-02-15T10:00", False),
        ("2026-02-17T10:00", False),  # the Spring Festival itself
        ("2026-02-24T10:00", True),
    ],
)
def test_hours_keep_public_holidays_and_make_up_days(moment: str, expected: bool) -> None:
    hours = rules.calendar(
        ZONE, [["08:30-17:00"]] * 5 + [[], []], exceptions={}, holidays=holidays.of("CN")
    )
    assert rules.is_open(hours, datetime.fromisoformat(moment).replace(tzinfo=ZONE)) is expected


def test_the_next_opening_and_the_next_closing() -> None:
    hours = rules.calendar(
        ZONE, [["08:30-12:00", "13:00-17:00"]] * 5 + [[], []],
        exceptions={"2026-03-03": [], "2026-03-07": ["09:00-10:00"]}, holidays=None,
    )  # fmt: skip
    assert rules.opens_next(hours, at("02 12:00")) == at("02 13:00")
    assert rules.opens_next(hours, at("02 17:00")) == at("04 08:30")
    assert rules.opens_next(hours, at("06 18:00")) == at("07 09:00")
    assert rules.closes_next(hours, at("02 09:00")) == at("02 12:00")
    assert rules.closes_next(hours, at("02 12:30")) is None
    never = rules.calendar(ZONE, [[]] * 7, exceptions={}, holidays=None)
    assert rules.opens_next(never, at("02 12:00")) is None


@pytest.mark.parametrize("text", ["8", "24:01", "12:60", "x:00", "12:5", "-1:00", "１２:00x"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time of day"):
        rules.minutes(text)


weeklies = some.builds(
    Weekly,
    key=some.integers(1, 9), person=some.integers(1, 4),
    days=some.sampled_from([frozenset(range(7)), frozenset(range(5)), frozenset({5, 6})]),
    begins=some.integers(0, 1439), ends=some.integers(1440, 2879),
    from_on=some.just(MONDAY), every=some.integers(1, 3),
)  # fmt: skip
hours_on = some.integers(0, 14 * 24).map(lambda hour: at("02 00:00") + timedelta(hours=hour))
singles = some.builds(
    lambda key, person, low, length, relieved: Single(
        key, person, low, low + timedelta(hours=length), relieved
    ),
    some.integers(1, 9), some.integers(1, 4), hours_on, some.integers(1, 48),
    some.none() | some.integers(1, 4),
)  # fmt: skip
aways = some.builds(
    lambda person, low, length: Away(person, low, low + timedelta(hours=length)),
    some.integers(1, 4), hours_on, some.integers(1, 72),
)  # fmt: skip


@settings(deadline=None)
@given(some.lists(weeklies, max_size=4), some.lists(singles, max_size=4),
       some.lists(aways, max_size=3))  # fmt: skip
def test_there_is_one_name_or_a_gap_at_every_moment(
    weekly: list[Weekly], single: list[Single], away: list[Away]
) -> None:
    begin, end = at("02 00:00").astimezone(UTC), at("16 00:00").astimezone(UTC)
    pattern = Pattern(ZONE, weekly, single, away)
    turns = pattern.turns(begin, end)
    gaps = pattern.gaps([(begin, end)], begin, end)
    spans = sorted([(one.begins_at, one.ends_at) for one in turns] + gaps)
    assert spans[0][0] == begin
    assert spans[-1][1] == end
    assert all(left[1] == right[0] for left, right in pairwise(spans))
    for turn in turns:
        middle = turn.begins_at + (turn.ends_at - turn.begins_at) / 2
        assert pattern.on_duty(middle) == turn.person
        assert not any(
            one.person == turn.person and one.begins_at <= middle < one.ends_at for one in away
        )
