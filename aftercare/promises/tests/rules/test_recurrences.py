"""Promises that come back: days that do not drift, seasons, cut-off dates."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.kit.durations import Duration, Unit
from aftercare.plans.language.document import Season, SeasonSpan, Words
from aftercare.promises.rules import counting, recurrences
from aftercare.promises.rules.counting import Reading
from aftercare.promises.rules.recurrences import Occurrence
from aftercare.promises.tests.rules.given import ALWAYS, OFFICE, WORKDAYS, built, local, span

FAR = local("2036-01-01 00:00")


def told(occurrences: list[Occurrence]) -> list[tuple[int, str]]:
    return [(one.number, one.on.isoformat()) for one in occurrences]


def coming(
    anchor: str,
    every: str,
    horizon: str = "2027-01-01",
    *,
    first: str | None = None,
    until: str | None = None,
    reading: Reading = Reading.PLAIN,
) -> list[Occurrence]:
    return list(
        recurrences.occurrences(
            local(f"{anchor} 10:00"),
            span(every),
            WORKDAYS,
            horizon=local(f"{horizon} 00:00"),
            first_within=span(first) if first else None,
            until=local(f"{until} 00:00") if until else None,
            reading=reading,
        )
    )


# The day of an occurrence


@pytest.mark.parametrize(
    ("anchor", "every", "number", "expected"),
    [
        ("2026-01-31", "1 month", 1, "2026-02-28"),
        ("2026-01-31", "1 month", 2, "2026-03-31"),
        ("2026-01-31", "1 month", 25, "2028-02-29"),
        ("2024-02-29", "1 year", 1, "2025-02-28"),
        ("2024-02-29", "1 year", 4, "2028-02-29"),
        ("2026-01-31", "6 months", 3, "2027-07-31"),
        ("2026-11-20", "15 days", 2, "2026-12-20"),
        ("2026-11-20", "2 weeks", 3, "2027-01-01"),
        ("2026-02-12", "7 working days", 1, "2026-02-28"),
    ],
)
def test_an_occurrence_keeps_the_day_of_its_anchor(
    anchor: str, every: str, number: int, expected: str
) -> None:
    found = recurrences.occurrence(date.fromisoformat(anchor), span(every), number, WORKDAYS)
    assert found == date.fromisoformat(expected)


def test_hours_and_unknown_working_days_have_no_day_to_come_back_on() -> None:
    with pytest.raises(ValueError, match="8 h"):
        recurrences.occurrence(date(2026, 1, 31), span("4 h"), 2)
    with pytest.raises(ValueError, match="working days"):
        recurrences.occurrence(date(2026, 1, 31), span("3 working days"), 1)
    with pytest.raises(ValueError, match="working days"):
        recurrences.occurrence(date(2026, 1, 31), span("3 working days"), 1, built(open={}))


# The row of occurrences


def test_each_period_opens_when_the_one_before_is_due() -> None:
    found = coming("2026-01-31", "1 month", "2026-05-15")
    assert told(found) == [
        (1, "2026-02-28"), (2, "2026-03-31"), (3, "2026-04-30"), (4, "2026-05-31"),
    ]  # fmt: skip
    assert found[0].opens_at == local("2026-01-31 10:00")
    assert [one.due_at for one in found][:-1] == [one.opens_at for one in found][1:]
    assert found[0].due_at == local("2026-03-01 00:00")


def test_a_first_length_comes_before_the_others_and_loses_no_day() -> None:
    assert told(coming("2026-01-31", "6 months", "2027-12-01", first="1 month")) == [
        (1, "2026-02-28"), (2, "2026-08-31"), (3, "2027-02-28"), (4, "2027-08-31"),
        (5, "2028-02-29"),
    ]  # fmt: skip


def test_a_first_length_of_another_kind_starts_the_others_from_its_last_day() -> None:
    assert told(coming("2026-01-10", "1 month", "2026-05-01", first="21 days")) == [
        (1, "2026-01-31"), (2, "2026-02-28"), (3, "2026-03-31"), (4, "2026-04-30"),
    ]  # fmt: skip


def test_the_obligation_ends_with_the_last_day_that_fits() -> None:
    assert told(coming("2026-01-15", "6 months", "2036-01-01", until="2028-01-16")) == [
        (1, "2026-07-15"), (2, "2027-01-15"), (3, "2027-07-15"), (4, "2028-01-15"),
    ]  # fmt: skip
    assert told(coming("2026-01-15", "6 months", "2036-01-01", until="2028-01-15"))[-1] == (
        3,
        "2027-07-15",
    )


def test_one_that_rolls_past_the_end_of_the_obligation_is_still_owed() -> None:
    found = coming("2026-04-02", "6 months", "2027-01-01", until="2026-10-03", reading=Reading.WIDE)
    assert told(found) == [(1, "2026-10-02")]
    assert found[0].due_at == local("2026-10-09 00:00")


def test_rolling_moves_one_forward_and_leaves_the_others() -> None:
    found = coming("2026-08-01", "1 month", "2026-11-01", reading=Reading.WIDE)
    assert [one.due_at for one in found] == [
        local("2026-09-02 00:00"),
        local("2026-10-09 00:00"),  # 1 October rolls to the 8th
        local("2026-11-03 00:00"),  # a Sunday
    ]
    assert told(found) == [(1, "2026-09-01"), (2, "2026-10-01"), (3, "2026-11-01")]


def test_an_unpublished_year_is_provisional_only_where_days_off_matter() -> None:
    plain = coming("2026-06-10", "6 months", "2027-01-01")
    rolled = coming("2026-06-10", "6 months", "2027-01-01", reading=Reading.WIDE)
    assert [one.provisional for one in plain] == [False, False]
    assert [one.provisional for one in rolled] == [False, True]


def test_the_horizon_decides_how_many_and_the_number_where_to_begin() -> None:
    anchor, horizon = local("2026-01-31 10:00"), local("2026-07-01 00:00")
    whole = list(recurrences.occurrences(anchor, span("1 month"), WORKDAYS, horizon=horizon))
    later = list(
        recurrences.occurrences(anchor, span("1 month"), WORKDAYS, horizon=horizon, from_number=4)
    )
    assert later == whole[3:]
    assert [one.number for one in whole] == [1, 2, 3, 4, 5]
    assert not list(recurrences.occurrences(anchor, span("1 month"), WORKDAYS, horizon=anchor))


def test_what_comes_back_by_the_hour_runs_in_open_time() -> None:
    found = list(
        recurrences.occurrences(
            local("2026-11-20 15:00"), span("4 h"), OFFICE, horizon=local("2026-11-23 14:00")
        )
    )
    assert [one.due_at for one in found] == [local("2026-11-23 10:30"), local("2026-11-23 15:30")]
    assert found[1].opens_at == found[0].due_at


def test_a_calendar_that_stops_opening_ends_the_row() -> None:
    fair = built(open={}, exceptions={"2026-11-20": ["09:00-12:00"]})
    found = recurrences.occurrences(local("2026-11-20 08:00"), span("1 h"), fair, horizon=FAR)
    assert [one.due_at.hour for one in found] == [2, 3, 4]


def test_an_occurrence_can_be_explained_like_any_promise() -> None:
    anchor = local("2026-01-10 10:00")
    every, first = span("1 month"), span("21 days")
    row = recurrences.occurrences(
        anchor, every, WORKDAYS, horizon=local("2026-12-01 00:00"), first_within=first,
        reading=Reading.WIDE,
    )  # fmt: skip
    for one in row:
        counted = recurrences.counted_from(anchor, every, one.number, WORKDAYS, first)
        assert counting.explain(*counted, WORKDAYS, reading=Reading.WIDE).at == one.due_at


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 2_000).map(
        lambda days: datetime(2024, 1, 1, 3, tzinfo=UTC) + timedelta(days=days)
    ),
    st.builds(
        Duration,
        st.integers(1, 24),
        st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.WORKING_DAY]),
    ),
    st.sampled_from(Reading),
)
def test_periods_follow_each_other_without_a_gap(
    anchor: datetime, every: Duration, reading: Reading
) -> None:
    horizon = anchor + timedelta(days=900)
    row = list(recurrences.occurrences(anchor, every, WORKDAYS, horizon=horizon, reading=reading))
    assert [one.number for one in row] == list(range(1, len(row) + 1))
    for before, after in pairwise(row):
        assert before.opens_at < after.opens_at <= before.due_at
        assert before.due_at <= after.due_at
    assert row[-1].due_at >= horizon


# Seasons

NAMED = Words(zh="季", en="season")
HEATING = Season(
    title=NAMED,
    spans=[
        SeasonSpan(begins="11-15", ends="03-15", places=["北京市", "天津市"]),
        SeasonSpan(begins="11-06", ends="03-31", places=["北京市"], year=2026),
        SeasonSpan(begins="10-20", ends="04-20", places=["黑龙江省"]),
        SeasonSpan(begins="12-01", ends="02-29"),
        SeasonSpan(begins="12-05", ends="02-20", year=2027),
    ],
)


def seasons(place: str, since: str, horizon: str, until: str | None = None) -> list[Occurrence]:
    return list(
        recurrences.season_occurrences(
            HEATING,
            place,
            local(f"{since} 00:00"),
            local(f"{until} 00:00") if until else None,
            calendar=ALWAYS,
            horizon=local(f"{horizon} 00:00"),
        )
    )


def test_a_season_over_new_year_opens_and_ends_once() -> None:
    (one,) = seasons("天津市南开区", "2026-05-01", "2027-05-01")
    assert one == Occurrence(
        202601, local("2026-11-15 00:00"), local("2027-03-16 00:00"), date(2027, 3, 15)
    )


def test_the_span_of_the_place_and_then_of_the_year_wins() -> None:
    assert told(seasons("北京市海淀区", "2026-05-01", "2028-05-01")) == [
        (202601, "2027-03-31"), (202701, "2028-03-15"),
    ]  # fmt: skip
    assert told(seasons("上海市", "2026-05-01", "2028-05-01")) == [
        (202601, "2027-02-28"), (202701, "2028-02-20"),
    ]  # fmt: skip
    assert told(seasons("黑龙江省哈尔滨市", "2026-05-01", "2027-05-01")) == [(202601, "2027-04-20")]


def test_a_season_under_way_is_owed_from_the_day_the_promise_begins() -> None:
    first, *_ = seasons("天津市", "2026-01-10", "2027-01-01")
    assert first.number == 202501
    assert first.opens_at == local("2026-01-10 00:00")
    assert first.due_at == local("2026-03-16 00:00")
    assert seasons("天津市", "2026-03-16", "2027-01-01")[0].number == 202601


def test_a_season_that_outlasts_the_obligation_is_not_owed() -> None:
    assert told(seasons("天津市", "2026-05-01", "2030-01-01", until="2028-01-01")) == [
        (202601, "2027-03-15")
    ]


def test_two_seasons_in_a_year_are_numbered_in_order() -> None:
    busy = Season(
        title=NAMED,
        spans=[SeasonSpan(begins="09-01", ends="10-31"), SeasonSpan(begins="05-20", ends="06-30")],
    )
    row = recurrences.season_occurrences(
        busy, "", local("2026-01-01 00:00"), calendar=ALWAYS, horizon=local("2027-06-01 00:00")
    )
    assert told(list(row)) == [
        (202601, "2026-06-30"), (202602, "2026-10-31"), (202701, "2027-06-30"),
    ]  # fmt: skip


def test_a_place_without_a_season_has_none() -> None:
    local_only = Season(
        title=NAMED, spans=[SeasonSpan(begins="06-01", ends="06-30", places=["浙江省"])]
    )
    row = recurrences.season_occurrences(
        local_only, "上海市", local("2026-01-01 00:00"), calendar=ALWAYS, horizon=FAR
    )
    assert list(row) == []


def ahead(
    by: str, since: str = "2026-01-01 00:00", horizon: str = "2027-01-01 00:00"
) -> list[Occurrence]:
    sales = Season(title=NAMED, spans=[SeasonSpan(begins="03-01", ends="05-31")])
    return list(
        recurrences.before_season(
            sales, span(by), "", local(since), calendar=WORKDAYS, horizon=local(horizon)
        )
    )


def test_before_a_season_the_whole_length_lies_between() -> None:
    first, second = ahead("30 days")
    assert first == Occurrence(
        202601, local("2026-01-01 00:00"), local("2026-01-30 00:00"), date(2026, 1, 29)
    )
    assert (second.opens_at, second.due_at) == (
        local("2026-03-01 00:00"),
        local("2027-01-30 00:00"),
    )


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("1 month", "2026-02-01 00:00"),
        ("2 weeks", "2026-02-15 00:00"),
        ("48 h", "2026-02-27 00:00"),
        ("5 working days", "2026-02-24 00:00"),  # 28 February is a worked Saturday
    ],
)
def test_before_a_season_in_every_unit(by: str, expected: str) -> None:
    assert ahead(by)[0].due_at == local(expected)


def test_what_was_due_before_the_promise_began_is_not_owed() -> None:
    assert [one.number for one in ahead("30 days", since="2026-01-30 00:00")] == [202701]


# Dates of the year


@pytest.mark.parametrize(
    ("after", "expected"),
    [("2026-06-29", "2026-06-30"), ("2026-06-30", "2026-12-31"), ("2026-12-31", "2027-06-30")],
)
def test_the_next_date_comes_after_the_day_itself(after: str, expected: str) -> None:
    found = recurrences.next_date(["06-30", "12-31"], date.fromisoformat(after))
    assert found == date.fromisoformat(expected)


def test_dates_of_leap_years_and_no_dates() -> None:
    assert recurrences.next_date(["02-29"], date(2026, 1, 1)) == date(2026, 2, 28)
    assert recurrences.next_date(["02-29"], date(2026, 2, 28)) == date(2027, 2, 28)
    assert recurrences.next_date(["02-29"], date(2028, 2, 28)) == date(2028, 2, 29)
    with pytest.raises(ValueError, match="no dates"):
        recurrences.next_date([], date(2026, 1, 1))
    with pytest.raises(ValueError, match="day"):
        recurrences.next_date(["02-30"], date(2026, 1, 1))


def test_days_are_those_of_the_calendar_s_zone() -> None:
    york = built(zone="America/New_York")
    (one,) = recurrences.occurrences(
        datetime(2026, 2, 1, 3, tzinfo=UTC), span("1 month"), york,
        horizon=datetime(2026, 2, 5, tzinfo=UTC),
    )  # fmt: skip
    assert one.on == date(2026, 2, 28)  # 31 January, 22:00 in New York
    assert one.due_at == local("2026-03-01 00:00", ZoneInfo("America/New_York"))
