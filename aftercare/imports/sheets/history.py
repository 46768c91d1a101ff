"""Repairs from before Aftercare: one row, one repair of a unit."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aftercare.catalog import bulk
from aftercare.imports.rules import values
from aftercare.imports.sheets.columns import text
from aftercare.imports.sheets.finding import Finders, Once
from aftercare.imports.sheets.shape import Column, Row, Sheet, Work
from aftercare.kit import days

LONGEST = 4000


class HistoryLoader:
    """Past repairs, each known by the number of its order.

    Without such a number a repair is known by its unit, day, text, type and cost, and by how many
    equal ones stood before it in the file: books do hold the same line twice.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        self.finders = Finders()
        self.once = Once("unit", "order")
        self.equal: Counter[str] = Counter()

    def check(self, rows: Sequence[Row]) -> None:
        self.finders.units_of_models(rows)
        self.once.check(rows)
        today = days.today(self.work.at)
        for row in rows:
            if row.values.get("done_on") and row.values["done_on"] > today:
                row.wrong("done_on", "future")

    def write(self, rows: Sequence[Row]) -> None:
        repairs = [self._repair(row) for row in rows]
        added = bulk.add_past_repairs(
            repairs, by=self.work.by, at=self.work.at, later=self.work.happened
        )
        self.work.counts.added += added
        self.work.counts.unchanged += len(repairs) - added

    def _repair(self, row: Row) -> bulk.Repair:
        said = row.values
        return bulk.Repair(
            unit=said["unit"],
            done_on=said["done_on"],
            text=said["text"],
            kind=said.get("kind") or "",
            cost=said.get("cost"),
            currency=said.get("currency") or "CNY",
            source=self.work.source[:200],
            source_row=row.line.number,
            key=self._key(row),
        )

    def _key(self, row: Row) -> str:
        said = row.values
        if said.get("order"):
            return f"{said['unit'].pk}:{said['order']}"
        parts = (said["unit"].pk, said["done_on"], said["text"], said.get("kind") or "",
                 _shortest(said.get("cost")), said.get("currency") or "CNY")  # fmt: skip
        content = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]
        self.equal[content] += 1
        return f"{content}#{self.equal[content]}"


def _shortest(cost: Decimal | None) -> str:
    """An amount without needless zeros: 407.4 and 407.40 name the same repair."""
    return str(cost) if cost is None else format(cost.normalize(), "f")


HISTORY = Sheet(
    "history",
    _("Past repairs"),
    (
        Column("unit", _("Unit"), text(80, numberlike=True),
               "serial, serial number, asset, machine, equipment, 序列号, 设备编号, 机号",
               required=True),
        Column("model", _("Model"), text(120), "model code, 产品型号"),
        Column("done_on", _("Date"), values.day,
               "day, bsc start date, start date, completed, 维修日期, 日期, 开始日期"
               ", 完工日期",
               required=True),
        Column("text", _("What was done"), text(LONGEST),
               "text, description, original short text, short text, work, 维修内容, 故障描述"
               ", 处理内容, 描述", required=True),
        Column("kind", _("Order type"), text(40),
               "type, pm type, order type, 工单类型, 维修类型, 类型"),
        Column("cost", _("Cost"), values.amount, "amount, price, total, 维修费用, 金额, 成本"),
        Column("currency", _("Currency"), lambda cell: values.text(cell, 3).upper(), "币种"),
        Column("order", _("Order number"), text(60, numberlike=True),
               "order, work order, wo, 工单号, 单号, 维修单号"),
    ),
    HistoryLoader,
)  # fmt: skip
