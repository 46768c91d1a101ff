"""An importing person, and files written as other systems write them."""

import csv
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aftercare.imports import actions
from aftercare.imports.running import Order, Report
from aftercare.imports.sheets import SHEETS
from aftercare.kit import search
from aftercare.web.demo.cast import Cast

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CUSTOMERS = [
    ["客户编号", "客户名称", "类型", "联系电话", "地址", "联系人", "联系人电话"],
    ["M1", "西部矿业公司", "客户", "0951-1234567", "宁夏银川市", "马强", "13900009999"],
    ["M2", "单氏机械厂", "", "", "", "", ""],
    ["D1", "朔方农机站", "经销商", "", "", "", ""],
]
PRODUCTS = [["产品型号", "产品名称", "部件"], ["EX5500", "矿用挖掘机", "engine、pump"]]
SITES = [["客户", "地点", "详细地址"], ["M1", "北矿", "宁夏石嘴山市"], ["M2", "厂区", "兰州市"]]
PROJECTS = [
    ["项目编号", "项目名称", "客户", "地点名称", "开工日期", "竣工日期"],
    ["P1", "北矿设备更新", "M1", "北矿", "2024-01-02", "2024-05-01"],
]
UNITS = [
    [
        "序列号",
        "型号",
        "客户",
        "地点名称",
        "项目编号",
        "经销商编号",
        "保修卡号",
        "出厂日期",
        "销售日期",
    ],
    ["A", "EX5500", "M1", "北矿", "P1", "", "BX1", "2024-01-05", "2024-02-01"],
    ["B", "EX5500", "西部矿业公司", "", "", "D1", "", "", ""],
]

Import = Callable[..., Report]


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as CSV."""

    def write(rows: Sequence[Sequence[Any]], name: str = "list.csv", encoding: str = "utf-8"
              ) -> Path:  # fmt: skip
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as target:
            csv.writer(target).writerows(rows)
        return path

    return write


@pytest.fixture
def bring(cast: Cast, file: Callable[..., Path]) -> Import:
    """Imports rows as the manager."""

    def run(sheet: str, rows: Sequence[Sequence[Any]], **more: Any) -> Report:
        words: dict[str, Any] = {"by": cast["manager"], "at": AT}
        given = {name: more.pop(name) for name in ("by", "at", "mend") if name in more}
        order = Order(sheet=SHEETS[sheet], path=file(rows), name="list.csv", **more)
        return actions.import_file(order, **(words | given))

    return run


@pytest.fixture
def filled(bring: Import) -> Import:
    """Everything up to the units is there."""
    for sheet, rows in (("customers", CUSTOMERS), ("products", PRODUCTS), ("sites", SITES),
                        ("projects", PROJECTS), ("units", UNITS)):  # fmt: skip
        assert bring(sheet, rows).bad == 0
    return bring


def figures(report: Report) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, bad."""
    counts = report.counts
    return counts.added, counts.changed, counts.unchanged, report.bad


def found(text: str) -> list[str]:
    kinds = ("organisation", "person", "site", "project", "unit")
    hits = search.search(text, kinds=kinds, scope=search.EVERYTHING)
    return sorted(hit.label for hit in hits)


def problems(report: Report) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in report.problems]
