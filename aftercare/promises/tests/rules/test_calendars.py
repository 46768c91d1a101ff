"""Opening hours: which stretches are open, in any zone, on any day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from aftercare.promises.rules import calendars
from aftercare.promises.rules.calendars import Calendar, Hours
from aftercare.promises.tests.rules.given import (
    ALWAYS,
    OFFICE,
    PLAIN_WEEK,
    WORKDAYS,
    built,
    local,
    paused,
)


def opened(calendar: Calendar, begin: str, end: str) -> list[str]:
    """The openings between two local moments, as a person would write them."""
    stretches = calendar.openings(local(begin, calendar.zone), local(end, calendar.zone))
    return [
        " > ".join(f"{at.astimezone(calendar.zone):%m-%d %H:%M}" for at in stretch)
        for stretch in stretches
    ]


def test_a_lunch_break_is_closed() -> None:
    assert opened(OFFICE, "2026-11-20 00:00", "2026-11-21 00:00") == [
        "11-20 08:30 > 11-20 12:00",
        "11-20 13:00 > 11-20 17:00",
    ]


def test_openings_are_cut_to_the_stretch_asked_for() -> None:
    assert opened(OFFICE, "2026-11-20 09:00", "2026-11-20 13:10") == [
        "11-20 09:00 > 11-20 12:00",
        "11-20 13:00 > 11-20 13:10",
    ]


def test_a_weekend_is_closed_and_a_make_up_sunday_is_open() -> None:
    assert opened(OFFICE, "2026-09-19 00:00", "2026-09-21 00:00") == [
        "09-20 08:30 > 09-20 12:00",
        "09-20 13:00 > 09-20 17:00",
    ]


def test_make_up_days_may_have_their_own_hours_or_none() -> None:
    short = built(open={"mon-fri": ["09:00-18:00"]}, holidays="CN", makeup=["09:00-12:00"])
    none = built(open={"mon-fri": ["09:00-18:00"]}, holidays="CN", makeup=[])
    assert opened(short, "2026-09-20 00:00", "2026-09-21 00:00") == ["09-20 09:00 > 09-20 12:00"]
    assert opened(none, "2026-09-20 00:00", "2026-09-21 00:00") == []


def test_a_shop_open_on_saturdays_rests_on_a_saturday_of_a_holiday() -> None:
    shop = built(open={"mon-sat": ["10:00-20:00"]}, holidays="CN")
    assert opened(shop, "2026-10-02 00:00", "2026-10-04 00:00") == []
    assert opened(shop, "2026-10-17 00:00", "2026-10-18 00:00") == ["10-17 10:00 > 10-17 20:00"]


def test_hours_across_midnight_belong_to_the_day_they_begin_on() -> None:
    night = built(open={"fri": ["22:00-06:00"]}, exceptions={"2026-11-21": []})
    assert opened(night, "2026-11-20 00:00", "2026-11-22 00:00") == ["11-20 22:00 > 11-21 06:00"]
    closed = built(open={"fri": ["22:00-06:00"]}, exceptions={"2026-11-20": []})
    assert opened(closed, "2026-11-20 00:00", "2026-11-22 00:00") == []


def test_hours_across_new_year_are_seen_from_both_years() -> None:
    night = built(open={"mon-sun": ["22:00-06:00"]})
    assert opened(night, "2026-12-31 23:00", "2027-01-01 05:00") == ["12-31 23:00 > 01-01 05:00"]
    assert opened(night, "2027-01-01 01:00", "2027-01-01 23:00") == [
        "01-01 01:00 > 01-01 06:00",
        "01-01 22:00 > 01-01 23:00",
    ]


def test_the_night_into_a_year_is_open_whatever_year_was_asked_first() -> None:
    night = built(open={"mon-sun": ["22:00-06:00"]}, exceptions={"2000-01-01": []})
    begin, end = local("2026-01-01 01:00"), local("2026-01-01 05:00")
    assert night.open_time(local("2027-06-01 23:00"), local("2027-06-02 00:00")) == timedelta(
        hours=1
    )
    assert night.open_time(begin, end) == timedelta(hours=4)


def test_hours_that_touch_or_overlap_are_one_opening() -> None:
    day = built(open={"mon": ["08:00-12:00", "12:00-14:00", "13:00-24:00"], "tue": ["00:00-02:00"]})
    assert opened(day, "2026-11-23 00:00", "2026-11-25 00:00") == ["11-23 08:00 > 11-24 02:00"]


def test_an_exception_closes_a_day_or_opens_a_saturday() -> None:
    special = built(
        open={"mon-fri": ["09:00-18:00"]},
        exceptions={"2026-11-20": [], "2026-11-21": ["10:00-12:00"]},
    )
    assert opened(special, "2026-11-20 00:00", "2026-11-23 00:00") == ["11-21 10:00 > 11-21 12:00"]


def test_an_exception_wins_over_a_holiday() -> None:
    duty = built(
        open={"mon-fri": ["09:00-18:00"]}, holidays="CN", exceptions={"2026-10-01": ["09:00-12:00"]}
    )
    assert opened(duty, "2026-10-01 00:00", "2026-10-08 00:00") == ["10-01 09:00 > 10-01 12:00"]


def test_an_exception_closes_a_calendar_that_is_always_open() -> None:
    stocktaking = built(open="24x7", exceptions={"2026-12-31": []})
    assert opened(stocktaking, "2026-12-30 12:00", "2027-01-01 12:00") == [
        "12-30 12:00 > 12-31 00:00",
        "01-01 00:00 > 01-01 12:00",
    ]


def test_always_open_with_holidays_is_open_on_holidays_but_does_not_work() -> None:
    assert opened(WORKDAYS, "2026-10-01 00:00", "2026-10-03 00:00") == ["10-01 00:00 > 10-03 00:00"]
    assert not WORKDAYS.work_on(date(2026, 10, 1))
    assert WORKDAYS.work_on(date(2026, 9, 20))


def test_open_time_leaves_out_nights_weekends_and_pauses() -> None:
    begin, end = local("2026-11-20 16:00"), local("2026-11-23 10:00")
    assert OFFICE.open_time(begin, end) == timedelta(hours=2, minutes=30)
    pause = paused("2026-11-20 16:30 > 2026-11-23 09:00")
    assert OFFICE.open_time(begin, end, [pause]) == timedelta(hours=1, minutes=30)
    assert OFFICE.open_time(end, begin) == timedelta(0)


def test_a_running_pause_takes_the_rest_of_the_stretch() -> None:
    begin, end = local("2026-11-20 16:00"), local("2026-11-23 10:00")
    assert OFFICE.open_time(begin, end, [paused("2026-11-20 16:20 >")]) == timedelta(minutes=20)


def test_open_time_is_exact_to_the_microsecond() -> None:
    begin = local("2026-11-20 16:59:59.999998")
    assert OFFICE.open_time(begin, local("2026-11-23 08:30:00.000001")) == timedelta(microseconds=3)


# Clocks that are moved. In New York at 2 a.m. on 8 March and 1 November 2026.

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [
        ("00:00-06:00", "2026-03-08", 5),  # one hour is missing
        ("00:00-06:00", "2026-11-01", 7),  # one hour comes twice
        ("02:15-06:00", "2026-03-08", 3),  # begins in the missing hour: at 3:00
        ("00:00-02:30", "2026-03-08", 2),  # ends in the missing hour: at the jump
        ("02:10-02:50", "2026-03-08", 0),  # lies in the missing hour
        ("01:30-03:00", "2026-11-01", 2.5),  # begins the first time it is 1:30
        ("00:00-01:30", "2026-11-01", 2.5),  # ends the second time it is 1:30
    ],
)
def test_hours_are_those_of_the_wall_clock(hours: str, day: str, expected: float) -> None:
    calendar = built(zone="America/New_York", open={"mon-sun": [hours]})
    begin = local(f"{day} 00:00", NEW_YORK)
    assert calendar.open_time(begin, begin + timedelta(days=1)) == timedelta(hours=expected)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-07", 7), ("2026-10-31", 9), ("2026-11-07", 8)]
)
def test_a_night_in_which_clocks_move_is_shorter_or_longer(day: str, hours: int) -> None:
    night = built(zone="America/New_York", open={"sat": ["22:00-06:00"]})
    begin = local(f"{day} 12:00", NEW_YORK)
    assert night.open_time(begin, begin + timedelta(days=1)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "short_day"),
    [
        ("America/Havana", "2026-03-08"),
        ("Africa/Cairo", "2026-04-24"),
        ("Asia/Beirut", "2026-03-29"),
    ],
)
def test_a_day_without_midnight_begins_at_the_jump(zone: str, short_day: str) -> None:
    """Clocks go from 24:00 to 1:00: the day has 23 hours, and not a minute is lost or doubled."""
    whole = built(zone=zone, open={"mon-sun": ["00:00-24:00"]})
    on = date.fromisoformat(short_day)
    begin = datetime(on.year, on.month, on.day - 1, 12, tzinfo=UTC)
    assert whole.open_time(begin, begin + timedelta(days=2)) == timedelta(days=2)
    only = built(zone=zone, open={}, exceptions={short_day: ["00:00-24:00"]})
    assert only.open_time(begin, begin + timedelta(days=2)) == timedelta(hours=23)


def test_a_day_that_a_zone_skipped_is_empty() -> None:
    """Samoa went from 29 to 31 December 2011."""
    samoa = built(zone="Pacific/Apia", open={}, exceptions={"2011-12-30": ["00:00-24:00"]})
    begin = datetime(2011, 12, 28, tzinfo=UTC)
    assert samoa.open_time(begin, begin + timedelta(days=5)) == timedelta(0)


# Identity


def test_equal_content_is_an_equal_calendar_and_an_equal_digest() -> None:
    again = built(open={"mon-fri": ["08:30-12:00", "13:00-17:00"]}, holidays="CN")
    assert again == OFFICE
    assert again.digest == OFFICE.digest
    assert again != PLAIN_WEEK
    assert OFFICE != "office"


@pytest.mark.parametrize("calendar", [ALWAYS, WORKDAYS, OFFICE, PLAIN_WEEK])
def test_a_calendar_survives_json(calendar: Calendar) -> None:
    again = Calendar.from_json(calendar.to_json())
    assert again == calendar
    assert again.to_json() == calendar.to_json()


def test_the_digest_does_not_depend_on_the_order_of_exceptions() -> None:
    one = built(exceptions={"2026-01-01": [], "2026-01-02": ["09:00-10:00"]})
    other = built(exceptions={"2026-01-02": ["09:00-10:00"], "2026-01-01": []})
    assert one.digest == other.digest


def test_a_changed_minute_changes_the_digest() -> None:
    assert (
        built(open={"mon": ["09:00-18:00"]}).digest != built(open={"mon": ["09:00-18:01"]}).digest
    )


# Reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:30-12:00", Hours(510, 720)),
        ("00:00-24:00", Hours(0, 1440)),
        ("22:00-06:00", Hours(1320, 1800)),
        ("09:00-09:00", Hours(540, 1980)),
        ("18:00-00:00", Hours(1080, 1440)),
    ],
)
def test_hours_are_read(text: str, expected: Hours) -> None:
    assert calendars.hours([text]) == (expected,)


@pytest.mark.parametrize(
    "text", ["25:00-26:00", "09:60-10:00", "24:00-02:00", "09:00-24:01", "09:00"]
)
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        calendars.hours([text])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat", (5,)),
        ("sat-mon", (5, 6, 0)),
        ("mon-sun", tuple(range(7))),
    ],
)
def test_weekdays_are_read(text: str, expected: tuple[int, ...]) -> None:
    assert calendars.weekdays(text) == expected


def test_unknown_weekdays_and_zones_are_refused() -> None:
    with pytest.raises(ValueError, match="funday"):
        built(open={"funday": ["09:00-10:00"]})
    with pytest.raises(ValueError, match="Mars"):
        built(zone="Mars/Olympus")
    with pytest.raises(ValueError, match="zone"):
        built(zone="../../etc/passwd")


def test_moments_out_of_all_reason_are_refused() -> None:
    with pytest.raises(ValueError, match="1902"):
        PLAIN_WEEK.open_time(datetime(1850, 1, 1, tzinfo=UTC), datetime(1850, 2, 1, tzinfo=UTC))
