"""The figures of the sources stand in plans 1 to 5, 11, 14 and 15, each beside its clause."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aftercare.kit.durations import Duration
from aftercare.plans.catalogue import clauses
from aftercare.plans.language.checking import check_text
from aftercare.plans.language.document import Plan, Promise, Schedule

PLANS = Path(__file__).parents[2] / "plans"
FILES = {
    "P01": "p01-building-systems.yaml",
    "P02": "p02-aluminium-windows.yaml",
    "P03": "p03-equipment-maker.yaml",
    "P04": "p04-supply-chain.yaml",
    "P05": "p05-sewage-plant-operation.yaml",
    "P11": "p11-standard-parts.yaml",
    "P14": "p14-project-software.yaml",
    "P15": "p15-supply-chain-service.yaml",
}


@cache
def plan(catalogue: str) -> Plan:
    file = PLANS / FILES[catalogue]
    reading = check_text(file.read_bytes(), file.name, clauses())
    assert [fault.located("en") for fault in reading.faults] == []
    assert reading.plan is not None
    return reading.plan


def part(catalogue: str, path: str) -> Any:
    """The part of a plan at `section.entry`; entries of lists go by their name."""
    value: Any = plan(catalogue)
    for step in path.split("."):
        if isinstance(value, list):
            (value,) = [entry for entry in value if entry.name == step]
        else:
            value = value[step] if isinstance(value, dict) else getattr(value, step)
    return value


def said(value: Any) -> Any:
    """A value as the plan file writes it."""
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, dict):
        return {key: said(inner) for key, inner in value.items()}
    return value


FREE = {"parts": "free", "labour": "free", "travel": "free"}

FIGURES: list[tuple[str, str, dict[str, Any]]] = [
    # plan 1: the emergency clock and the loan unit
    ("P01-04", "promises.answer",
     {"from_": "case.reported", "until": ["case.answered"], "within": "30 min", "when": {}}),
    ("P01-05", "promises.arrive",
     {"from_": "case.reported", "until": ["visit.arrived"], "within": "2 h"}),
    ("P01-19", "promises.arrive", {"within": "2 h"}),
    ("P01-20", "promises.emergency-arrival",
     {"until": ["visit.arrived"], "when": {"urgency": ["urgent"]}, "pause_while": []}),
    ("P01-06", "promises.fix",
     {"from_": "case.reported", "until": ["case.solved"], "within": "4 h"}),
    ("P01-07", "promises.fix", {"if_late": ["offer loan unit", "notify service-manager"]}),
    ("P01-07", "remedies.loan-unit", {"late": "fix", "offer": ["loan-unit"], "free": True}),
    ("P01-35", "promises.rework", {"within": "agreed"}),
    # plan 1: warranty, visits, fees, records
    ("P01-02", "warranty.system", {"length": "2 years"}),
    ("P01-03", "warranty.system",
     {"starts": "acceptance.signed", "missing_papers": "project.completed"}),
    ("P01-15", "warranty.system", {"remedies": ["repair", "replace", "refund", "maintain"]}),
    ("P01-18", "schedules.patrol", {"price": "free", "during": "warranty"}),
    ("P01-21", "schedules.return-visit", {"every": "6 months", "during": "warranty"}),
    ("P01-22", "schedules.return-visit",
     {"from_": "project.handed_over", "first_within": "6 months"}),
    ("P01-26", "promises.warranty-card",
     {"from_": "project.completed", "until": ["warranty_card.issued"], "within": "1 month"}),
    ("P01-11", "fees.charges.in-warranty", {"when": {"covered": ["yes"]}, **FREE}),
    ("P01-12", "fees.charges.after-warranty",
     {"when": {"covered": ["no"]}, "parts": "cost", "labour": "cost", "payer": "customer"}),
    ("P01-17", "exclusions.misuse", {"then": "charged"}),
    ("P01-44", "records.warranty-file", {"keep": "5 years", "from_": "case.closed"}),
    ("P01-62", "fees.charges.abnormal-life", {"when": {"cause": ["abnormal-life"]}, **FREE}),
    ("P01-62", "after_expiry.abnormal-life", {"needs": "appraisal.issued"}),
    ("P01-63", "after_expiry.abnormal-life",
     {"remedies": ["replace", "repair", "compensate-loss"]}),
    # plan 2
    ("P02-03", "schedules.quarterly-visit", {"every": "3 months"}),
    ("P02-27", "warranty.windows", {"length": "2 years", "starts": "acceptance.passed"}),
    ("P02-34", "fees.charges.in-warranty", {"when": {"covered": ["yes"]}, **FREE}),
    ("P02-35", "fees.charges.caused-by-a-third-person", {"payer": "third person"}),
    ("P02-39", "schedules.rainy-season-visit", {"each": "rainy-season"}),
    ("P02-40", "schedules.typhoon-notice", {"each": "typhoon-season", "until": ["notice.sent"]}),
    ("P02-41", "schedules.winter-visit", {"each": "winter"}),
    ("P02-47", "schedules.bolts",
     {"once": "1 month", "from_": "owner.moved_in", "component": ["bolts"]}),
    ("P02-48", "schedules.connectors", {"every": "6 months", "component": ["connectors"]}),
    ("P02-49", "promises.glass",
     {"until": ["visit.arrived"], "within": "24 h", "when": {"component": ["glass"]}}),
    ("P02-50", "schedules.sealant", {"every": "1 year", "component": ["sealant"]}),
    ("P02-15", "gates.acceptance-sheet", {"before": "case.closed", "needs": ["case.confirmed"]}),
    # plan 3
    ("P03-02", "fees.charges.in-warranty", {"when": {"covered": ["yes"]}, **FREE}),
    ("P03-03", "fees.paying", {"quote": ["parts", "travel"], "consent": "before work"}),
    ("P03-11", "promises.reply", {"until": ["case.answered"], "within": "24 h"}),
    ("P03-12", "promises.arrive", {"until": ["visit.arrived"], "within": "agreed"}),
    # plan 5
    ("P05-12", "promises.make-good",
     {"until": ["case.solved", "damage.compensated"], "within": "agreed"}),
    ("P05-20", "records.plant-records", {"keep": "agreement"}),
    ("P05-24", "schedules.lab-results", {"until": ["report.delivered"], "during": "agreement"}),
    # plan 11
    ("P11-04", "promises.handling-opinion",
     {"until": ["case.opinion_given"], "within": "24 h", "when": {"kind": ["objection"]}}),
    ("P11-05", "gates.stay-until-solved",
     {"before": "visit.reported", "needs": ["case.solved"], "unless": "leave-unsolved"}),
    ("P11-16", "promises.bid-validity", {"from_": "bid.opened", "until": ["bid.awarded"]}),
    # plan 14
    ("P14-21", "promises.call-back", {"until": ["case.called_back"], "calendar": "office"}),
    ("P14-22", "gates.authorised-remote-work",
     {"before": "case.connected", "needs": ["session.authorised"]}),
    ("P14-26", "schedules.quarterly-visit", {"every": "3 months", "from_": "system.live"}),
    ("P14-29", "calendars.office",
     {"open": {"mon-fri": ["08:30-17:00"]}, "holidays": "CN", "zone": "Asia/Shanghai"}),
    ("P14-31", "promises.arrive", {"from_": "case.reported", "calendar": "always"}),
    ("P14-33", "fees.charges.software-in-guarantee",
     {"when": {"covered": ["yes"], "component": ["software"]}, "service": "free", **FREE}),
    ("P14-34", "after_expiry.lifetime-support", {"length": "lifetime", "remedies": ["support"]}),
    # plan 15
    ("P15-12", "remedies.poor-goods", {"offer": ["refund", "exchange", "downgrade"]}),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "path", "expected"), FIGURES)
def test_the_figure_of_the_clause_stands_in_the_plan(
    clause: str, path: str, expected: dict[str, Any]
) -> None:
    promised = part(clause[:3], path)
    assert {name: said(getattr(promised, name)) for name in expected} == expected
    assert promised.clauses.count(clause) == 1


@pytest.mark.parametrize("catalogue", FILES)
def test_the_plan_names_its_catalogue_and_labels_its_blanks(catalogue: str) -> None:
    assert plan(catalogue).catalogue == catalogue
    unlabelled = [name for name, blank in plan(catalogue).blanks.items() if blank.means is None]
    assert unlabelled == []


@pytest.mark.parametrize("catalogue", FILES)
def test_no_clock_for_a_first_response_ever_pauses(catalogue: str) -> None:
    pausing = [name for name, promise in responses(plan(catalogue)) if promise.pause_while]
    assert pausing == []


def responses(plan: Plan) -> list[tuple[str, Promise]]:
    first = {"case.answered", "case.called_back", "case.opinion_given", "case.triaged"}
    return [(name, promise) for name, promise in plan.promises.items() if first & {*promise.until}]


@pytest.mark.parametrize("catalogue", FILES)
def test_every_promise_and_schedule_has_a_title_a_clause_and_someone_to_keep_it(
    catalogue: str,
) -> None:
    wordless = [
        name
        for name, each in clocked(plan(catalogue))
        if not (each.title and each.clauses and each.who)
    ]
    assert wordless == []


@pytest.mark.parametrize("catalogue", FILES)
def test_whatever_is_counted_in_days_or_longer_says_how_its_last_day_is_read(
    catalogue: str,
) -> None:
    silent = [
        name
        for name, each in clocked(plan(catalogue))
        if counted_in_days(each) and each.reading is None
    ]
    assert silent == []


def clocked(plan: Plan) -> list[tuple[str, Promise | Schedule]]:
    return [*plan.promises.items(), *plan.schedules.items()]


def counted_in_days(each: Promise | Schedule) -> bool:
    length = each.within if isinstance(each, Promise) else each.every or each.once
    return isinstance(length, Duration) and not length.runs_on_the_clock


def test_the_five_records_of_the_warranty_file_are_named() -> None:
    file = part("P01", "records.warranty-file").file
    assert [record.zh for record in file] == [
        "承建工程维修卡", "工程保修卡", "工程回访报告", "维修任务书", "维修登记单",
    ]  # fmt: skip


def test_the_six_record_sets_of_the_plant_are_named() -> None:
    file = part("P05", "records.plant-records").file
    assert [record.zh for record in file] == [
        "运行日志", "监测记录", "维修记录", "交接班日志", "固体废弃物处理台账", "污水排放记录表",
    ]  # fmt: skip


def test_a_repair_order_is_reviewed_by_the_head_and_approved_by_the_unit_leader() -> None:
    steps = part("P01", "approvals.repair-order").steps
    assert [(step.do, step.by) for step in steps] == [
        ("review", "lead"),
        ("approve", "unit-leader"),
    ]


def test_four_levels_each_have_an_on_site_time_of_at_most_48_clock_hours() -> None:
    times = part("P14", "promises.arrive").within
    assert list(plan("P14").severities) == ["1", "2", "3", "4"]
    assert list(times) == ["1", "2", "3", "4", "rest"]
    assert max(time.clock_time for time in times.values()) == timedelta(hours=48)
    assert str(times["rest"]) == "48 h"


def test_the_times_per_level_are_shown_as_defaults_because_the_source_gives_none() -> None:
    arrive = ("promises", "arrive", "within")
    defaults = [
        name
        for name in part("P14", "promises.arrive").within
        if plan("P14").is_default(*arrive, name)
    ]
    assert defaults == ["1", "2", "3", "4"]
