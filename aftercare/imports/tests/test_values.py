"""What cells say."""

# ruff: noqa: DTZ001  # cells of a workbook have no zone

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.imports.rules import values
from aftercare.imports.rules.values import Unfit


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, ""),
        ("  张三 ", "张三"),
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        (12.5, "12.5"),
        (True, "TRUE"),
        (date(2024, 1, 31), "2024-01-31"),
        (datetime(2024, 1, 31), "2024-01-31"),
        (time(9, 30), "09:30:00"),
        ("甲\n乙", "甲\n乙"),
        ("a\x00b\x07c", "abc"),
        ("'=1+1", "=1+1"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_any_cell_is_a_text(cell: values.Cell, said: str) -> None:
    assert values.text_of(cell) == said


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-01-31", date(2024, 1, 31)),
        ("2024/1/31", date(2024, 1, 31)),
        ("2024.1.5", date(2024, 1, 5)),
        ("2024年1月31日", date(2024, 1, 31)),
        ("２０２４－０１－３１", date(2024, 1, 31)),
        ("20240131", date(2024, 1, 31)),
        ("2024-01-31 08:30:00", date(2024, 1, 31)),
        ("2024-01-31T08:30:00Z", date(2024, 1, 31)),
        (datetime(2024, 1, 31, 23, 59), date(2024, 1, 31)),
        (45322, date(2024, 1, 31)),
        (45322.75, date(2024, 1, 31)),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_people_write_it(cell: values.Cell, day: date | None) -> None:
    assert values.day(cell) == day


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("183.05", "183.05"),
        ("0", "0"),
        ("-339.81", "-339.81"),
        ("(339.81)", "-339.81"),
        ("1,280.50", "1280.50"),
        ("￥1,280", "1280"),
        ("1280.5 元", "1280.5"),
        ("AUD 12", "12"),
        (".5", "0.5"),
        (183.05000000001, "183.05"),
        (7, "7"),
    ],
)
def test_an_amount_is_read_as_people_write_it(cell: values.Cell, amount: str) -> None:
    assert values.amount(cell) == Decimal(amount)


def short_text(cell: values.Cell) -> str:
    return values.text(cell, 10, numberlike=True)


@pytest.mark.parametrize(
    ("read", "cell", "code"),
    [
        (values.day, "31.01.2024", "year-last"),
        (values.day, "3/4/24", "year-last"),
        (values.day, "2023-02-29", "no-such-day"),
        (values.day, "2024-13-01", "no-such-day"),
        (values.day, "soon", "not-a-date"),
        (values.day, "1024-01-01", "far-date"),
        (values.day, -5, "not-a-date"),
        (values.day, float("inf"), "not-a-date"),
        (values.day, "#N/A", "cell-error"),
        (values.amount, "PM01", "not-an-amount"),
        (values.amount, "1.2345", "decimals"),
        (values.amount, "1,28", "not-an-amount"),
        (values.amount, "--5", "not-an-amount"),
        (values.amount, "9999999999999", "too-large"),
        (values.amount, float("nan"), "not-an-amount"),
        (values.amount, "#REF!", "cell-error"),
        (short_text, "12345678901", "too-long"),
        (short_text, "1.38E+10", "scientific"),
        (short_text, 1380013800012345678, "scientific"),
        (short_text, "#FORMULA!", "cell-error"),
        (values.whole, "1.5", "not-a-number"),
        (values.whole, "-1", "not-a-number"),
    ],
)
def test_what_does_not_fit_says_how(
    read: Callable[[Any], Any], cell: values.Cell, code: str
) -> None:
    with pytest.raises(Unfit) as unfit:
        read(cell)
    assert unfit.value.code == code


def test_a_choice_is_read_without_regard_to_capitals() -> None:
    kinds = {"customer": "customer", "客户": "customer", "Dealer": "dealer"}
    assert [values.choice(cell, kinds) for cell in ("客户", "DEALER", "", None)] == [
        "customer", "dealer", "", "",
    ]  # fmt: skip
    with pytest.raises(Unfit):
        values.choice("朋友", kinds)


def test_several_words_stand_in_one_cell_each_once() -> None:
    assert values.several("A1, A2；A3、A1\nA4", 10) == ("A1", "A2", "A3", "A4")


@pytest.mark.parametrize(
    ("said", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+86 138", "'+86 138"),
        ("-HYPERLINK(1)", "'-HYPERLINK(1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-339.81", "-339.81"),
        ("+5", "+5"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_take_for_a_formula_is_guarded(said: str, guarded: str) -> None:
    assert values.guarded(said) == guarded


@given(said=st.text(max_size=50))
def test_guarding_is_undone_by_reading(said: str) -> None:
    plain = values.text_of(said)
    assert values.text_of(values.guarded(plain)) == plain or plain.startswith("'")


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    number = (day - values.EXCEL_BEGINNING).days
    chinese, slashes = f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}"
    written: list[values.Cell] = [day.isoformat(), chinese, f"{day:%Y%m%d}", slashes, number]
    assert [values.day(one) for one in written] == [day] * 5


@given(cents=st.integers(-(10**13), 10**13))
def test_every_amount_is_read_back(cents: int) -> None:
    amount = Decimal(cents) / 100
    assert values.amount(f"{amount:,.2f}") == amount
    assert values.amount(f"¥{amount:.2f}" if amount >= 0 else f"{amount:.2f}元") == amount


@given(cell=st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_no_cell_breaks_a_reader(cell: values.Cell) -> None:
    for read in (values.day, values.amount, values.whole, short_text):
        try:
            read(cell)
        except Unfit as unfit:
            assert unfit.code  # noqa: PT017  # any fault but this one fails the test
