"""Which heading means which column."""

import pytest

from aftercare.imports.rules import headings
from aftercare.imports.sheets import SHEETS

ORDERS = ["BscStartDate", "Asset", "OriginalShorttext", "PMType", "Cost"]


@pytest.mark.parametrize(
    ("sheet", "given", "meant"),
    [
        ("history", ORDERS, ["done_on", "unit", "text", "kind", "cost"]),
        ("history", ["日期", "设备编号", "维修内容", "费用（元）", "工单号"],
         ["done_on", "unit", "text", "cost", "order"]),
        ("customers", ["客户编号", "客户名称", "联系电话", "备注"],
         ["code", "name", "phone", None]),
        ("customers", ["Customer No.", "Customer name", "TEL", "Notes"],
         ["code", "name", "phone", None]),
        ("units", ["序列号*", "型号", "客户", "销售日期", "双方验收日期"],
         ["serial", "model", "customer", "sold_on", "accepted_on"]),
        ("units", ["Serial number", "Model", "Customer", "Made on", "Sold on"],
         ["serial", "model", "customer", "made_on", "sold_on"]),
        ("customers", ["编号", "名称", "编号"], ["code", "name", None]),
    ],
)  # fmt: skip
def test_headings_are_guessed_in_both_languages(
    sheet: str, given: list[str], meant: list[str | None]
) -> None:
    found = SHEETS[sheet].guess(given)
    assert [found.get(place) for place in range(len(given))] == meant


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))
def test_our_own_empty_list_is_understood(sheet: object) -> None:
    columns = sheet.columns  # type: ignore[attr-defined]
    given = [str(column.label) for column in columns]
    found = sheet.guess(given)  # type: ignore[attr-defined]
    assert [found.get(place) for place in range(len(given))] == [one.name for one in columns]


def test_what_was_told_goes_by_heading_or_letter() -> None:
    assert headings.told(ORDERS, {"asset": "unit", "C": "text", "PM-Type": "kind"}) == {
        1: "unit", 2: "text", 3: "kind",
    }  # fmt: skip
    with pytest.raises(KeyError):
        headings.told(ORDERS, {"nothing": "unit"})
