"""Importing lists: what is written, what is refused, and that a second time changes nothing."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from aftercare.catalog.models import PastRepair, ProductModel, Project, Site, Unit
from aftercare.imports import running
from aftercare.imports.models import ImportRun
from aftercare.imports.sheets import SHEETS
from aftercare.imports.tests.conftest import (
    CUSTOMERS,
    PRODUCTS,
    PROJECTS,
    SITES,
    UNITS,
    Import,
    figures,
    found,
    problems,
)
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.models import Event
from aftercare.people.models import Organisation, Person
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.web.demo.cast import Cast
from aftercare.web.demo.loading import load_built_in_plans


def test_each_list_becomes_records_that_are_found_and_told(filled: Import) -> None:
    mine = Organisation.objects.get(code="M1")
    assert (mine.kind, mine.phone, Organisation.objects.get(code="D1").kind) == (
        "customer", "0951-1234567", "dealer",
    )  # fmt: skip
    contact = Person.objects.get(name="马强")
    assert (contact.organisation, contact.role, contact.has_usable_password()) == (
        mine, "customer", False,
    )  # fmt: skip
    unit = Unit.objects.get(serial="A")
    assert (unit.customer, unit.site, unit.project, unit.card_number) == (
        mine, Site.objects.get(name="北矿"), Project.objects.get(number="P1"), "BX1",
    )  # fmt: skip
    assert sorted(unit.components.values_list("kind", flat=True)) == ["engine", "pump"]
    assert Unit.objects.get(serial="B").dealer == Organisation.objects.get(code="D1")
    assert [found(text) for text in ("xbky", "shanshi", "1234567", "bkss", "bx1", "maqiang")] == [
        ["西部矿业公司"], ["单氏机械厂"], ["西部矿业公司"], [], ["矿用挖掘机 A"], ["马强"],
    ]  # fmt: skip
    assert events.verify().broken is None
    kinds = ["organisation.added", "product.added", "site.added", "project.added", "unit.added"]
    assert [Event.objects.filter(kind=kind).count() for kind in kinds] == [3, 1, 2, 1, 2]


def test_days_become_milestones_at_noon_of_that_day(filled: Import) -> None:
    unit, project = Unit.objects.get(serial="A"), Project.objects.get(number="P1")
    sold = Event.objects.get(kind="unit.sold")
    assert (sold.subject, sold.occurred_at.isoformat()) == (
        unit.reference, "2024-02-01T04:00:00+00:00",
    )  # fmt: skip
    assert Event.objects.get(kind="project.completed").subject == project.reference


def test_a_day_that_was_withdrawn_is_told_and_not_brought_back_unseen(
    filled: Import, cast: Cast
) -> None:
    unit, sold = Unit.objects.get(serial="A"), Event.objects.get(kind="unit.sold")
    plans.correct_milestone(unit, sold.sequence, withdrawn=True, reason="未售出",
                            by=cast["agent"], at=timezone.now())  # fmt: skip
    same = [["序列号", "型号", "客户", "销售日期"], ["A", "EX5500", "M1", "2024-02-01"]]
    report = filled("units", same)
    assert problems(report) == [(2, "sold_on", "withdrawn-day")]
    other = [same[0], ["A", "EX5500", "M1", "2024-02-03"]]
    assert problems(filled("units", other)) == []
    days = Event.objects.filter(kind="unit.sold").order_by("sequence")
    assert [one.occurred_at.day for one in days] == [1, 1, 3]  # recorded, withdrawn, another day


def test_acceptance_counts_for_both_parties(filled: Import) -> None:
    filled("units", [["序列号", "型号", "客户", "验收日期"], ["A", "EX5500", "M1", "2024-03-01"]])
    accepted = Event.objects.get(kind="acceptance.signed")
    assert sorted(accepted.data["signatures"]) == ["customer", "provider"]


def test_an_empty_cell_makes_no_dealer_a_customer(filled: Import) -> None:
    rows = [["编号", "名称", "类型"], ["D1", "朔方农机总站", ""], ["M3", "新客户", ""]]
    assert figures(filled("customers", rows)) == (1, 1, 0, 0)
    kinds = Organisation.objects.filter(code__in=["D1", "M3"]).order_by("code")
    assert [one.kind for one in kinds] == ["dealer", "customer"]


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [("customers", CUSTOMERS), ("products", PRODUCTS), ("sites", SITES), ("projects", PROJECTS),
     ("units", UNITS)],
)  # fmt: skip
def test_a_second_import_changes_nothing(filled: Import, sheet: str, rows: list[Any]) -> None:
    before = list(Event.objects.exclude(kind="import.done").values_list("id", flat=True))
    assert figures(filled(sheet, rows)) == (0, 0, len(rows) - 1, 0)
    assert list(Event.objects.exclude(kind="import.done").values_list("id", flat=True)) == before


def test_a_changed_row_changes_its_record_and_an_empty_cell_says_nothing(filled: Import) -> None:
    changed = [CUSTOMERS[0], ["M1", "西部矿业集团", "", "", "宁夏", "马强", "13900001111"]]
    assert figures(filled("customers", changed)) == (0, 1, 0, 0)
    mine = Organisation.objects.get(code="M1")
    assert (mine.name, mine.phone, mine.address) == ("西部矿业集团", "0951-1234567", "宁夏")
    assert Person.objects.get(name="马强").phone == "13900001111"
    assert Event.objects.get(kind="organisation.changed").data["changes"] == {
        "name": ["西部矿业公司", "西部矿业集团"], "address": ["宁夏银川市", "宁夏"],
    }  # fmt: skip
    assert (found("xbkygs"), found("xbkyjt")) == ([], ["西部矿业集团"])


BAD_UNITS = [
    ["序列号", "型号", "客户", "地点名称", "项目编号", "经销商编号", "出厂日期", "销售日期"],
    ["N1", "EX5500", "M1", "", "", "", "", ""],
    ["", "EX5500", "M1", "", "", "", "", ""],
    ["N3", "EX9", "M9", "", "", "", "", ""],
    ["N4", "EX5500", "M1", "厂区", "P1", "M2", "", ""],
    ["N5", "EX5500", "M2", "", "P1", "", "", ""],
    ["N6", "EX5500", "M1", "", "", "", "31.01.2024", "2027-01-01"],
    ["N7", "EX5500", "M1", "", "", "", "2024-05-01", "2024-04-30"],
    ["N1", "EX5500", "M1", "", "", "", "", ""],
    ["A", "EX5500", "M1", "", "", "", "", "2024-02-02"],
    ["N10", "EX5500", "M1", "", "", "", "", "", "too", "much"],
]
BAD_PLACES = [
    (3, "serial", "missing"),
    (4, "model", "unknown-model"),
    (4, "customer", "unknown-customer"),
    (5, "site", "unknown-site"),
    (6, "project", "refused"),
    (7, "made_on", "year-last"),
    (8, "sold_on", "before-made"),
    (9, "serial", "twice"),
    (10, "sold_on", "other-day"),
    (11, "", "too-many-cells"),
]


def test_every_problem_is_named_by_row_and_column_and_nothing_is_written(filled: Import) -> None:
    report = filled("units", BAD_UNITS)
    assert problems(report) == BAD_PLACES
    assert (report.written, report.rows, report.bad) == (False, 10, 9)
    assert Unit.objects.filter(serial__startswith="N").count() == 0


def test_good_rows_go_in_and_the_others_into_a_file_that_can_be_mended(
    filled: Import, tmp_path: Path
) -> None:
    mend = tmp_path / "mend.csv"
    report = filled("units", BAD_UNITS, good_rows=True, mend=mend)
    assert (figures(report), report.written) == ((1, 0, 0, 9), True)
    assert list(Unit.objects.filter(serial__startswith="N").values_list("serial", flat=True)) == [
        "N1"
    ]
    with mend.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[0][:8] == BAD_UNITS[0]
    assert [row[0] for row in rows[1:]] == ["", "N3", "N4", "N5", "N6", "N7", "N1", "A", "N10"]
    assert [row[8] for row in rows[1:4]] == ["3", "4", "5"]
    assert all(row[9] for row in rows[1:])
    good = {"N3": ["N3", "EX5500", "M1"], "N4": ["N4", "EX5500", "M1"]}
    mended = [rows[0], *([*good[row[0]], *[""] * 5, *row[8:]] for row in rows[2:4])]
    assert figures(filled("units", mended)) == (2, 0, 0, 0)


def test_the_words_for_a_problem_use_the_heading_of_the_file(filled: Import) -> None:
    report = filled("units", BAD_UNITS)
    words = [running.in_words(one, SHEETS["units"], report.columns) for one in report.problems]
    assert words[1:3] == [
        "型号: 没有型号“EX9”。请先导入型号，或改正此处。",
        "客户: 没有客户“M9”。请先导入客户，或改正此处。",
    ]


def test_a_dry_run_counts_and_writes_nothing(filled: Import) -> None:
    last = Event.objects.count()
    rows = [*UNITS, ["C", "EX5500", "M1", "", "", "", "", "", "2024-03-01"]]
    report = filled("units", rows, dry=True)
    assert (figures(report), report.written) == ((1, 0, 2, 0), False)
    assert (Unit.objects.count(), Event.objects.count(), found("bx1")) == (
        2, last, ["矿用挖掘机 A"],
    )  # fmt: skip


def test_headings_can_be_told_and_values_given_for_all_rows(filled: Import) -> None:
    rows = [["x", "y", "z"], ["C", "ignored", "2024-01-31"]]
    more = {
        "mapping": {"x": "serial", "C": "made_on"},
        "fixed": {"model": "EX5500", "customer": "M1"},
    }
    report = filled("units", rows, **more)
    assert (figures(report), report.unused) == ((1, 0, 0, 0), ["y"])
    assert Unit.objects.get(serial="C").made_on == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "missing-column"),
        ({"mapping": {"x": "serial", "q": "model"}}, "unknown-heading"),
        ({"mapping": {"x": "colour"}}, "unknown-column"),
        ({"fixed": {"colour": "red"}}, "unknown-column"),
    ],
)
def test_a_list_without_a_column_that_must_be_there_is_refused(
    filled: Import, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        filled("units", [["x", "y"], ["C", "D"]], **more)
    assert refused.value.code == code


@pytest.mark.parametrize("who", ["agent", "dealer", "customer", "technician", "inspector"])
def test_others_do_not_import(bring: Import, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        bring("customers", CUSTOMERS, by=cast[who])
    assert Organisation.objects.filter(code="M1").count() == 0


def test_each_written_file_is_on_record(filled: Import, cast: Cast) -> None:
    filled("units", UNITS, dry=True)
    runs = ImportRun.objects.order_by("id")
    assert [(run.sheet, run.state, run.by) for run in runs] == [
        (sheet, "done", cast["manager"])
        for sheet in ("customers", "products", "sites", "projects", "units")
    ]
    event = Event.objects.filter(kind="import.done").latest("sequence")
    assert (event.data["rows"], event.data["added"], len(event.data["sha256"])) == (2, 2, 64)


HISTORY = [
    ["日期", "设备编号", "维修内容", "类型", "费用"],
    ["2004-07-01", "A", "BUCKET WON'T OPEN", "PM01", "183.05"],
    ["2004-07-01", "A", "BUCKET WON'T OPEN", "PM01", "183.05"],
    ["2005-03-20", "A", "L/H BUCKET CYL\nLEAKING.", "自定义", "-407.4"],
    ["2005-03-21", "B", "L/H BUCKET CYL LEAKING.", "", ""],
]


def test_past_repairs_keep_their_words_and_equal_rows_stay_two(filled: Import) -> None:
    assert figures(filled("history", HISTORY, fixed={"currency": "AUD"})) == (4, 0, 0, 0)
    rows = PastRepair.objects.filter(unit__serial="A").order_by("source_row")
    assert [(row.text, row.kind, row.cost, row.currency, row.source_row) for row in rows] == [
        ("BUCKET WON'T OPEN", "PM01", Decimal("183.05"), "AUD", 2),
        ("BUCKET WON'T OPEN", "PM01", Decimal("183.05"), "AUD", 3),
        ("L/H BUCKET CYL\nLEAKING.", "自定义", Decimal("-407.40"), "AUD", 4),
    ]
    assert {row.fault for row in PastRepair.objects.filter(done_on__year=2005)} == {
        "bucket cylinder left: leak"
    }
    again = filled("history", [*HISTORY, HISTORY[1]], fixed={"currency": "AUD"})
    assert figures(again) == (1, 0, 4, 0)
    told = Event.objects.filter(kind="unit.history-added", subject=rows[0].unit.reference)
    assert [event.data for event in told] == [{"repairs": 3}, {"repairs": 1}]


def test_an_order_number_names_a_repair_for_ever(filled: Import) -> None:
    rows = [["日期", "设备编号", "维修内容", "工单号"], ["2004-07-01", "A", "x", "W1"]]
    assert figures(filled("history", rows)) == (1, 0, 0, 0)
    rows[1][2] = "another text"
    assert figures(filled("history", rows)) == (0, 0, 1, 0)
    assert problems(filled("history", [*rows, rows[1]])) == [(3, "order", "twice")]


def test_a_unit_of_two_models_must_be_told_apart(filled: Import) -> None:
    ProductModel.objects.create(code="EX9", name="另一型号")
    filled("units", [["序列号", "型号", "客户"], ["A", "EX9", "M1"]])
    rows = [["日期", "设备编号", "维修内容"], ["2004-07-01", "A", "x"]]
    assert problems(filled("history", rows)) == [(2, "unit", "several-units")]
    assert figures(filled("history", rows, fixed={"model": "EX9"})) == (1, 0, 0, 0)


AGREEMENTS = [
    ["合同编号", "合同名称", "客户", "方案", "签订日期", "项目编号", "设备序列号", "双方验收日期"],
    ["H1", "设备维护", "M1", "equipment-maker", "2024-01-10", "P1", "", "2024-06-01"],
    ["H2", "单台维护", "M1", "equipment-maker", "2024-01-10", "", "A、B", ""],
]


@pytest.fixture
def planned(filled: Import) -> Import:
    """The built-in plans are loaded."""
    load_built_in_plans(Event.objects.latest("sequence").recorded_at)
    return filled


def test_agreements_bind_a_plan_and_start_with_their_days(planned: Import) -> None:
    assert figures(planned("agreements", AGREEMENTS)) == (2, 0, 0, 0)
    first, second = Agreement.objects.order_by("number")
    assert (first.plan_version.plan, first.signed_on) == ("equipment-maker", date(2024, 1, 10))
    assert [cover.project.number for cover in first.covers.all() if cover.project] == ["P1"]
    assert sorted(cover.unit.serial for cover in second.covers.all() if cover.unit) == ["A", "B"]
    accepted = Event.objects.get(kind="acceptance.signed")
    assert (accepted.subject, accepted.context) == (first.reference, first.reference)
    assert figures(planned("agreements", AGREEMENTS)) == (0, 0, 2, 0)
    assert Event.objects.filter(kind="acceptance.signed").count() == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({3: "no-such-plan"}, ("plan", "unknown-plan")),
        ({5: "P9"}, ("projects", "unknown-project")),
        ({5: ""}, ("projects", "nothing-covered")),
        ({2: "M2"}, ("projects", "unknown-project")),
        ({4: ""}, ("signed_on", "missing")),
        ({7: "2027-01-01"}, ("accepted_on", "future")),
    ],
)
def test_an_agreement_that_does_not_fit(
    planned: Import, change: dict[int, str], problem: tuple[str, str]
) -> None:
    row = [change.get(place, cell) for place, cell in enumerate(AGREEMENTS[1])]
    assert problems(planned("agreements", [AGREEMENTS[0], row])) == [(2, *problem)]


def test_the_number_of_an_agreement_is_not_used_for_another_customer(planned: Import) -> None:
    planned("agreements", AGREEMENTS[:2])
    other = [*AGREEMENTS[1][:2], "M2", "equipment-maker", "2024-01-10", "", "", ""]
    planned("units", [["序列号", "型号", "客户"], ["Z", "EX5500", "M2"]])
    other[6] = "Z"
    assert problems(planned("agreements", [AGREEMENTS[0], other])) == [
        (2, "number", "other-agreement")
    ]
