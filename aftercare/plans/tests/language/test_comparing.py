"""What changed between two versions of a plan, and which way it binds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.plans.language.comparing import Change, Kind, compare
from aftercare.plans.language.document import Plan
from aftercare.plans.language.strictness import Effect
from aftercare.plans.language.wording import difference
from aftercare.plans.tests.language.samples import plan
from aftercare.plans.tests.language.strategies import plans

BASE = """\
components: {tank: {zh: 水箱, en: tank}}
zones:
  city: {title: {zh: 市区, en: City}, places: [北京市]}
  rest-of-it: {title: {zh: 其他, en: Elsewhere}}
calendars: {office: {open: {mon-fri: ["08:30-17:00"]}}}
promises:
  fix:
    title: {zh: 按时修复, en: Repaired in time}
    from: case.reported
    until: case.solved
    when: {needs: visit}
    within: {city: 4 h, rest-of-it: 2 days}
    calendar: office
    pause_while: [customer, access]
    if_late: [notify manager]
    clauses: [P01-06]
schedules:
  visits: {kind: visit, every: 6 months, from: agreement.signed, until: return_visit.done}
warranty:
  - {name: unit, length: 2 years, starts: acceptance.signed, remedies: [repair]}
exclusions:
  - {name: misuse, cause: [user, virus]}
remedies:
  - {name: new-unit, same_fault_repaired: 3, offer: new-unit}
fees:
  charges:
    - {name: covered, when: {covered: yes}, parts: free}
    - {name: other, parts: cost}
records:
  - {name: repairs, keep: 5 years, from: case.closed}
"""


def changes(old: str, new: str) -> list[tuple[str, Kind, Effect | None]]:
    assert old in BASE
    found = compare(plan(BASE), plan(BASE.replace(old, new)))
    return [(".".join(change.path), change.kind, change.effect) for change in found]


STRICTER, LOOSER = Effect.STRICTER, Effect.LOOSER


@pytest.mark.parametrize(
    ("old", "new", "path", "effect"),
    [
        ("city: 4 h", "city: 2 h", "promises.fix.within.city", STRICTER),
        ("city: 4 h", "city: 5 h", "promises.fix.within.city", LOOSER),
        ("2 days", "2 working days", "promises.fix.within.rest-of-it", None),
        ("every: 6 months", "every: 1 year", "schedules.visits.every", LOOSER),
        ("length: 2 years", "length: 30 months", "warranty.unit.length", STRICTER),
        ("length: 2 years", "length: lifetime", "warranty.unit.length", STRICTER),
        ("length: 2 years", "length: design life", "warranty.unit.length", None),
        ("keep: 5 years", "keep: 3 years", "records.repairs.keep", LOOSER),
        ("[customer, access]", "[customer]", "promises.fix.pause_while", STRICTER),
        ("[customer, access]", "[customer, parts]", "promises.fix.pause_while", None),
        ("[notify manager]", "[notify manager, block claims]", "promises.fix.if_late", STRICTER),
        ("[user, virus]", "[user, virus, storage]", "exclusions.misuse.cause", LOOSER),
        ("same_fault_repaired: 3", "same_fault_repaired: 2",
         "remedies.new-unit.same_fault_repaired", STRICTER),
        ("{needs: visit}", "{needs: [visit, workshop]}", "promises.fix.when", STRICTER),
        ("{needs: visit}", "{needs: visit, urgency: urgent}", "promises.fix.when", LOOSER),
        ("{needs: visit}", "{urgency: urgent}", "promises.fix.when", None),
        ("calendar: office", "calendar: always", "promises.fix.calendar", STRICTER),
        ("starts: acceptance.signed", "starts: invoice.issued", "warranty.unit.starts", None),
        ("parts: cost", "parts: market", "fees.charges.other.parts", None),
        ("clauses: [P01-06]", "clauses: [P01-05]", "promises.fix.clauses", None),
    ],
)  # fmt: skip
def test_a_change_is_found_and_judged(old: str, new: str, path: str, effect: Effect | None) -> None:
    assert changes(old, new) == [(path, Kind.CHANGED, effect)]


def test_entries_that_come_and_go() -> None:
    without = BASE.replace("exclusions:\n  - {name: misuse, cause: [user, virus]}\n", "")
    assert [
        (change.path, change.kind, change.effect) for change in compare(plan(BASE), plan(without))
    ] == [(("exclusions", "misuse"), Kind.REMOVED, STRICTER)]
    assert [
        (change.path, change.kind, change.effect) for change in compare(plan(without), plan(BASE))
    ] == [(("exclusions", "misuse"), Kind.ADDED, LOOSER)]


def test_the_order_of_charges_is_part_of_the_plan() -> None:
    first, second = (
        "    - {name: covered, when: {covered: yes}, parts: free}\n",
        "    - {name: other, parts: cost}\n",
    )
    assert compare(plan(BASE), plan(BASE.replace(first + second, second + first))) == [
        Change(("fees", "charges", "order"), Kind.CHANGED, ["covered", "other"],
               ["other", "covered"]),
    ]  # fmt: skip


def test_the_order_of_other_entries_is_not() -> None:
    turned = BASE.replace("[user, virus]", "[virus, user]")
    assert [change.effect for change in compare(plan(BASE), plan(turned))] == [None]


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (
            "city: 4 h",
            "city: 2 h",
            "时限承诺“按时修复”，时限（市区）：由“4小时”改为“2小时”（更严格）。",
            "Promise 'Repaired in time', time (City): from '4 hours' to '2 hours' (stricter).",
        ),
        (
            "starts: acceptance.signed",
            "starts: invoice.issued",
            "保修条款“unit”，起算：由“验收合格且双方签署验收报告”改为“开具发票”。",
            "Warranty term 'unit', start: from 'the acceptance report signed by both parties'"
            " to 'the invoice'.",
        ),
        (
            "    - {name: other, parts: cost}\n",
            "",
            "删去收费规则“other”：配件按成本价。",
            "Removed: charge 'other': Parts at cost.",
        ),
        (
            "records:\n",
            "contacts: [{role: agent}]\nrecords:\n",
            "新增联系人“客服”：客服（更严格）。",
            "Added: contact 'desk agent': desk agent (stricter).",
        ),
        (
            "{needs: visit}",
            "{}",
            "删去时限承诺“按时修复”，适用情形：需上门（更严格）。",
            "Removed: promise 'Repaired in time', applies to: when handled by a visit (stricter).",
        ),
        (
            "if_late: [notify manager]",
            "if_late: [{after: 2 h, do: report to leaders}]",
            "时限承诺“按时修复”，逾期措施：由“通知主管”改为“再过2小时，报告公司领导”。",
            "Promise 'Repaired in time', if late: from 'notify the manager'"
            " to '2 hours later, report to the company leaders'.",
        ),
    ],
)
def test_a_change_reads_as_a_sentence(old: str, new: str, zh: str, en: str) -> None:
    before, after = plan(BASE), plan(BASE.replace(old, new))
    assert [row.text for row in difference(before, after, "zh")] == [zh]
    assert [row.text for row in difference(before, after, "en")] == [en]


@settings(max_examples=50, deadline=None)
@given(plans())
def test_a_plan_does_not_differ_from_itself(made: Plan) -> None:
    assert compare(made, made.model_copy(deep=True)) == []


@settings(max_examples=50, deadline=None)
@given(plans(), plans(), st.sampled_from(["zh", "en"]))
def test_any_two_plans_can_be_compared_and_the_way_back_is_the_opposite(
    old: Plan, new: Plan, language: str
) -> None:
    there, back = compare(old, new), compare(new, old)
    assert (there == []) == (old == new)
    turned = {STRICTER: LOOSER, LOOSER: STRICTER, None: None}
    assert {(c.path, c.effect) for c in there} == {(c.path, turned[c.effect]) for c in back}
    for row in difference(old, new, language):
        assert row.text.endswith(("。", ".", "！", "？", "!", "?"))
