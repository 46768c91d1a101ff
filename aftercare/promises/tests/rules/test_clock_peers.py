"""What other products get wrong about clocks and recurrence, each as it was reported."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.promises.rules import counting, recurrences
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Pause, Reading
from aftercare.promises.tests.rules.given import (
    ALWAYS,
    OFFICE,
    PLAIN_WEEK,
    WORKDAYS,
    built,
    local,
    paused,
    span,
)

# Frappe Helpdesk


def test_frappe_helpdesk_a_paused_ticket_turns_failed_and_un_fails() -> None:
    """Opened 9:00 with 4 h, paused at 10:00, looked at at 15:00: it must not have failed."""
    start = local("2026-11-20 09:00")
    assert counting.due(start, span("4 h"), ALWAYS, [paused("2026-11-20 10:00 >")]).at is None
    resumed = [paused("2026-11-20 10:00 > 2026-11-20 15:05")]
    assert counting.due(start, span("4 h"), ALWAYS, resumed).at == local("2026-11-20 18:05")


def test_frappe_helpdesk_paused_straight_to_resolved_counts_no_pause() -> None:
    """helpdesk#3776: one hour worked and a day paused was told as 25 hours of work."""
    start, solved = local("2026-11-20 09:00"), local("2026-11-21 10:00")
    still_running = [paused("2026-11-20 10:00 >")]
    assert counting.consumed(start, solved, ALWAYS, still_running) == timedelta(hours=1)


def test_frappe_helpdesk_the_site_s_zone_is_used_for_everybody() -> None:
    """helpdesk#3776: each calendar has its own zone; the reader's does not matter."""
    hours = {"mon-fri": ["09:00-18:00"]}
    reported = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # 17:30 in Shanghai, 9:30 in London
    assert counting.due(reported, span("1 h"), built(open=hours)).at == local("2026-11-23 09:30")
    london = built(zone="Europe/London", open=hours)
    assert counting.due(reported, span("1 h"), london).at == datetime(
        2026, 11, 20, 10, 30, tzinfo=UTC
    )


def test_frappe_helpdesk_has_one_interval_per_weekday_and_no_lunch() -> None:
    """helpdesk#2212, #1528."""
    assert counting.due(local("2026-11-20 11:30"), span("1 h"), OFFICE).at == local(
        "2026-11-20 13:30"
    )


def test_frappe_helpdesk_has_no_hours_across_midnight() -> None:
    night = built(open={"mon-fri": ["22:00-06:00"]})
    assert counting.due(local("2026-11-20 23:00"), span("8 h"), night).at == local(
        "2026-11-23 23:00"
    )


def test_frappe_helpdesk_has_no_make_up_days() -> None:
    assert counting.due(local("2026-09-18 16:00"), span("2 h"), OFFICE).at == local(
        "2026-09-20 09:30"
    )


def test_frappe_helpdesk_changing_an_agreement_changes_promises_already_made() -> None:
    """The calendar is kept with the promise; the changed one is another calendar."""
    kept = PLAIN_WEEK.to_json()
    changed = built(open={"mon-fri": ["09:00-12:00"]})
    start = local("2026-11-20 11:00")
    assert counting.due(start, span("4 h"), Calendar.from_json(kept)).at == local(
        "2026-11-20 15:00"
    )
    assert counting.due(start, span("4 h"), changed).at == local("2026-11-23 12:00")
    assert changed.digest != PLAIN_WEEK.digest


def test_frappe_helpdesk_adds_the_time_between_resolving_and_reopening_to_the_hold() -> None:
    """Closed from Friday 17:00 to Monday 10:00 is 2 h of open time, not 65."""
    closed = Pause(local("2026-11-20 17:00"), local("2026-11-23 10:00"), "closed")
    found = counting.due(local("2026-11-20 16:00"), span("2 h"), PLAIN_WEEK, [closed])
    assert found.at == local("2026-11-23 11:00")


# ERPNext


def test_erpnext_a_hold_off_hours_lengthens_the_promise() -> None:
    """erpnext#47029 to #52489: 15 hours of wall clock were added for a night on hold."""
    night = [paused("2026-11-19 18:00 > 2026-11-20 09:00")]
    start = local("2026-11-19 17:00")
    assert counting.due(start, span("2 h"), PLAIN_WEEK, night).at == local("2026-11-20 10:00")


def test_erpnext_a_hold_moves_the_deadline_out_of_working_hours() -> None:
    hold = [paused("2026-11-20 15:00 > 2026-11-20 17:30")]
    found = counting.due(local("2026-11-20 14:00"), span("3 h"), PLAIN_WEEK, hold)
    assert found.at == local("2026-11-23 10:30")


def test_erpnext_a_hold_is_counted_twice() -> None:
    """The review of #49414: two records of the same hold must act once."""
    hold = paused("2026-11-20 10:00 > 2026-11-20 11:00")
    again = paused("2026-11-20 10:30 > 2026-11-20 11:00", "supplier")
    found = counting.due(local("2026-11-20 09:30"), span("1 h"), PLAIN_WEEK, [hold, again, hold])
    assert found.at == local("2026-11-20 11:30")


def test_erpnext_now_is_in_the_zone_of_the_document_s_owner() -> None:
    """erpnext#38745: the same instant told in any zone is the same start."""
    shanghai = local("2026-11-20 14:00")
    auckland = shanghai.astimezone(ZoneInfo("Pacific/Auckland"))
    assert auckland.date() != shanghai.date() or auckland.hour != shanghai.hour
    for within in ("3 h", "2 days", "2 working days"):
        assert counting.due(auckland, span(within), OFFICE) == counting.due(
            shanghai, span(within), OFFICE
        )


# OCA helpdesk, Zammad, Chatwoot, django-helpdesk


def test_oca_helpdesk_what_is_left_after_a_change_is_planned_from_the_time_used() -> None:
    """Hours less the consumed time, from the moment of the change, end at the same moment."""
    start, change = local("2026-11-20 16:00"), local("2026-11-23 09:30")
    pauses = [paused("2026-11-20 16:30 > 2026-11-23 09:00")]
    used = counting.consumed(start, change, OFFICE, pauses)
    assert used == timedelta(hours=1)
    left = counting.reached(change, timedelta(hours=4) - used, OFFICE, pauses)
    assert left == counting.due(start, span("4 h"), OFFICE, pauses).at == local("2026-11-23 13:30")


def test_zammad_counts_in_whole_minutes() -> None:
    start = local("2026-11-20 09:00:31.5")
    assert counting.due(start, span("90 s"), OFFICE).at == local("2026-11-20 09:02:01.5")


def test_zammad_192_a_long_history_of_pauses_takes_forty_seconds() -> None:
    """Five thousand pauses of a minute each, every other minute."""
    start = local("2026-11-02 09:00")
    pauses = [
        Pause(start + timedelta(minutes=2 * step), start + timedelta(minutes=2 * step + 1))
        for step in range(5_000)
    ]
    found = counting.due(start, span("4000 min"), ALWAYS, pauses)
    assert found.at == start + timedelta(minutes=8_000)


def test_zammad_knows_holidays_but_no_make_up_days() -> None:
    start = local("2026-10-09 17:00")
    assert counting.due(start, span("1 working day"), OFFICE).last_on == date(2026, 10, 10)


def test_chatwoot_ignores_that_only_business_hours_count() -> None:
    """chatwoot#13392."""
    assert counting.due(local("2026-11-20 17:00"), span("4 h"), PLAIN_WEEK).at == local(
        "2026-11-23 12:00"
    )


def test_chatwoot_has_one_period_a_day() -> None:
    """chatwoot#14009."""
    shop = built(open={"mon-sun": ["07:00-09:00", "11:00-13:00", "17:00-21:00"]})
    assert counting.due(local("2026-11-20 08:00"), span("4 h"), shop).at == local(
        "2026-11-20 18:00"
    )


def test_django_helpdesk_counts_the_days_that_are_excluded() -> None:
    """Seven days with 1 to 7 October left out gave a threshold of no days at all on the 8th."""
    found = counting.due(local("2026-09-30 10:00"), span("7 working days"), OFFICE)
    assert found.last_on == date(2026, 10, 15)


# GLPI


def test_glpi_calendars_have_no_zone() -> None:
    hours = {"mon-fri": ["09:00-18:00"]}
    reported = local("2026-11-20 08:00")
    east, west = built(open=hours), built(zone="Asia/Urumqi", open=hours)
    assert counting.due(reported, span("1 h"), east).at == local("2026-11-20 10:00")
    assert counting.due(reported, span("1 h"), west).at == local("2026-11-20 12:00")


def test_glpi_a_day_is_86400_seconds_also_when_clocks_move() -> None:
    """Three days over the night of 8 March in New York end at midnight there."""
    york = built(zone="America/New_York", open={"mon-sun": ["09:00-17:00"]})
    start = local("2026-03-06 16:00", york.zone)
    assert counting.due(start, span("3 days"), york).at == local("2026-03-10 00:00", york.zone)
    assert counting.due(start, span("17 h"), york).at == local("2026-03-08 17:00", york.zone)


def test_glpi_a_holiday_over_new_year_never_matches() -> None:
    """Yearly holidays were compared as month and day, from 30 December to 2 January."""
    closed: dict[str, list[str]] = {
        on: [] for on in ("2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02")
    }
    works = built(open={"mon-sun": ["09:00-18:00"]}, exceptions=closed)
    assert counting.due(local("2026-12-29 17:00"), span("2 h"), works).at == local(
        "2027-01-03 10:00"
    )
    assert counting.due(local("2026-12-29 17:00"), span("2 working days"), works).last_on == date(
        2027, 1, 4
    )


def test_glpi_a_month_is_thirty_working_days() -> None:
    start = local("2026-11-20 10:00")
    assert counting.due(start, span("1 month"), OFFICE).last_on == date(2026, 12, 20)
    assert counting.due(start, span("30 working days"), OFFICE).last_on != date(2026, 12, 20)


def test_glpi_6902_pauses_are_lost_when_the_agreement_changes() -> None:
    """glpi#6902, #15605: the pauses go along to the new length and the new calendar."""
    start, pauses = local("2026-11-20 09:00"), [paused("2026-11-20 10:00 > 2026-11-20 12:00")]
    assert counting.due(start, span("8 h"), PLAIN_WEEK, pauses).at == local("2026-11-23 10:00")
    assert counting.due(start, span("2 h"), ALWAYS, pauses).at == local("2026-11-20 13:00")


def test_glpi_22678_levels_are_wrong_with_several_segments_a_day() -> None:
    """glpi#22678, #15357, #15429, #5319: half of 4 h is reached after lunch, not at 0:00."""
    start = local("2026-11-20 11:00")
    assert counting.reached(start, timedelta(hours=4) / 2, OFFICE) == local("2026-11-20 14:00")
    assert counting.reached(start, timedelta(hours=4) * 0.8, OFFICE) == local("2026-11-20 15:12")


def test_glpi_6205_recurrents_outside_opening_hours_are_made_twice() -> None:
    """One a day, by numbers that never repeat, also over days without hours."""
    row = recurrences.occurrences(
        local("2026-11-20 20:00"), span("1 day"), OFFICE, horizon=local("2026-11-25 00:00")
    )
    assert [(one.number, one.on.day) for one in row] == [(1, 21), (2, 22), (3, 23), (4, 24)]


def test_glpi_23519_cannot_say_first_monday() -> None:
    first = [recurrences.weekday_of_month(2027, month, 0, 1).day for month in range(1, 7)]
    assert first == [4, 1, 1, 5, 3, 7]
    assert recurrences.weekday_of_month(2027, 2, 4, -1) == date(2027, 2, 26)


# ERPNext Maintenance Schedule and Asset Maintenance


def test_erpnext_maintenance_schedule_divides_the_period_equally() -> None:
    """Monthly was every 30 days, half-yearly every 182: the day of the month wandered."""
    row = recurrences.occurrences(
        local("2026-01-15 10:00"), span("1 month"), ALWAYS, horizon=local("2027-01-10 00:00")
    )
    assert {one.on.day for one in row} == {15}


def test_erpnext_maintenance_schedule_moves_holidays_backwards() -> None:
    """A visit due on 1 October moved to September; it rolls to the 8th instead."""
    row = recurrences.occurrences(
        local("2026-04-01 10:00"), span("6 months"), WORKDAYS,
        horizon=local("2026-05-01 00:00"), reading=Reading.WIDE,
    )  # fmt: skip
    assert [one.due_at for one in row] == [local("2026-10-09 00:00")]


def test_erpnext_asset_maintenance_an_end_date_blanks_the_next_date() -> None:
    ends = local("2027-06-01 00:00")
    row = recurrences.occurrences(
        local("2026-01-15 10:00"), span("6 months"), ALWAYS, horizon=ends, until=ends
    )
    assert [one.on for one in row] == [date(2026, 7, 15), date(2027, 1, 15)]


# OCA


def test_oca_fsm_recurring_one_manual_move_shifts_the_series() -> None:
    """Occurrences know the anchor and their number, not when the one before was held."""
    horizon = local("2026-07-01 00:00")
    days = [one.on for one in recurrences.occurrences(
        local("2026-01-31 10:00"), span("1 month"), ALWAYS, horizon=horizon)]  # fmt: skip
    again = [recurrences.occurrence(date(2026, 1, 31), span("1 month"), n) for n in range(1, 6)]
    assert days == again


def test_oca_fsm_recurring_two_runs_make_duplicates() -> None:
    """Two runs with different horizons give the same numbers for the same occurrences."""
    anchor = local("2026-01-31 10:00")
    short = list(
        recurrences.occurrences(anchor, span("1 month"), ALWAYS, horizon=local("2026-04-01 00:00"))
    )
    long = list(
        recurrences.occurrences(anchor, span("1 month"), ALWAYS, horizon=local("2026-09-01 00:00"))
    )
    assert long[: len(short)] == short
    assert len({one.number for one in short + long}) == len(long)


def test_oca_maintenance_plan_drifts_from_31_january_to_the_28th() -> None:
    row = recurrences.occurrences(
        local("2026-01-31 10:00"), span("1 month"), ALWAYS, horizon=local("2026-06-15 00:00")
    )
    assert [one.on.day for one in row] == [28, 31, 30, 31, 30]


def test_oca_maintenance_plan_skips_past_periods_silently() -> None:
    """Looking for the first time two years later still finds every period."""
    row = recurrences.occurrences(
        local("2024-01-10 10:00"), span("6 months"), ALWAYS, horizon=local("2026-01-12 00:00")
    )
    assert [one.on.isoformat() for one in row] == [
        "2024-07-10", "2025-01-10", "2025-07-10", "2026-01-10", "2026-07-10",
    ]  # fmt: skip


# Atlas CMMS


def test_atlas_a_server_that_was_down_at_the_hour_never_makes_the_occurrence() -> None:
    """What was asked yesterday or not at all makes no difference to what is owed."""
    anchor, every = local("2026-11-01 08:00"), span("1 day")
    asked_daily = [
        one
        for day in range(2, 9)
        for one in recurrences.occurrences(
            anchor, every, ALWAYS, horizon=local(f"2026-11-0{day} 00:00")
        )
    ]
    asked_once = recurrences.occurrences(anchor, every, ALWAYS, horizon=local("2026-11-08 00:00"))
    assert {one.number for one in asked_daily} == {one.number for one in asked_once}


def test_atlas_a_schedule_nobody_reacted_to_disables_itself() -> None:
    row = list(recurrences.occurrences(
        local("2020-01-15 10:00"), span("1 month"), ALWAYS, horizon=local("2026-01-20 00:00")
    ))  # fmt: skip
    assert [one.number for one in row] == list(range(1, 74))


def test_atlas_daily_means_every_24_hours() -> None:
    """Over the night clocks go forward each day still ends at its own midnight."""
    york = built(zone="America/New_York")
    row = recurrences.occurrences(
        local("2026-03-06 10:00", york.zone), span("1 day"), york,
        horizon=local("2026-03-10 00:00", york.zone),
    )  # fmt: skip
    assert [one.due_at.astimezone(york.zone).hour for one in row] == [0, 0, 0]
