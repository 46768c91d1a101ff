"""The days off of China against the notices of the State Council."""

from datetime import date, timedelta

import pytest

from aftercare.promises.rules import holidays
from aftercare.promises.tests.rules.given import OFFICE, built

# The notice for 2026 of the General Office of the State Council (November 2025): off days by
# holiday, with the first and their number, and the weekend days that are worked.
NOTICE_2026 = {
    "new-year": ("2026-01-01", 3),
    "spring-festival": ("2026-02-15", 9),
    "tomb-sweeping": ("2026-04-04", 3),
    "labour-day": ("2026-05-01", 5),
    "dragon-boat": ("2026-06-19", 3),
    "mid-autumn": ("2026-09-25", 3),
    "national-day": ("2026-10-01", 7),
}
WORKED_2026 = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [
        first + timedelta(days=step)
        for step in range(366)
        if (first + timedelta(step)).year == year
    ]


def test_the_days_off_of_2026_are_those_of_the_notice() -> None:
    expected = {
        date.fromisoformat(first) + timedelta(days=step): name
        for name, (first, count) in NOTICE_2026.items()
        for step in range(count)
    }
    china = holidays.china()
    assert {on: name for on, name in china.off.items() if on.year == 2026} == expected
    assert len(expected) == 33


def test_the_weekend_days_worked_in_2026_are_those_of_the_notice() -> None:
    worked = sorted(on.isoformat() for on in holidays.china().make_up if on.year == 2026)
    assert worked == WORKED_2026


@pytest.mark.parametrize(("year", "count"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_published_year(year: int, count: int) -> None:
    china = holidays.china()
    assert sum(not china.rests(on) for on in days_of(year)) == count


@pytest.mark.parametrize(
    ("year", "count"), [(2014, 11), (2024, 11), (2025, 13), (2026, 13), (2027, 13)]
)
def test_statutory_days_were_eleven_and_are_thirteen_since_2025(year: int, count: int) -> None:
    assert sum(on.year == year for on in holidays.china().statutory) == count


def test_the_statutory_days_of_2026_leave_out_swapped_and_made_up_days() -> None:
    named = [on.isoformat() for on in sorted(holidays.china().statutory) if on.year == 2026]
    assert named == [
        "2026-01-01",
        "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19",
        "2026-04-05",
        "2026-05-01", "2026-05-02",
        "2026-06-19",
        "2026-09-25",
        "2026-10-01", "2026-10-02", "2026-10-03",
    ]  # fmt: skip


def test_a_day_without_work_for_one_year_only_is_not_statutory() -> None:
    parade = date(2015, 9, 3)
    assert holidays.china().rests(parade)
    assert parade not in holidays.china().statutory


def test_every_statutory_day_is_a_day_off() -> None:
    china = holidays.china()
    assert [on for on in china.statutory if not china.rests(on)] == []


def test_a_year_that_is_not_published_has_weekends_and_statutory_days_only() -> None:
    china = holidays.china()
    year = max(china.published_years) + 1
    off = {on for on in days_of(year) if on.weekday() >= 5}
    off |= {on for on in china.statutory if on.year == year}
    assert {on for on in days_of(year) if china.rests(on)} == off
    assert not [on for on in china.make_up if on.year == year]


def test_days_stay_provisional_until_their_year_and_the_next_are_published() -> None:
    """The notice of 2019 made 29 December 2018 a working day and the 31st a day off."""
    china = holidays.china()
    assert date(2018, 12, 29) in china.make_up
    assert date(2018, 12, 31) in china.off
    assert not OFFICE.provisional(date(2026, 1, 1), date(2026, 12, 28))
    assert OFFICE.provisional(date(2026, 12, 28), date(2026, 12, 29))
    assert not OFFICE.provisional(date(2025, 12, 31), date(2026, 1, 1))
    assert OFFICE.provisional(date(2027, 6, 1), date(2027, 6, 1))


def test_a_gap_between_published_years_is_provisional() -> None:
    gap = holidays.Holidays({}, {}, {}, frozenset({2020, 2022}))
    assert gap.settled == (
        (date(2020, 1, 1), date(2020, 12, 28)),
        (date(2022, 1, 1), date(2022, 12, 28)),
    )


def test_a_calendar_without_holidays_is_never_provisional() -> None:
    week = built(open={"mon-fri": ["09:00-18:00"]})
    assert week.published_years is None
    assert not week.provisional(date(2090, 1, 1), date(2090, 12, 31))


def test_holidays_survive_json() -> None:
    assert holidays.Holidays.from_json(holidays.china().to_json()) == holidays.china()


def test_only_countries_with_data_can_be_named() -> None:
    assert holidays.of(None) is None
    assert holidays.of("CN") is holidays.china()
    with pytest.raises(KeyError):
        holidays.of("XX")
