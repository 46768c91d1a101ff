"""The real work orders come in whole: counted against an independent reading of the file."""

import csv
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from django.db.models import Count

from aftercare.catalog import demo
from aftercare.catalog.models import PastRepair
from aftercare.imports import actions
from aftercare.imports.running import Order
from aftercare.imports.sheets import SHEETS
from aftercare.imports.tests.conftest import AT, Import, figures, problems
from aftercare.kit import events
from aftercare.web.demo.cast import Cast

FOLDER = Path(next(iter(demo.__path__)))
ORDERS, MENDED = FOLDER / "excavators.csv", FOLDER / "excavators-mended.csv"


@pytest.fixture
def excavators(bring: Import) -> Import:
    """Five machines of a mine."""
    bring("customers", [["编号", "名称"], ["MINE", "西部矿业公司"]])
    bring("products", [["型号", "名称"], ["EX5500", "矿用挖掘机"]])
    rows = [[asset, "EX5500", "MINE"] for asset in "ABCDE"]
    bring("units", [["序列号", "型号", "客户"], *rows])
    return bring


def brought(
    cast: Cast, path: Path, *, mend: Path | None = None
) -> tuple[list[object], tuple[int, ...]]:
    order = Order(SHEETS["history"], path, path.name, fixed={"currency": "AUD"}, good_rows=True)
    report = actions.import_file(order, by=cast["manager"], at=AT, mend=mend)
    return list(problems(report)), figures(report)


def test_every_order_comes_in_but_the_one_whose_comma_has_no_quotes(
    excavators: Import, cast: Cast, tmp_path: Path
) -> None:
    mend = tmp_path / "mend.csv"
    assert brought(cast, ORDERS, mend=mend) == ([(3454, "cost", "not-an-amount")], (5484, 0, 0, 1))
    assert "won,t swing,PM01,3454" in mend.read_text(encoding="utf-8-sig")
    assert brought(cast, MENDED) == ([], (1, 0, 0, 0))
    assert brought(cast, ORDERS)[1] == (0, 0, 5484, 1)

    with ORDERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    costs: Counter[str] = Counter()
    for row in rows:
        try:
            costs[row["Asset"]] += Decimal(row["Cost"])  # type: ignore[assignment]
        except InvalidOperation:
            assert row["OriginalShorttext"] == "won"
    stored: Counter[str] = Counter()
    for asset, cost in PastRepair.objects.values_list("unit__serial", "cost"):
        stored[asset] += cost or Decimal(0)  # type: ignore[assignment]  # summed exactly
    counts = dict(PastRepair.objects.values_list("unit__serial").annotate(Count("id")))
    assert counts == Counter(row["Asset"] for row in rows)
    assert stored == costs
    assert PastRepair.objects.count() == len(rows) == 5485
    assert sum(stored.values()) == Decimal("17506068.13")


def test_words_and_types_stay_as_they_were(excavators: Import, cast: Cast) -> None:
    brought(cast, ORDERS)
    with ORDERS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["OriginalShorttext"] != "won"]
    kinds = PastRepair.objects.values_list("kind").annotate(Count("id"))
    assert dict(kinds) == Counter(row["PMType"] for row in rows)
    texts = Counter(PastRepair.objects.values_list("text", flat=True))
    assert texts == Counter(row["OriginalShorttext"].strip() for row in rows)
    stored = PastRepair.objects.values_list("unit__serial", "done_on")
    assert Counter((asset, str(day)) for asset, day in stored) == Counter(
        (row["Asset"], row["BscStartDate"]) for row in rows
    )
    assert events.verify().broken is None
