"""The figures of plans 6 to 10, 12 and 13: each clause against the file that carries it.

The checker finds words that do not fit together; only this table finds `12 h` where the source
says 2 h. A figure the source left blank must stand in the file as a labelled default.
"""

from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from aftercare.plans.catalogue import clauses
from aftercare.plans.language.checking import check_text
from aftercare.plans.language.document import Charge, Plan, Promise, Rate, Schedule

PLANS = Path(__file__).parents[2] / "plans"
NAMES = ("p06", "p07", "p08", "p09", "p10", "p12", "p13")
Entry = TypeVar("Entry")
PRICES = ("parts", "labour", "travel", "service", "freight", "training")


@cache
def plan(number: str) -> Plan:
    """The plan of this number, read and checked without a single remark."""
    [file] = PLANS.glob(f"{number}-*.yaml")
    reading = check_text(file.read_bytes(), file.name, clauses())
    assert [fault.located("en") for fault in reading.faults] == []
    assert reading.plan is not None
    return reading.plan


def plan_of(clause: str) -> Plan:
    """The plan a clause belongs to."""
    return plan(clause[:3].lower())


def time_of(promise: Promise) -> str | dict[str, str]:
    """The time of a promise as its author wrote it."""
    if isinstance(promise.within, dict):
        return {name: str(length) for name, length in promise.within.items()}
    if promise.by:
        return f"{promise.nth} {promise.by}"
    return f"{promise.ahead} before {promise.within}" if promise.ahead else str(promise.within)


def rhythm_of(schedule: Schedule) -> str:
    """How often a schedule comes back."""
    if schedule.every:
        return f"every {schedule.every}"
    return f"once {schedule.once}" if schedule.once else f"{schedule.by} before {schedule.before}"


def prices_of(charge: Charge) -> dict[str, str]:
    """What a charge says of each line; a rate as `cap 10 CNY/h`."""
    said = {line: getattr(charge, line) for line in PRICES if getattr(charge, line)}
    return {
        line: f"{price.is_} {price.rate}" if isinstance(price, Rate) else price
        for line, price in said.items()
    }


def named(entries: list[Entry], name: str) -> Entry:
    """The one entry of a list section with this name."""
    [entry] = [entry for entry in entries if getattr(entry, "name", None) == name]
    return entry


@pytest.mark.parametrize("number", NAMES)
def test_plan_has_no_fault_and_covers_its_catalogue(number: str) -> None:
    assert plan(number).catalogue == number.upper()


PROMISES: list[tuple[str, str, str, str, str | dict[str, str]]] = [
    ("P06-17", "receipt-card", "unit.sold", "receipt_card.received", "20 days"),
    ("P06-24", "arranged-own", "case.reported", "case.arranged", "2 h"),
    ("P06-34", "deemed-sold", "stock.delivered", "stock.returned", "2 operating-season"),
    ("P06-36", "arranged", "case.forwarded", "case.arranged", "2 h"),
    ("P06-39", "arranged", "case.forwarded", "case.arranged", "2 h"),
    ("P06-40", "checked", "case.forwarded", "case.arrangement_checked", "4 h"),
    ("P06-43", "old-part", "part.replaced", "old_part.returned", "1 old-part-cut-offs"),
    ("P06-43", "repair-record", "part.replaced", "repair_record.returned", "1 old-part-cut-offs"),
    ("P06-54", "delivery-announced", "delivery.requested", "delivery.announced",
     "12 h before agreed"),
    ("P06-80", "crew-contact", "case.assigned", "case.contacted", "24 h"),
    ("P07-08", "doors-on-site", "case.reported", "visit.arrived", "2 h"),
    ("P07-40", "software-feedback", "case.reported", "case.answered", "1 h"),
    ("P07-40", "software-solved", "case.reported", "case.solved", "8 h"),
    ("P07-41", "software-solution-found", "case.reported", "case.solution_found",
     "3 working days"),
    ("P07-41", "software-complex-solved", "case.reported", "case.solved", "3 working days"),
    ("P07-45", "software-on-site", "case.reported", "visit.arrived",
     {"beijing": "2 h", "around-beijing": "12 h", "elsewhere": "48 h"}),
    ("P08-25", "on-time", "visit.agreed", "visit.arrived", "agreed"),
    ("P08-27", "follow-up", "case.solved", "case.followed_up", "3 working days"),
    ("P09-08", "heater-on-site", "case.reported", "visit.arrived", "4 h"),
    ("P09-09", "heater-fixed", "case.reported", "case.solved", "12 h"),
    ("P09-29", "heater-training", "acceptance.signed", "training.held", "2 days"),
    ("P09-34", "equipment-delivered", "delivery.requested", "delivery.made", "agreed"),
    ("P09-44", "equipment-answer", "case.reported", "case.answered", "2 h"),
    ("P09-44", "equipment-on-site", "case.reported", "visit.arrived", "12 h"),
    ("P09-46", "equipment-guidance", "case.reported", "visit.arrived", "24 h"),
    ("P10-08", "on-site", "case.reported", "visit.arrived", "2 h"),
    ("P12-08", "on-site", "case.reported", "visit.arrived", "2 h"),
    ("P13-11", "crew-contact", "case.assigned", "case.contacted", "24 h"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "name", "start", "end", "time"), PROMISES)
def test_promise_says_what_its_clause_says(
    clause: str, name: str, start: str, end: str, time: str | dict[str, str]
) -> None:
    promise = plan_of(clause).promises[name]
    assert (promise.from_, promise.until[-1], time_of(promise)) == (start, end, time)
    assert clause in promise.clauses


SCHEDULES = [
    ("P06-27", "parts-reserve", "30 days before sales-season", "reserve_plan.submitted"),
    ("P08-48", "weekly-telephone", "every 1 week", "report.delivered"),
    ("P08-48", "weekly-enquiries", "every 1 week", "report.delivered"),
    ("P08-48", "weekly-demands", "every 1 week", "report.delivered"),
    ("P08-52", "monthly-collation", "every 1 month", "report.delivered"),
    ("P08-53", "monthly-recurrence", "every 1 month", "report.delivered"),
    ("P08-53", "quarterly-recurrence", "every 3 months", "report.delivered"),
    ("P08-53", "yearly-recurrence", "every 1 year", "report.delivered"),
    ("P09-19", "heater-services", "every 6 months", "maintenance.done"),
    ("P09-49", "equipment-trainings", "every 6 months", "training.held"),
]


@pytest.mark.parametrize(("clause", "name", "rhythm", "end"), SCHEDULES)
def test_schedule_comes_back_as_its_clause_says(
    clause: str, name: str, rhythm: str, end: str
) -> None:
    schedule = plan_of(clause).schedules[name]
    assert (rhythm_of(schedule), schedule.until) == (rhythm, [end])
    assert clause in schedule.clauses


LEFT_BLANK = [
    ("P06-37", ("promises", "urgent-arranged", "within")),
    ("P06-43", ("dates", "old-part-cut-offs", "dates")),
    ("P08-10", ("promises", "web-answer", "within")),
    ("P08-12", ("promises", "on-site", "within")),
    ("P08-17", ("promises", "handled", "within")),
    ("P08-37", ("remedies", 2, "within")),
]


@pytest.mark.parametrize(("clause", "path"), LEFT_BLANK)
def test_what_the_source_left_blank_is_a_labelled_default(
    clause: str, path: tuple[str | int, ...]
) -> None:
    assert plan_of(clause).is_default(*path)


def test_urgent_target_is_shorter_than_the_ordinary_one() -> None:
    promises = plan("p06").promises
    assert time_of(promises["urgent-arranged"]) == "1 h"
    assert time_of(promises["urgent-reported"]) == "15 min"


@pytest.mark.parametrize(
    ("clause", "name", "length", "starts"),
    [
        ("P07-05", "doors", "2 years", "acceptance.signed"),
        ("P07-32", "software-upkeep", "12 months", "acceptance.signed"),
        ("P07-34", "wrong-operation", "12 months", "acceptance.signed"),
        ("P09-12", "main-unit", "3 years", "acceptance.signed"),
        ("P09-13", "piping-and-electrics", "1 year", "acceptance.signed"),
        ("P10-05", "doors", "2 years", "acceptance.signed"),
        ("P12-05", "doors", "2 years", "acceptance.signed"),
    ],
)
def test_warranty_term_is_as_long_as_its_clause_says(
    clause: str, name: str, length: str, starts: str
) -> None:
    term = named(plan_of(clause).warranty, name)
    assert (str(term.length), term.starts) == (length, starts)
    assert clause in term.clauses


@pytest.mark.parametrize("number", ["p06", "p13"])
def test_missing_warranty_slip_falls_back_to_completion(number: str) -> None:
    assert named(plan(number).warranty, "decoration").missing_papers == "project.completed"


def test_heater_parts_are_under_their_own_terms() -> None:
    terms = {t.name: t.covers.component for t in plan("p09").warranty}
    assert terms["main-unit"] == ["tank", "collector", "bracket"]
    assert terms["piping-and-electrics"] == ["piping", "electrical"]


def test_repair_is_for_life_and_genuine_parts_for_the_design_life() -> None:
    after = {entry.name: (entry.length, entry.remedies) for entry in plan("p09").after_expiry}
    assert after == {
        "repair-for-life": ("lifetime", ["repair"]),
        "genuine-parts": ("design life", ["supply-parts"]),
    }


CHARGES: list[tuple[str, str, dict[str, str], str]] = [
    ("P06-14", "dealer-parts", {"parts": "list"}, "dealer"),
    ("P06-21", "machinery-paid", {"labour": "cost", "travel": "cost"}, "customer"),
    ("P06-31", "stock-return-quality", {"freight": "cost"}, "company"),
    ("P06-32", "stock-return-parts-removed", {"labour": "cost", "freight": "cost"}, "dealer"),
    ("P06-33", "stock-return-unsold", {"freight": "cost"}, "dealer"),
    ("P06-90", "decoration-cost", {"parts": "cost", "labour": "cost"}, "customer"),
    ("P07-14", "doors-after-warranty", {"parts": "cost", "labour": "cap 10 CNY/h"}, "customer"),
    ("P07-38", "customisation", {"service": "agreed"}, "customer"),
    ("P08-41", "training", {"training": "list"}, "customer"),
    ("P09-16", "heaters-expired", {"parts": "cost", "labour": "list"}, "customer"),
    ("P09-27", "heaters-excluded", {"parts": "by class", "labour": "list"}, "customer"),
    ("P09-38", "equipment-expired",
     {"parts": "cost", "labour": "free", "travel": "free", "service": "free"}, "customer"),
    ("P10-14", "after-warranty", {"parts": "cost", "labour": "cap 10 CNY/h"}, "customer"),
    ("P12-14", "after-warranty", {"parts": "cost", "labour": "cap 10 CNY/h"}, "customer"),
    ("P13-21", "decoration-cost", {"parts": "cost", "labour": "cost"}, "customer"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "name", "prices", "payer"), CHARGES)
def test_charge_says_who_pays_what(
    clause: str, name: str, prices: dict[str, str], payer: str
) -> None:
    charge = named(plan_of(clause).fees.charges, name)
    assert (prices_of(charge), charge.payer) == (prices, payer)
    assert clause in charge.clauses


def test_dealer_pays_parts_first_and_claims_are_set_off() -> None:
    charges = plan("p06").fees.charges
    settled = {charge.name: charge.settle for charge in charges if charge.payer != "customer"}
    assert settled["dealer-parts"] == "in advance"
    assert settled["dealer-claim"] == "by deduction"


def test_only_the_first_training_is_free() -> None:
    assert named(plan("p08").fees.charges, "training").first_free == 1


def test_paid_heater_work_needs_the_standard_shown_consent_and_a_receipt() -> None:
    paying = plan("p09").fees.paying
    assert (paying.show_standard, paying.consent, paying.receipt) == (True, "before work", "always")


def test_price_questions_on_the_phone_go_to_sales() -> None:
    assert plan("p08").fees.paying.phone_price == "route to sales"


def test_heater_parts_have_two_price_classes() -> None:
    sources = {source.part_class: source.price for source in plan("p09").fees.price_sources}
    assert sources == {"ordinary": "market", "solar-special": "list"}


def test_four_kinds_of_heater_damage_are_excluded() -> None:
    assert {e.name: e.cause for e in plan("p09").exclusions} == {
        "dismantled": ["own-dismantling", "unappointed-repair"],
        "misused": ["storage", "user", "wrong-operation"],
        "past-its-own-term": [],
        "force-majeure": ["force-majeure"],
    }


def test_hospital_gets_advice_only_for_three_causes_and_cover_for_slips() -> None:
    [advice] = plan("p07").advice_only
    assert advice.cause == ["operating-system", "virus", "procedure-violation"]
    assert named(plan("p07").warranty, "wrong-operation").covers.cause == ["wrong-operation"]


def test_third_failed_repair_brings_a_new_unit() -> None:
    remedy = named(plan("p09").remedies, "three-failed-repairs")
    assert (remedy.same_fault_repaired, remedy.offer) == (3, ["new-unit"])


@pytest.mark.parametrize("number", ["p07", "p10", "p12"])
def test_project_manager_is_reconsidered_below_half(number: str) -> None:
    [figure] = plan(number).satisfaction
    assert (figure.of, figure.below) == ("project-manager", "50%")
    assert figure.then == ["propose replacing project-manager"]


@pytest.mark.parametrize("name", ["receipt-card", "old-part", "repair-record"])
def test_dealer_who_is_late_loses_the_claim_and_not_the_user(name: str) -> None:
    promise = plan("p06").promises[name]
    assert (promise.who, promise.if_late[0]) == ("dealer", "block claims")


def test_unarranged_job_reaches_the_leaders_four_hours_after_forwarding() -> None:
    promises = plan("p06").promises
    *_, step = promises["arranged"].if_late
    assert not isinstance(step, str)
    assert (str(step.after), step.do) == ("2 h", ["report to leaders"])
    assert promises["checked"].if_late == ["report to leaders"]


@pytest.mark.parametrize("number", NAMES)
def test_no_pause_ever_holds_a_reply_back(number: str) -> None:
    promises = plan(number).promises.values()
    paused = [p.title for p in promises if "case.answered" in p.until and p.pause_while]
    assert paused == []


def substance(of: Plan, service: str | None) -> list[tuple[object, ...]]:
    """Promises, terms, exclusions and charges of one service, without names, words and clauses."""
    charges = [c for c in of.fees.charges if c.when.get("service", [service]) == [service]]
    return [
        *((p.from_, p.until, time_of(p), p.pause_while, p.if_late, p.who)
          for p in of.promises.values() if p.when.get("service", [service]) == [service]),
        *((s.from_, s.until, rhythm_of(s), s.during)
          for s in of.schedules.values() if s.when.get("service", [service]) == [service]),
        *((t.length, t.starts, t.starts_otherwise, t.missing_papers, t.remedies)
          for t in of.warranty if t.covers.service in ([], [service])),
        *((e.cause, e.then) for e in [*of.exclusions, *of.advice_only]
          if e.when.get("service", [service]) == [service]),
        *((prices_of(c), c.payer, c.settle) for c in charges),
    ]  # fmt: skip


def test_sister_plans_of_the_door_makers_promise_the_same() -> None:
    doors = substance(plan("p07"), "doors")
    assert len(doors) == 7
    assert substance(plan("p10"), None) == doors
    assert substance(plan("p12"), None) == doors


def test_sister_plans_of_the_decorators_promise_the_same() -> None:
    decoration = substance(plan("p06"), "decoration")
    assert len(decoration) == 6
    assert substance(plan("p13"), None) == decoration
