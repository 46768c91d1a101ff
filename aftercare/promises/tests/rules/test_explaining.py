"""The sum in words: what a person reads beside a due moment."""

from datetime import date, timedelta

import pytest

from aftercare.promises.rules import arithmetic, counting
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Reading
from aftercare.promises.rules.steps import Kind
from aftercare.promises.tests.rules.given import (
    ALWAYS,
    OFFICE,
    PLAIN_WEEK,
    SHANGHAI,
    WORKDAYS,
    built,
    local,
    paused,
    span,
)


def told(
    start: str,
    within: str | date,
    calendar: Calendar,
    *pauses: str,
    reading: Reading = Reading.PLAIN,
) -> tuple[list[str], list[str]]:
    """The sentences in Chinese and in English."""
    length = span(within) if isinstance(within, str) else within
    found = counting.explain(
        local(start), length, calendar, [paused(text) for text in pauses], reading=reading
    )
    words = arithmetic.sentences(found.lines, calendar.zone)
    return [sentence.zh for sentence in words], [sentence.en for sentence in words]


def test_hours_over_lunch_and_a_weekend() -> None:
    zh, en = told("2026-11-20 16:40", "4 h", OFFICE)
    assert zh == [
        "2026-11-20 16:40-17:00 开放 20 分钟，累计 20 分钟",
        "2026-11-21 至 2026-11-22 周末，不计",
        "2026-11-23 08:30-12:00 开放 3 小时 30 分钟，累计 3 小时 50 分钟",
        "2026-11-23 13:00-13:10 开放 10 分钟，累计 4 小时",
        "到期 2026-11-23 13:10",
    ]
    assert en == [
        "2026-11-20 16:40-17:00: open 20 min, 20 min so far",
        "2026-11-21 to 2026-11-22: weekend, not counted",
        "2026-11-23 08:30-12:00: open 3 h 30 min, 3 h 50 min so far",
        "2026-11-23 13:00-13:10: open 10 min, 4 h so far",
        "due 2026-11-23 13:10",
    ]


def test_a_pause_with_its_reason_and_one_that_changes_nothing() -> None:
    zh, en = told(
        "2026-11-20 16:40", "1 h", OFFICE,
        "2026-11-20 16:50 > 2026-11-20 16:55", "2026-11-20 18:00 > 2026-11-20 19:00",
    )  # fmt: skip
    assert zh == [
        "2026-11-20 16:40-16:50 开放 10 分钟，累计 10 分钟",
        "2026-11-20 16:50-16:55 暂停（等待客户），5 分钟不计",
        "2026-11-20 16:55-17:00 开放 5 分钟，累计 15 分钟",
        "2026-11-20 18:00-19:00 暂停（等待客户），不在计时之内，不影响",
        "2026-11-21 至 2026-11-22 周末，不计",
        "2026-11-23 08:30-09:15 开放 45 分钟，累计 1 小时",
        "到期 2026-11-23 09:15",
    ]
    assert en[1] == "2026-11-20 16:50-16:55: paused (waiting for the customer), 5 min not counted"
    assert en[3].endswith(
        "paused (waiting for the customer) while nothing was counted, changes nothing"
    )


def test_a_closed_day_is_told_once_also_when_a_pause_cuts_it() -> None:
    zh, _ = told("2026-11-20 16:40", "1 h", OFFICE, "2026-11-21 10:00 > 2026-11-21 15:00")
    assert zh == [
        "2026-11-20 16:40-17:00 开放 20 分钟，累计 20 分钟",
        "2026-11-21 10:00-15:00 暂停（等待客户），不在计时之内，不影响",
        "2026-11-21 至 2026-11-22 周末，不计",
        "2026-11-23 08:30-09:10 开放 40 分钟，累计 1 小时",
        "到期 2026-11-23 09:10",
    ]


def test_a_pause_that_still_runs() -> None:
    zh, en = told("2026-11-20 16:40", "1 h", OFFICE, "2026-11-20 16:50 >")
    assert zh[-1] == "自 2026-11-20 16:50 起暂停（等待客户），尚未恢复，时钟停住"
    assert en[-1] == (
        "paused since 2026-11-20 16:50 (waiting for the customer): "
        "the clock stands still until work resumes"
    )
    zh, _ = told("2026-11-20 16:40", "3 days", OFFICE, "2026-11-20 16:50 >")
    assert zh[-1] == "自 2026-11-21 00:00 起暂停（等待客户），尚未恢复，时钟停住"


def test_an_unnamed_reason_and_one_of_another_vocabulary_stand_as_they_are() -> None:
    pauses = [
        counting.Pause(local("2026-11-20 10:00"), local("2026-11-20 11:00"), "台风"),
        counting.Pause(local("2026-11-20 13:00"), local("2026-11-20 13:30")),
    ]
    lines = counting.explain(local("2026-11-20 09:30"), span("3 h"), PLAIN_WEEK, pauses).lines
    words = [sentence.zh for sentence in arithmetic.sentences(lines, SHANGHAI)]
    assert words[1] == "2026-11-20 10:00-11:00 暂停（台风），1 小时不计"
    assert words[3] == "2026-11-20 13:00-13:30 暂停，30 分钟不计"


def test_working_days_name_holidays_and_make_up_days() -> None:
    zh, en = told("2026-02-12 10:00", "7 working days", WORKDAYS)
    assert zh == [
        "2026-02-12 当日不计，自次日起算（民法典第二百零一条）",
        "2026-02-13 1 个工作日，累计 1 个",
        "2026-02-14（调休上班）1 个工作日，累计 2 个",
        "2026-02-15 至 2026-02-23 春节，不计",
        "2026-02-24 至 2026-02-27 4 个工作日，累计 6 个",
        "2026-02-28（调休上班）1 个工作日，累计 7 个",
        "到期 2026-02-28 24:00",
    ]
    assert en[2] == "2026-02-14 (make-up working day): 1 working day, 2 so far"
    assert en[4] == "2026-02-24 to 2026-02-27: 4 working days, 6 so far"


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (Reading.PLAIN, ["到期 2026-10-01 24:00"]),
        (
            Reading.NARROW,
            [
                "2026-10-01 至 2026-10-03 国庆节，顺延",
                "到期 2026-10-04 24:00；最后一日仅遇法定节假日顺延（民法典第二百零三条，窄口径）",
            ],
        ),
        (
            Reading.WIDE,
            [
                "2026-10-01 至 2026-10-07 国庆节，顺延",
                "到期 2026-10-08 24:00；最后一日遇实际休息日顺延（民法典第二百零三条，宽口径）",
            ],
        ),
    ],
)
def test_the_reading_used_is_told(reading: Reading, expected: list[str]) -> None:
    zh, _ = told("2026-09-24 10:00", "7 days", WORKDAYS, reading=reading)
    assert zh == [
        "2026-09-24 当日不计，自次日起算（民法典第二百零一条）",
        "2026-09-25 至 2026-10-01 共 7 日",
        *expected,
    ]


def test_months_and_years_name_the_corresponding_day_or_the_end_of_the_month() -> None:
    zh, en = told("2025-08-31 10:00", "6 months", WORKDAYS)
    assert (
        zh[1] == "6 个月后的对应日为 2026-02-28（该月没有这一天，以月末为准；民法典第二百零二条）"
    )
    assert en[1] == (
        "the corresponding day after 6 months is 2026-02-28 "
        "(that month has no such day: its last day; Civil Code Art. 202)"
    )
    zh, en = told("2025-08-31 10:00", "1 year", WORKDAYS)
    assert zh[1] == "1 年后的对应日为 2026-08-31（民法典第二百零二条）"
    assert en[1] == "the corresponding day after 1 year is 2026-08-31 (Civil Code Art. 202)"


def test_pauses_of_a_count_in_days() -> None:
    zh, en = told("2026-11-20 10:00", "3 days", ALWAYS, "2026-11-21 10:00 > 2026-11-21 10:30")
    assert zh[1:] == [
        "2026-11-21 至 2026-11-23 共 3 日",
        "2026-11-21 10:00-10:30 暂停（等待客户），30 分钟不计",
        "扣除暂停共 30 分钟，最后一日移至 2026-11-24",
        "到期 2026-11-24 24:00",
    ]
    assert en[3] == "the pauses of 30 min move the last day to 2026-11-24"


def test_a_last_day_that_waits_for_the_clock_to_go_on_says_so() -> None:
    zh, en = told(
        "2026-11-17 10:00", "3 days", WORKDAYS,
        "2026-11-18 10:00 > 2026-11-18 10:01", "2026-11-23 23:00 > 2026-11-24 23:30",
        reading=Reading.WIDE,
    )  # fmt: skip
    assert "最后一日不早于恢复计时之日，移至 2026-11-24" in zh
    assert "the last day is not before the clock went on again: it moves to 2026-11-24" in en


def test_a_fixed_date_and_a_date_set_apart() -> None:
    closed = built(open={"mon-fri": ["09:00-18:00"]}, exceptions={"2026-12-31": []})
    zh, en = told("2026-11-20 10:00", date(2026, 12, 31), closed, reading=Reading.WIDE)
    assert zh[1:3] == ["截止日定为 2026-12-31", "2026-12-31 日历中的特别安排，顺延"]
    assert en[1] == "the last day is set to 2026-12-31"


def test_what_is_not_published_is_told() -> None:
    zh, en = told("2026-12-20 10:00", "20 working days", WORKDAYS)
    assert zh[-1] == "2027 年的放假安排尚未公布，结果为暂定"
    assert en[-1] == "the days off of 2027 are not yet published: provisional"


@pytest.mark.parametrize("within", ["400 h", "9 working days"])
def test_what_never_falls_due_is_told(within: str) -> None:
    fair = built(open={}, exceptions={"2026-11-20": ["09:00-12:00"]})
    zh, en = told("2026-11-20 08:00", within, fair)
    assert zh[-1] == "该日历此后没有足够的开放时间，无法到期"
    assert en[-1] == "the calendar does not open long enough: never due"


def test_seconds_and_fractions_are_not_rounded_away() -> None:
    zh, _ = told("2026-11-20 10:00:00.25", "61 s", OFFICE)
    assert zh == [
        "2026-11-20 10:00:00.250000-10:01:01.250000 开放 1 分钟 1 秒，累计 1 分钟 1 秒",
        "到期 2026-11-20 10:01:01.250000",
    ]
    assert arithmetic.length(1_500_000).zh == "1.5 秒"
    assert arithmetic.length(0).en == "0 min"


def test_always_open_is_one_line_however_long() -> None:
    zh, en = told("2026-11-20 10:00", "17520 h", ALWAYS)
    assert zh == [
        "2026-11-20 10:00 至 2028-11-19 10:00 开放 17520 小时，累计 17520 小时",
        "到期 2028-11-19 10:00",
    ]
    assert len(en) == 2


def test_days_alike_are_one_line() -> None:
    zh, en = told("2026-11-16 08:30", "37 h", OFFICE)
    assert (
        zh[0] == "2026-11-16 至 2026-11-19（4 天，每天 7 小时 30 分钟）开放 30 小时，累计 30 小时"
    )
    assert en[0] == "2026-11-16 to 2026-11-19 (4 days of 7 h 30 min): open 30 h, 30 h so far"


@pytest.mark.parametrize(
    ("within", "most"), [("4000 h", 16), ("500 working days", 16), ("40000 h", 36)]
)
def test_a_promise_of_years_explains_itself_in_a_few_lines(within: str, most: int) -> None:
    found = counting.explain(local("2026-11-20 10:00"), span(within), OFFICE)
    assert len(found.lines) <= most
    summed_up = [line for line in found.lines if line.closed and line.days]
    assert summed_up
    for line in summed_up:
        first = line.begin.astimezone(SHANGHAI).date()
        last = (line.end - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
        assert line.days + line.closed == (last - first).days + 1


def test_a_summed_up_line_says_how_many_days_it_passes_over() -> None:
    zh, en = told("2026-11-20 10:00", "4000 h", PLAIN_WEEK)
    assert "2027-01-01 至 2027-12-31（261 天，另 104 天不开放）开放 2349 小时，累计 2618 小时" in zh
    assert "2027-01-01 to 2027-12-31 (261 days and 104 closed): open 2349 h, 2618 h so far" in en


def test_every_kind_of_line_and_every_note_has_words() -> None:
    assert set(arithmetic.SENTENCES) == set(Kind)
    holidays = set(OFFICE.holidays.off.values()) if OFFICE.holidays else set()
    assert holidays <= set(arithmetic.NOTES)
