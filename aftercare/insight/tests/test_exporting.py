"""Lists to take along: they come back unchanged, run nothing, and are whole or not there."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from aftercare.catalog import bulk
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.desk import actions as desk
from aftercare.imports import actions as imports
from aftercare.imports.running import Order
from aftercare.imports.sheets import SHEETS
from aftercare.insight.exporting import LISTS, shape, writing
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.people.bulk import put_contacts
from aftercare.people.models import Organisation
from aftercare.plans import actions as plans
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
RISKY = ("=SUM(A1:A9)", "'=quoted already", "+8613800138000", "-5", "@home", "\u00a53,5;、“x”")
Export = Callable[..., Path]


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Everything a list can hold, with what spreadsheets stumble over."""
    customer = cast.organisations["customer"]
    for place, name in enumerate(RISKY):
        Organisation.objects.create(code=f"00{place}", name=name, kind="customer", phone=name[:8])
    contacts = [{"organisation": customer, "name": name, "phone": "1"} for name in ("张", "李")]
    put_contacts(contacts, by=SYSTEM, at=AT)
    model = ProductModel.objects.create(code="007", name="泵", component_classes=["tank", "bolts"])
    site = Site.objects.create(customer=customer, name="东门", address="一号\n二楼")
    project = Project.objects.create(
        number="P-1", name="改造", customer=customer, site=site, manager=cast["lead"],
        began_on=date(2026, 1, 2),
    )  # fmt: skip
    unit = Unit.objects.create(
        serial="12345678901234567", model=model, customer=customer, site=site, project=project,
        dealer=cast.organisations["dealer"], made_on=date(2026, 1, 3),
    )  # fmt: skip
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=AT)
    covered: list[tuple[str, list[Project | Unit | Site]]] = [
        ("A-1", [project, unit, site]), ("A-2", []),
    ]  # fmt: skip
    for number, covers in covered:
        plans.make_agreement(
            version, number=number, title="保修", customer=customer, covers=covers,
            signed_on=date(2026, 1, 1), by=SYSTEM, at=AT,
        )  # fmt: skip
    noon = datetime(2026, 2, 3, 4, tzinfo=UTC)
    plans.record_milestone(unit, "unit.sold", occurred_at=noon, by=SYSTEM, at=AT)
    report = desk.Report(customer=customer, symptom="=漏水", unit=unit, facts={"severity": "1"})
    desk.register_case(report, by=cast["agent"], at=AT)
    return cast


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Exports a list and gives the file."""

    def run(name: str, form: writing.Form = "csv", **more: Any) -> Path:
        target = tmp_path / f"{name}.{form}"
        words: dict[str, Any] = {"mark": True, "plain": False, "step": lambda _rows: None}
        writing.export(LISTS[name], target, form=form, **(words | more))
        return target

    return run


def back(path: Path, sheet: str) -> tuple[int, int, int, int]:
    """Imports a file: added, changed, unchanged, bad."""
    report = imports.import_file(
        Order(SHEETS[sheet], path, path.name), by=SYSTEM, at=timezone.now()
    )
    counts = report.counts
    return counts.added, counts.changed, counts.unchanged, report.bad


def add_repairs(unit: Unit, path: Path) -> None:
    told = [("漏油\n更换密封", "407.40"), ("漏油\n更换密封", "407.40"), ("=1+1", "0"), ("x", "")]
    rows = [["序列号", "日期", "维修内容", "费用", "工单号"]]
    rows += [[unit.serial, "2026-03-04", text, cost, ""] for text, cost in told]
    rows += [[unit.serial, "2026-03-05", "有单号", "5", "WO-9"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert back(path, "history") == (5, 0, 0, 0)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("form", writing.forms())
@pytest.mark.parametrize("plain", [False, True])
def test_what_was_exported_comes_back_and_changes_nothing(
    world: Cast, export: Export, tmp_path: Path, form: writing.Form, language: str, plain: bool
) -> None:
    add_repairs(Unit.objects.get(), tmp_path / "orders.csv")
    before = Event.objects.exclude(kind="import.done").count()
    with translation.override(language):
        for name in SHEETS:
            path = export(name, form, plain=plain)
            rows = LISTS[name].rows().count()
            assert rows > 0
            assert (name, back(path, name)) == (name, (0, 0, rows, 0))
    assert Event.objects.exclude(kind="import.done").count() == before


def test_a_changed_cell_of_an_exported_list_changes_its_record(world: Cast, export: Export) -> None:
    path = export("customers")
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("'@home", "在家"), encoding="utf-8")
    assert back(path, "customers")[:2] == (0, 1)
    assert Organisation.objects.get(code="004").name == "在家"


def test_no_cell_is_a_formula(world: Cast, export: Export) -> None:
    with export("customers").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert {"'=SUM(A1:A9)", "''=quoted already", "'+8613800138000", "'-5", "'@home"} <= set(cells)
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    book = load_workbook(export("customers", "xlsx"))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


def test_numbers_and_days_are_such_in_a_workbook(world: Cast, export: Export) -> None:
    unit = Unit.objects.get()
    repair = bulk.Repair(unit, date(2026, 3, 4), "x", key="1", cost=Decimal("-339.81"))
    bulk.add_past_repairs([repair], by=SYSTEM, at=AT)
    sheet: Any = load_workbook(export("history", "xlsx", plain=True)).worksheets[0]
    heading, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    said = dict(zip(heading, row, strict=True))
    assert (said["done_on"], said["cost"]) == (datetime(2026, 3, 4), -339.81)  # noqa: DTZ001
    assert said["unit"] == "12345678901234567"


def test_cases_promises_and_events_are_there_with_their_moments(
    world: Cast, export: Export
) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with export(name, plain=True).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    case = rows("cases")[0]
    assert (case["symptom"], case["unit"], case["state"]) == (
        "'=漏水", "12345678901234567", "registered",
    )  # fmt: skip
    assert case["reported_at"] == "2026-11-20 12:00:00+08:00"
    promised = {row["promise"]: row for row in rows("promises") if row["subject"][:4] == "case"}
    assert promised["fix"]["state"] == "open"
    assert promised["fix"]["started_at"] == "2026-11-20 12:00:00+08:00"
    events = rows("events")
    assert [int(row["sequence"]) for row in events] == [*range(1, len(events) + 1)]
    assert events[-1]["hash"] == Event.objects.order_by("sequence").last().hash  # type: ignore[union-attr]


def test_the_mark_for_excel_is_a_choice(world: Cast, export: Export) -> None:
    assert export("units").read_bytes()[:3] == b"\xef\xbb\xbf"
    assert export("units", mark=False).read_bytes()[:3] != b"\xef\xbb\xbf"


def test_only_the_owner_reads_it_and_nothing_is_left_when_it_fails(
    world: Cast, export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert export("units").stat().st_mode & 0o077 == 0
    Organisation.objects.update(address="x" * 200)
    monkeypatch.setattr(writing, "LONGEST_CELL", 199)
    with pytest.raises(Refusal, match="CSV"):
        export("customers", "xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["units.csv"]


def test_a_long_list_is_walked_in_pieces(
    world: Cast, export: Export, monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(shape, "AT_ONCE", 2)
    steps: list[int] = []
    with django_assert_num_queries(15):  # 7 pieces, the contacts of each, and nothing more
        path = export("customers", step=steps.append)
    rows = LISTS["customers"].rows().count()
    assert sum(steps) == rows
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) > rows
