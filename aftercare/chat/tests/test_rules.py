"""What may be said, and what becomes of a consultation that nobody goes on with."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.chat import rules
from aftercare.chat.rules import Fate, Side

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" 打印机\r\n卡纸 ", "打印机\n卡纸"),
        ("a\x00b\x07c", "abc"),
        ("abc\u202etxt.exe", "abctxt.exe"),  # would be read backwards
        ("<b>粗</b>", "<b>粗</b>"),
        ("e\u0301", "é"),
        (" \n\t ", ""),
    ],
)
def test_a_message_is_kept_without_signs_that_hide_or_turn_it_round(
    written: str, kept: str
) -> None:
    assert rules.cleaned(written) == kept


@pytest.mark.parametrize(
    ("text", "title"),
    [("\n 如何导出报表？\n急", "如何导出报表？"), ("长" * 200, "长" * 79 + "…"), ("", "")],
)
def test_the_title_is_the_first_line(text: str, title: str) -> None:
    assert rules.title_of(text) == title


@pytest.mark.parametrize(
    ("taken", "last_side", "minutes", "becomes"),
    [
        (False, Side.CUSTOMER, 9.9, Fate.GOES_ON),
        (False, Side.CUSTOMER, 10, Fate.CASE),
        (False, Side.AGENT, 10, Fate.CASE),  # answered, then given back: the customer still waits
        (True, Side.CUSTOMER, 29.9, Fate.GOES_ON),
        (True, Side.CUSTOMER, 30, Fate.CASE),
        (True, Side.AGENT, 29.9, Fate.GOES_ON),
        (True, Side.AGENT, 30, Fate.OVER),
    ],
)
def test_nothing_a_customer_said_is_forgotten(
    taken: bool, last_side: Side, minutes: float, becomes: Fate
) -> None:
    last_at = NOW - timedelta(minutes=minutes)
    assert rules.fate(taken=taken, last_side=last_side, last_at=last_at, at=NOW) == becomes


def test_somebody_types_for_four_seconds_after_the_last_key() -> None:
    assert not rules.is_typing(None, NOW)
    assert rules.is_typing(NOW - timedelta(seconds=3.9), NOW)
    assert not rules.is_typing(NOW - timedelta(seconds=4), NOW)
