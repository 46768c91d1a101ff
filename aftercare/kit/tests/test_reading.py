"""Times as people read them, in both languages and any zone."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from aftercare.kit import clockface, reading
from aftercare.kit.durations import Duration, Unit
from aftercare.kit.templatetags import looks

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (timedelta(0), "0 s", "0 秒"),
        (timedelta(seconds=59.9), "59 s", "59 秒"),
        (timedelta(minutes=1), "1 min", "1 分"),
        (timedelta(minutes=61), "1 h 1 min", "1 小时 1 分"),
        (timedelta(hours=24, seconds=5), "1 d", "1 天"),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h", "3 天 4 小时"),
        (-timedelta(minutes=2, seconds=3), "2 min 3 s", "2 分 3 秒"),
        (Duration(1, Unit.WORKING_DAY), "1 working day", "1 个工作日"),
        (Duration(3, Unit.WORKING_DAY), "3 working days", "3 个工作日"),
        (Duration(30, Unit.MINUTE), "30 minutes", "30 分钟"),
        (Duration(2, Unit.YEAR), "2 years", "2 年"),
    ],
)
def test_lengths_in_words(length: timedelta | Duration, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert reading.length_words(length) == english
    with translation.override("zh-hans"):
        assert reading.length_words(length) == chinese


@given(st.integers(0, 10**9), st.integers(1, 4))
def test_a_length_never_shows_more_than_there_is(seconds: int, parts: int) -> None:
    with translation.override("en"):
        words = reading.length_words(timedelta(seconds=seconds), parts=parts).split()
    units = {"d": 86_400, "h": 3600, "min": 60, "s": 1}
    shown = sum(int(n) * units[u] for n, u in zip(words[::2], words[1::2], strict=True))
    smallest = units[words[-1]]
    assert shown <= seconds
    assert len(words) <= 2 * parts
    if len(words) == 2 * parts:
        assert seconds - shown < smallest or smallest == 1


@pytest.mark.parametrize(
    ("at", "zone", "english", "chinese"),
    [
        (NOW, "Asia/Shanghai", "today 16:00", "今天 16:00"),
        (NOW, "America/New_York", "today 03:00", "今天 03:00"),
        (NOW + timedelta(hours=8), "Asia/Shanghai", "tomorrow 00:00", "明天 00:00"),
        (NOW - timedelta(hours=17), "Asia/Shanghai", "yesterday 23:00", "昨天 23:00"),
        (NOW + timedelta(days=3), "Asia/Shanghai", "25 Nov 16:00", "11月25日 16:00"),
        (NOW + timedelta(days=60), "Asia/Shanghai", "21 Jan 2027 16:00", "2027年1月21日 16:00"),
    ],
)
def test_moments_in_the_zone_of_the_reader(
    at: datetime, zone: str, english: str, chinese: str
) -> None:
    with timezone.override(ZoneInfo(zone)):
        with translation.override("en"):
            assert reading.moment_words(at, NOW) == english
        with translation.override("zh-hans"):
            assert reading.moment_words(at, NOW) == chinese


def test_the_exact_moment_names_its_zone() -> None:
    shanghai, brazil = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Sao_Paulo")
    assert reading.exact_words(NOW.astimezone(shanghai)) == "2026-11-22 16:00:00 CST (UTC+08:00)"
    assert reading.exact_words(NOW.astimezone(brazil)) == "2026-11-22 05:00:00 (UTC-03:00)"
    with translation.override("en"):
        assert looks.moment(date(2025, 2, 28), now=NOW) == (
            '<time datetime="2025-02-28" title="2025-02-28">28 Feb 2025</time>'
        )
        assert looks.moment(None) == '<span class="text-secondary">—</span>'


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "due_at", "warn_at", "shown"),
    [
        ("open", NOW + HOUR, None, "running"),
        ("open", NOW + HOUR, NOW, "at-risk"),
        ("open", NOW + HOUR, NOW + HOUR / 2, "running"),
        ("open", NOW, NOW - HOUR, "overdue"),
        ("open", None, None, "running"),
        ("paused", None, None, "paused"),
        ("kept", NOW - HOUR, None, "kept"),
        ("void", None, None, "void"),
    ],
)
def test_the_standing_of_a_promise(
    state: str, due_at: datetime | None, warn_at: datetime | None, shown: str
) -> None:
    assert clockface.standing(state, due_at, NOW, warn_at) == shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"state": "open", "due_at": NOW + 2 * HOUR}, ["running", "2 h left", "today 18:00"]),
        ({"state": "open", "due_at": NOW - HOUR}, ["overdue", "1 h over", "today 15:00"]),
        ({"state": "paused", "left": HOUR}, ["paused", "1 h left"]),
        (
            {"state": "late", "due_at": NOW - HOUR, "ended_at": NOW},
            ["kept late", "1 h over", "today 15:00"],
        ),
        ({"state": "kept", "due_at": NOW, "ended_at": NOW - HOUR}, ["kept", "today 16:00"]),
        (
            {"state": "open", "due_at": NOW + HOUR, "provisional": True},
            ["running", "1 h left", "today 17:00", "provisional"],
        ),
    ],
)
def test_a_clock_says_everything_in_words(arguments: dict[str, Any], words: list[str]) -> None:
    with translation.override("en"), timezone.override(ZoneInfo("Asia/Shanghai")):
        mark = looks.clock(**arguments, now=NOW)
    assert [part for part in re.split(r"\s*<[^>]+>\s*", mark) if part] == words


def test_only_a_running_clock_ticks() -> None:
    due = reading.machine(NOW + HOUR)
    assert f'data-due="{due}"' in looks.clock("open", NOW + HOUR, now=NOW)
    assert "data-due" not in looks.clock("kept", NOW + HOUR, now=NOW)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(Decimal("1280.5"), "¥1,280.50"), (-36, "−¥36.00"), (Decimal(0), "¥0.00")],
)
def test_money(amount: Decimal | int, shown: str) -> None:
    assert looks.money(amount) == f'<span class="money">{shown}</span>'


def test_marks_do_not_trust_what_they_show() -> None:
    assert "<b>" not in looks.badge("<b>x</b>", '"><b>', "<b>")
    assert "<b>" not in looks.icon('"><b>', "<b>")
