"""What must hold for every plan, every history and every set of rules of law."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.coverage.rules import days, question, verdict
from aftercare.coverage.rules.history import History
from aftercare.coverage.rules.ladder import ladder
from aftercare.coverage.rules.outcome import RANK
from aftercare.coverage.rules.question import Component, Question, Setting
from aftercare.coverage.rules.repairs import Repair, Wait
from aftercare.coverage.rules.terms import Milestone
from aftercare.coverage.rules.verdict import Verdict, judge
from aftercare.coverage.tests.rules.making import SHANGHAI, floor, law, plan
from aftercare.plans.language.document import Plan, Remedy

ChangeKind = Literal["void", "shorten", "extend", "restart"]
COMPONENTS = ("tank", "pump")
CAUSES = ("product", "supplier", "installation", "user", "wear", "virus", "abnormal-life")
EVENTS = ("acceptance.signed", "acceptance.passed", "delivery.made", "invoice.issued",
          "installation.finished", "ownership.changed", "appraisal.issued")  # fmt: skip
LENGTHS = ("10 days", "6 months", "1 year", "3 years", "lifetime", "design life")
COVERED = {"yes": 0, "undetermined": 1, "advice": 2, "no": 3}
DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))
EXAMPLES = settings(max_examples=20, deadline=None)


def some(words: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=least, unique=True)


def named(sections: st.SearchStrategy[dict[str, Any]], most: int) -> Any:
    """Several sections, each with a name of its own."""
    return st.lists(sections, max_size=most).map(
        lambda listed: [told | {"name": f"n{n}"} for n, told in enumerate(listed)]
    )


TERMS = st.fixed_dictionaries(
    {
        "length": st.sampled_from(LENGTHS),
        "starts": st.sampled_from(EVENTS[:5]),
        "starts_otherwise": some(EVENTS[:5]),
        "covers": st.fixed_dictionaries(
            {
                "component": some(COMPONENTS),
                "cause": some(CAUSES),
                "lines": some(("parts", "labour", "travel"), least=1),
            }
        ),
    }
)
EXCLUSIONS = st.fixed_dictionaries(
    {
        "cause": some(CAUSES, least=1),
        "when": st.sampled_from([{}, {"component": ["tank"]}, {"condition": ["unsold"]}]),
        "then": st.sampled_from(["charged", "advice only", "owner bears the loss", "not served"]),
    }
)
CHARGES = st.fixed_dictionaries(
    {
        "when": st.sampled_from(
            [{"covered": ["no"]}, {"covered": ["yes"]}, {"cause": ["user"]}, {"needs": ["visit"]}]
        ),
        "parts": st.sampled_from([None, "free", "cost", "list"]),
        "labour": st.sampled_from([None, "free", "cost", {"rate": "10 CNY/h", "is": "cap"}]),
        "travel": st.sampled_from([None, "cost", "agreed"]),
    }
)
AFTERWARDS = st.fixed_dictionaries(
    {
        "needs": st.sampled_from([None, "appraisal.issued"]),
        "covers": st.fixed_dictionaries({"cause": some(("abnormal-life",))}),
    }
)


@st.composite
def plans(draw: st.DrawFn) -> Plan | None:
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    return plan(
        warranty=draw(named(TERMS, 3)),
        exclusions=draw(named(EXCLUSIONS, 2)),
        advice_only=draw(named(EXCLUSIONS, 1)),
        after_expiry=draw(named(AFTERWARDS, 2)),
        fees={"charges": draw(named(CHARGES, 2))},
        floors=draw(some(("CN-test", "CN-three-guarantees", "CN-consumer"))),
    )


@st.composite
def milestones(draw: st.DrawFn) -> Milestone:
    happened = days.end_of(draw(DAYS), SHANGHAI) - timedelta(hours=9)
    signed = frozenset(draw(some(("provider", "customer"))))
    return Milestone(draw(st.sampled_from(EVENTS)), happened, happened, signed)


@st.composite
def past_repairs(draw: st.DrawFn, number: str = "R") -> Repair:
    begins = days.end_of(draw(DAYS), SHANGHAI)
    ends = begins + timedelta(hours=draw(st.integers(1, 900)))
    waited = Wait(draw(st.sampled_from(["parts", "appraisal", "customer"])), begins, ends)
    return Repair(
        f"{number}{draw(st.integers(0, 10**6))}",
        begins,
        draw(st.sampled_from([None, ends])),
        "leak",
        draw(st.sampled_from([None, *COMPONENTS])),
        draw(st.sampled_from(["product", "user", "unknown"])),
        draw(st.sampled_from([(), (waited,)])),
        draw(st.sampled_from([None, "part", "unit"])),
    )


@st.composite
def changes(draw: st.DrawFn) -> question.Change:
    kinds: tuple[ChangeKind, ...] = ("void", "shorten", "extend", "restart")
    return question.Change(draw(st.sampled_from(kinds)), draw(DAYS), "why", draw(DAYS))


FLOOR_KINDS: list[dict[str, Any]] = [
    {"kind": "period"},
    {"kind": "period", "lines": ["parts"]},
    {"kind": "counting", "counting": {"suspended_by": ["repair"], "restarted_by": ["repair"]}},
    {"kind": "counting", "counting": {"begins_later": ["installation.finished"]}},
    {"kind": "burden"},
    {"kind": "burden", "clock": None, "trigger": {"in_warranty": True}},
    {"kind": "bar", "bars": {"causes": ["user", "virus"], "grounds": ["papers-lost"]}},
]


@st.composite
def made_floors(draw: st.DrawFn) -> Any:
    verified = draw(st.booleans())
    length, event = draw(st.sampled_from(LENGTHS)), draw(st.sampled_from(EVENTS[:5]))
    told = {
        "id": f"TEST-{draw(st.integers(1, 10**6))}",
        "clock": {"from": [event], "length": "1 year" if length == "lifetime" else length},
        "causes": draw(some(CAUSES, least=1)),
        "applies_to": draw(st.sampled_from([{}, {"component": "main"}, {"channel": "network"}])),
        "mandatory": draw(st.sampled_from(["floor", "default"])),
        "confidence": "V1" if verified else "V3",
        "status": "verified" if verified else "unverified",
    }
    return floor(**(told | draw(st.sampled_from(FLOOR_KINDS))))


ANY_FLOOR = st.one_of(made_floors(), st.sampled_from(law()))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    cause = draw(st.sampled_from([None, *CAUSES]))
    listed = tuple(
        Component(name, draw(st.sampled_from([frozenset(), frozenset({"main"})])))
        for name in draw(some(COMPONENTS))
    )
    return Question(
        on=draw(DAYS),
        setting=Setting(
            product_class=draw(
                st.sampled_from(["", "farm.tractor.small", "household.tv.colour", "car.household"])
            ),
            customer_class=draw(st.sampled_from(["consumer", "business", "farmer"])),
            jurisdictions=draw(st.sampled_from([("CN",), ("CN", "CN-ZJ")])),
            channel=draw(st.sampled_from([None, "network", "shop"])),
        ),
        plan=draw(plans()),
        floors=tuple(draw(st.lists(ANY_FLOOR, max_size=3, unique_by=lambda one: one.id))),
        levels=tuple(tuple(draw(st.lists(milestones(), max_size=3))) for _ in range(2)),
        components=listed,
        asked=draw(st.sampled_from([(), ("tank",), ("tank", "pump")])),
        facts={"cause": cause} if cause else {},
        repairs=tuple(draw(st.lists(past_repairs(), max_size=3))),
        changes=tuple(draw(st.lists(changes(), max_size=2))),
        km=draw(st.sampled_from([None, 10, 10**6])),
    )


def ranks(found: Verdict) -> list[int]:
    return [COVERED[found.covered], *(RANK[line.code] for line in found.lines)]


def no_worse(one: Verdict, other: Verdict) -> bool:
    return all(first <= second for first, second in zip(ranks(one), ranks(other), strict=True))


@EXAMPLES
@given(questions(), ANY_FLOOR)
def test_another_rule_of_law_never_makes_it_worse_for_the_customer(
    asked: Question, another: Any
) -> None:
    before = judge(asked)
    after = judge(replace(asked, floors=(*asked.floors, another)))
    assert no_worse(after, before)


@EXAMPLES
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_known_does_not_matter(asked: Question, chance: Any) -> None:
    def mixed(items: Any) -> Any:
        items = list(items)
        chance.shuffle(items)
        return items

    document = asked.plan
    if document is not None:
        shuffled = {name: mixed(getattr(document, name)) for name in (
            "warranty", "exclusions", "advice_only", "after_expiry")}  # fmt: skip
        document = document.model_copy(update=shuffled)
    other = replace(
        asked,
        plan=document,
        floors=tuple(mixed(asked.floors)),
        levels=tuple(tuple(mixed(level)) for level in asked.levels),
        repairs=tuple(mixed(asked.repairs)),
        changes=tuple(mixed(asked.changes)),
        components=tuple(mixed(asked.components)),
    )
    assert judge(other) == judge(asked)


@EXAMPLES
@given(questions())
def test_an_unverified_rule_is_never_a_ground_for_refusing(asked: Question) -> None:
    verified = {one.id for one in asked.floors if one.verified}
    found = judge(asked)
    if found.covered in ("no", "advice"):
        for told in found.reasons:
            if told.code not in ("confirm-first", "lengthened", "restarted", "counted-later"):
                assert set(told.law) <= verified, told
    trusted = tuple(one for one in asked.floors if one.verified)
    assert no_worse(found, judge(replace(asked, floors=trusted)))


@EXAMPLES
@given(questions())
def test_a_verdict_can_be_frozen_and_told_in_both_languages(asked: Question) -> None:
    found = judge(asked)
    assert Verdict.from_json(found.to_json()) == found
    for told in (*found.reasons, *(line.reason for line in found.lines)):
        assert "{" not in told.text("zh-hans") + told.text("en")
        assert "None" not in told.text("zh-hans") + told.text("en"), told


@EXAMPLES
@given(questions())
def test_what_is_not_known_is_said_to_be_needed_or_to_decide(asked: Question) -> None:
    found = judge(asked)
    if any(line.code == "unknown-yet" for line in found.lines):
        assert found.needs or found.branches or "confirm-first" in {r.code for r in found.reasons}


@EXAMPLES
@given(DAYS, st.sampled_from(LENGTHS[:4]), st.integers(0, 40))
def test_the_last_day_is_inside_and_the_next_outside(start: date, length: str, later: int) -> None:
    noon = days.end_of(start, SHANGHAI) - timedelta(hours=12)
    asked = Question(
        on=start,
        plan=plan(warranty=[{"name": "t", "length": length, "starts": "delivery.made"}]),
        levels=((Milestone("delivery.made", noon, noon),),),
        facts={"cause": "product"},
    )
    ends_on = judge(asked).in_force[0].ends_on
    assert ends_on is not None
    assert judge(replace(asked, on=ends_on)).covered == "yes"
    assert judge(replace(asked, on=ends_on + timedelta(days=1 + later))).covered == "no"


REMEDIES = named(
    st.fixed_dictionaries(
        {
            "same_fault_repaired": st.sampled_from([None, 1, 2, 3]),
            "repair_days": st.sampled_from([None, 5, 30]),
            "during": st.sampled_from(["warranty", "always"]),
            "offer": some(("new-unit", "refund", "replace-part"), least=1),
        }
    ),
    3,
).map(lambda listed: [Remedy.model_validate(told) for told in listed])


@EXAMPLES
@given(REMEDIES, st.lists(past_repairs("A"), max_size=3), past_repairs("B"), st.data())
def test_one_more_failed_repair_never_takes_a_choice_away(
    remedies: list[Remedy], before: list[Repair], more: Repair, data: st.DataObject
) -> None:
    kept = [replace(one, replaced=None) for one in before]
    history = History(
        setting=Setting(
            product_class=data.draw(st.sampled_from(["household.tv.colour", "car.household"])),
            customer_class="consumer",
        ),
        facts={"component": "tank", "fault": "leak", "cause": "product"},
        in_warranty=data.draw(st.sampled_from([True, False, None])),
        fault_class=data.draw(st.sampled_from([None, "serious", "ordinary"])),
        repairs=tuple(kept),
    )
    on = date(2026, 12, 31)
    fewer = ladder(history, remedies, law(), on)
    again = replace(history, repairs=(*kept, replace(more, replaced=None)))
    assert {o.name for o in fewer.offers} <= {
        o.name for o in ladder(again, remedies, law(), on).offers
    }


@pytest.mark.parametrize("code", sorted(RANK))
def test_every_code_has_its_place_between_best_and_worst(code: str) -> None:
    assert code in verdict.Line.model_fields["code"].annotation.__args__  # type: ignore[union-attr]
