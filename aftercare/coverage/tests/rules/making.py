"""Short ways to write a plan, a paper, a repair and a question for these tests."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from aftercare.coverage.floors import loader
from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules import days, question, terms, verdict
from aftercare.coverage.rules.repairs import Repair, Wait
from aftercare.plans.language import reading
from aftercare.plans.language.document import Plan, Term

SHANGHAI = days.SHANGHAI
BOTH = frozenset({"provider", "customer"})
PLANS = Path(__file__).parents[4] / "plans"


def at(text: str) -> datetime:
    """A moment in Shanghai: `2026-03-01` is its noon, `2026-03-01 08:30` is exact."""
    moment = datetime.fromisoformat(text if " " in text else f"{text} 12:00")
    return moment.replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)


def paper(kind: str, on: str, *, signed: frozenset[str] = BOTH, recorded: str | None = None) -> Any:
    return terms.Milestone(kind, at(on), at(recorded or on), signed)


def plan(**sections: Any) -> Plan:
    """A plan with the given sections and nothing else."""
    named = {"plan": "test", "title": {"zh": "测试", "en": "Test"}, "catalogue": "P09"}
    return Plan.model_validate(named | sections)


def term(name: str = "unit", **told: Any) -> dict[str, Any]:
    return {"name": name, "length": "1 year", "starts": "acceptance.signed"} | told


def as_term(**told: Any) -> Term:
    return Term.model_validate(term(**told))


TRACTOR = question.Setting(product_class="farm.tractor.small", customer_class="farmer")
TELEVISION = question.Setting(product_class="household.tv.colour", customer_class="consumer")
CAR = question.Setting(product_class="car.household", customer_class="consumer")
SOLD = [paper("invoice.issued", "2024-05-06")]
SIX_MONTHS = plan(
    warranty=[term(length="6 months", starts="invoice.issued")],
    fees={"charges": [{"name": "out", "when": {"covered": "no"}, "parts": "cost"}]},
)

HEATER = plan(
    components={
        name: {"zh": name, "en": name} for name in ("tank", "collector", "piping", "electrical")
    },
    warranty=[
        term(
            "main-unit",
            covers={"component": ["tank", "collector"]},
            length="3 years",
            starts_otherwise=["invoice.issued"],
            remedies=["repair", "replace"],
            clauses=["P09-12"],
        ),
        term("electrics", covers={"component": ["piping", "electrical"]}, clauses=["P09-13"]),
    ],
    exclusions=[
        {"name": "misuse", "cause": ["user", "storage"], "then": "charged", "clauses": ["P09-24"]}
    ],
    fees={
        "charges": [
            {"name": "in", "when": {"covered": "yes"}, "parts": "free", "labour": "free"},
            {"name": "out", "when": {"covered": "no"}, "parts": "cost", "labour": "list"},
        ]
    },
)


@cache
def shipped(name: str) -> Plan:
    """A plan as it is shipped, by the beginning of its file name."""
    path = next(PLANS.glob(f"{name}*.yaml"))
    found = reading.read_plan(path.read_text(encoding="utf-8"), path.name).plan
    assert found is not None
    return found


def law(*ids: str) -> tuple[Floor, ...]:
    """Rules of law by their ids; all of them without an id."""
    found = loader.book().rules
    return tuple(floor for floor in found if floor.id in ids) if ids else found


def floor(**told: Any) -> Floor:
    """A rule of law made for a test: a period of one year from delivery for every product."""
    usual: dict[str, Any] = {
        "id": "TEST-1",
        "set": "CN-test",
        "instrument": {
            "key": "test",
            "title": {"zh": "测试规定", "en": "Test order"},
            "number": "1",
            "effective_from": date(2000, 1, 1),
        },
        "article": "1",
        "says": {"zh": "保修一年。", "en": "One year."},
        "kind": "period",
        "clock": {"from": "delivery.made", "length": "1 year"},
        "causes": ["product", "supplier"],
        "confidence": "V1",
        "status": "verified",
        "source": "test",
    }
    return Floor.model_validate(usual | told)


def ask(**told: Any) -> verdict.Verdict:
    """Judge a question; a cause is a fact like any other."""
    facts = dict(told.pop("facts", {}))
    if "cause" in told:
        facts["cause"] = told.pop("cause")
    papers = told.pop("papers", ())
    levels = told.pop("levels", (tuple(papers),))
    on = told.pop("on")
    return verdict.judge(question.Question(on=day(on), facts=facts, levels=levels, **told))


def repair(number: str, begins: str, ends: str | None = None, **told: Any) -> Repair:
    usual: dict[str, Any] = {"fault": "leak", "component": "tank", "cause": "product"} | told
    return Repair(number, at(begins), at(ends) if ends else None, **usual)


def wait(reason: str, begins: str, ends: str | None = None) -> Wait:
    return Wait(reason, at(begins), at(ends) if ends else None)


def codes(found: verdict.Verdict, component: str | None = None) -> tuple[str, str, str]:
    """Parts, labour, travel."""
    parts, labour, travel = (found.code(line, component) for line in ("parts", "labour", "travel"))
    return parts, labour, travel


def reasons(found: verdict.Verdict) -> list[str]:
    return [told.code for told in found.reasons]
