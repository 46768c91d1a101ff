"""The remedy ladder: of plans, and of the law."""

from typing import Any

import pytest

from aftercare.coverage.rules.history import History
from aftercare.coverage.rules.ladder import Ladder, ladder
from aftercare.coverage.rules.question import Setting
from aftercare.coverage.tests.rules.making import day, law, paper, repair, wait
from aftercare.plans.language.document import Remedy

LEAK = {"component": "tank", "fault": "leak", "cause": "product"}
THREE = Remedy.model_validate(
    {
        "name": "three",
        "same_fault_repaired": 3,
        "offer": "new-unit",
        "clauses": ["P09-36"],
    }
)
TRACTOR = Setting(product_class="farm.tractor.small", customer_class="farmer")
TELEVISION = Setting(product_class="household.tv.colour", customer_class="consumer")
CAR = Setting(product_class="car.household", customer_class="consumer")
NAMES = ("R1", "R2", "R3", "R4", "R5")


def failed(count: int, **told: Any) -> tuple[Any, ...]:
    """So many finished repairs of the leak, one a month from January 2026."""
    return tuple(
        repair(NAMES[n], f"2026-0{n + 1}-05 08:00", f"2026-0{n + 1}-06 08:00", **told)
        for n in range(count)
    )


def climb(history: History, *ids: str, remedies: tuple[Remedy, ...] = (), on: str) -> Ladder:
    return ladder(history, remedies, law(*ids) if ids else (), day(on))


def past(**told: Any) -> History:
    usual: dict[str, Any] = {"facts": LEAK, "in_warranty": True}
    return History(**(usual | told))


@pytest.mark.parametrize(("count", "missing"), [(0, 3), (1, 2), (2, 1)])
def test_before_the_third_failed_repair_the_new_unit_is_next(count: int, missing: int) -> None:
    found = climb(past(repairs=failed(count)), remedies=(THREE,), on="2026-06-01")
    assert found.offers == ()
    assert [(rung.offers, rung.short_of, rung.missing) for rung in found.ahead] == [
        (("new-unit",), "repairs", missing)
    ]


def test_after_the_third_failed_repair_the_customer_may_have_a_new_unit() -> None:
    found = climb(past(repairs=failed(3)), remedies=(THREE,), on="2026-06-01")
    (offer,) = found.offers
    assert (offer.offers, offer.clauses, offer.free) == (("new-unit",), ("P09-36",), True)
    assert offer.reasons[0].params == {"count": 3, "needed": 3}
    assert (found.same_fault_repaired, found.repairs) == (3, ("R1", "R2", "R3"))


def test_a_repair_that_still_runs_has_not_failed_yet() -> None:
    running = (*failed(2), repair("R3", "2026-05-05"))
    found = climb(past(repairs=running), remedies=(THREE,), on="2026-06-01")
    assert (found.choices, found.ahead[0].missing) == (frozenset(), 1)


def test_a_different_fault_has_its_own_chain() -> None:
    mixed = (*failed(2), repair("R3", "2026-05-05", "2026-05-06", fault="noise"))
    found = climb(past(repairs=mixed), remedies=(THREE,), on="2026-06-01")
    assert (found.choices, found.same_fault_repaired) == (frozenset(), 2)


def test_repairs_of_what_the_customer_did_count_for_nothing() -> None:
    found = climb(past(repairs=failed(3, cause="user")), remedies=(THREE,), on="2026-06-01")
    assert (found.choices, found.same_fault_repaired) == (frozenset(), 0)


def test_a_fault_the_customer_caused_opens_nothing() -> None:
    facts = LEAK | {"cause": "user"}
    found = climb(past(facts=facts, repairs=failed(3)), remedies=(THREE,), on="2026-06-01")
    assert found.choices == frozenset()


def test_after_a_new_unit_the_count_begins_again() -> None:
    exchanged = (*failed(3), repair("R4", "2026-05-05", "2026-05-06", replaced="unit"))
    found = climb(past(repairs=exchanged), remedies=(THREE,), on="2026-06-01")
    assert (found.choices, found.ahead[0].missing) == (frozenset(), 3)


def test_out_of_warranty_the_plan_s_remedy_is_closed_and_unknown_asks() -> None:
    closed = climb(past(repairs=failed(3), in_warranty=False), remedies=(THREE,), on="2026-06-01")
    assert (closed.offers, closed.ahead, closed.unsettled) == ((), (), ())
    asks = climb(past(repairs=failed(3), in_warranty=None), remedies=(THREE,), on="2026-06-01")
    assert [rung.lacking for rung in asks.unsettled] == ["in-warranty"]


def test_a_fault_nobody_named_asks_for_its_name() -> None:
    facts = {"component": "tank"}
    found = climb(past(facts=facts, repairs=failed(3)), remedies=(THREE,), on="2026-06-01")
    assert [rung.lacking for rung in found.unsettled] == ["fault"]


def test_days_in_repair_leave_out_what_the_customer_delayed() -> None:
    days = Remedy.model_validate({"name": "days", "repair_days": 20, "offer": "refund"})
    waited = wait("customer-time", "2026-03-06 08:00", "2026-03-12 08:00")
    away = repair("R1", "2026-03-05 08:00", "2026-03-30 08:00", waits=(waited,))
    found = climb(past(repairs=(away,)), remedies=(days,), on="2026-06-01")
    assert (found.repair_days, found.choices) == (19, frozenset())
    assert [(rung.short_of, rung.missing) for rung in found.ahead] == [("days", 2)]
    more = (away, repair("R2", "2026-04-05 08:00", "2026-04-07 08:00", fault="noise"))
    assert climb(past(repairs=more), remedies=(days,), on="2026-06-01").choices == {"refund"}


def test_a_window_after_an_event_closes_the_day_after_its_last() -> None:
    back = Remedy.model_validate(
        {
            "name": "back",
            "from": "system.live",
            "within": "7 days",
            "when": {"kind": "return", "condition": "dissatisfied"},
            "during": "always",
            "offer": "refund",
        }
    )
    facts = {"kind": "return", "condition": "dissatisfied"}
    asked = past(facts=facts, levels=((paper("system.live", "2026-09-24"),),))
    assert climb(asked, remedies=(back,), on="2026-10-08").choices == {"refund"}
    assert climb(asked, remedies=(back,), on="2026-10-09").choices == frozenset()
    other = past(facts={"kind": "fault"}, levels=asked.levels)
    assert climb(other, remedies=(back,), on="2026-09-28").choices == frozenset()


# the law


def test_household_goods_seven_days_then_fifteen() -> None:
    sold = ((paper("invoice.issued", "2026-05-11"),),)
    asked = past(setting=TELEVISION, levels=sold)
    seven = climb(asked, "SB95-9", "SB95-10", on="2026-05-18")
    assert seven.choices == {"refund", "new-unit", "repair"}
    assert climb(asked, "SB95-9", "SB95-10", on="2026-05-19").choices == {"new-unit", "repair"}
    assert climb(asked, "SB95-9", "SB95-10", on="2026-05-27").choices == frozenset()


def test_household_goods_repaired_twice() -> None:
    asked = past(setting=TELEVISION, repairs=failed(2))
    found = climb(asked, "SB95-11", on="2026-06-01")
    (offer,) = found.offers
    assert (offer.offers, offer.chooser, offer.recourse_to, offer.verified) == (
        ("new-unit", "refund"),
        "customer",
        "producer",
        False,
    )
    once = climb(past(setting=TELEVISION, repairs=failed(1)), "SB95-11", on="2026-06-01")
    assert [(rung.name, rung.missing) for rung in once.ahead] == [("SB95-11", 1)]


def test_a_repair_over_ninety_days_for_want_of_parts_and_over_thirty_of_the_repairer() -> None:
    waited = wait("parts", "2026-01-06 08:00", "2026-04-20 08:00")
    away = repair("R1", "2026-01-05 08:00", "2026-04-21 08:00", waits=(waited,))
    asked = past(setting=TELEVISION, repairs=(away,))
    assert [o.name for o in climb(asked, "SB95-12a", "SB95-12b", on="2026-06-01").offers] == [
        "SB95-12a"
    ]
    slow = past(setting=TELEVISION, repairs=(repair("R1", "2026-01-05", "2026-02-09"),))
    found = climb(slow, "SB95-12a", "SB95-12b", on="2026-06-01")
    assert [(offer.name, offer.obligor) for offer in found.offers] == [("SB95-12b", "repairer")]


def test_farm_machinery_over_thirty_working_days() -> None:
    # 30 working days from 20 January 2026 end on 9 March.
    asked = past(setting=TRACTOR, repairs=(repair("R1", "2026-01-20"),))
    assert climb(asked, "AG-28", on="2026-03-09").choices == frozenset()
    assert climb(asked, "AG-28", on="2026-03-10").choices == {"continue-repair", "new-unit"}


def test_farm_machinery_goes_up_rung_by_rung() -> None:
    rules = ("AG-29a", "AG-30", "AG-30r")
    asked = {"setting": TRACTOR, "fault_class": "serious"}
    twice = failed(2)
    assert climb(past(repairs=twice, **asked), *rules, on="2026-06-01").choices == {"replace-part"}
    part = repair("R3", "2026-03-05", "2026-03-09", remedy="replace-part", replaced="assembly")
    assert (
        "new-unit" in climb(past(repairs=(*twice, part), **asked), *rules, on="2026-06-01").choices
    )
    unit = repair("R4", "2026-04-05", "2026-04-09", remedy="new-unit", replaced="unit")
    again = climb(past(repairs=(*twice, part, unit), **asked), *rules, on="2026-06-01")
    assert "refund" in again.choices


def test_an_ordinary_fault_of_farm_machinery_counts_in_the_first_season_only() -> None:
    asked = {"setting": TRACTOR, "fault_class": "ordinary", "repairs": failed(2)}
    season = day("2026-03-20")
    within = climb(past(first_season_on=season, **asked), "AG-29b", on="2026-04-19")
    assert within.choices == {"replace-part"}
    after = climb(past(first_season_on=season, **asked), "AG-29b", on="2026-04-20")
    assert after.choices == frozenset()
    unknown = climb(past(**asked), "AG-29b", on="2026-04-19")
    assert [rung.lacking for rung in unknown.unsettled] == ["first-season"]


def test_a_serious_fault_must_be_known_to_be_serious() -> None:
    found = climb(past(setting=TRACTOR, repairs=failed(2)), "AG-29a", on="2026-06-01")
    assert [rung.lacking for rung in found.unsettled] == ["fault-class"]


def test_cars_over_thirty_days_leave_out_the_transport_of_custom_parts() -> None:
    delivered = ((paper("delivery.made", "2025-06-02"),),)
    waited = wait("custom-part-transport", "2026-01-10 08:00", "2026-01-20 08:00")
    away = repair("R1", "2026-01-05 08:00", "2026-02-10 08:00", waits=(waited,))
    asked = past(setting=CAR, repairs=(away,), levels=delivered, km=9_000)
    found = climb(asked, "CAR-24.4", on="2026-03-02")
    assert (found.choices, [(r.name, r.missing) for r in found.ahead]) == (
        frozenset(),
        [("CAR-24.4", 5)],
    )
    plain = past(
        setting=CAR,
        repairs=(repair("R1", "2026-01-05 08:00", "2026-02-10 08:00"),),
        levels=delivered,
        km=9_000,
    )
    assert climb(plain, "CAR-24.4", on="2026-03-02").choices == {"new-unit", "refund"}


def test_cars_more_than_four_repairs_of_the_same_problem() -> None:
    delivered = ((paper("delivery.made", "2025-06-02"),),)
    four = past(setting=CAR, repairs=failed(4), levels=delivered, km=9_000)
    assert climb(four, "CAR-24.5", on="2026-06-01").ahead[0].missing == 1
    five = past(setting=CAR, repairs=failed(5), levels=delivered, km=9_000)
    assert climb(five, "CAR-24.5", on="2026-06-01").choices == {"new-unit", "refund"}


def test_cars_the_mileage_closes_a_window_too() -> None:
    delivered = ((paper("delivery.made", "2026-05-11"),),)
    facts = LEAK | {"fault": "brake-failure"}
    asked = {"setting": CAR, "levels": delivered, "facts": facts}
    assert climb(past(km=3_000, **asked), "CAR-23", on="2026-05-25").choices == {
        "new-unit",
        "refund",
    }
    assert climb(past(km=3_001, **asked), "CAR-23", on="2026-05-25").choices == frozenset()
    unknown = climb(past(**asked), "CAR-23", on="2026-05-25")
    assert [rung.lacking for rung in unknown.unsettled] == ["km"]


def test_cars_a_loan_car_from_the_sixth_day() -> None:
    running = past(setting=CAR, repairs=(repair("R1", "2026-03-02 08:00"),))
    assert climb(running, "CAR-21", on="2026-03-06").choices == frozenset()
    assert climb(running, "CAR-21", on="2026-03-07").choices == {"loan-unit", "compensate-loss"}


def test_cars_assemblies_and_parts_are_not_added_up() -> None:
    delivered = ((paper("delivery.made", "2025-06-02"),),)
    mixed = (
        repair("R1", "2026-01-05", "2026-01-06", component="gearbox", replaced="assembly"),
        repair("R2", "2026-02-05", "2026-02-06", component="gearbox", replaced="part"),
    )
    asked = {
        "setting": CAR,
        "levels": delivered,
        "km": 9_000,
        "classes": frozenset({"powertrain", "main"}),
        "facts": LEAK | {"component": "gearbox"},
    }
    rules = ("CAR-24.2", "CAR-24.3")
    assert climb(past(repairs=mixed, **asked), *rules, on="2026-06-01").choices == frozenset()
    twice = (
        mixed[0],
        repair("R3", "2026-03-05", "2026-03-06", component="gearbox", replaced="assembly"),
    )
    assert [
        o.name for o in climb(past(repairs=twice, **asked), *rules, on="2026-06-01").offers
    ] == ["CAR-24.2"]


def test_sold_by_network_may_be_returned_within_seven_days_unless_made_to_order() -> None:
    delivered = ((paper("delivery.made", "2026-09-24"),),)
    sold = Setting(customer_class="consumer", channel="network")
    asked = {"facts": {}, "levels": delivered}
    assert climb(past(setting=sold, **asked), "CPL-25", on="2026-10-08").choices == {"refund"}
    assert climb(past(setting=sold, **asked), "CPL-25", on="2026-10-09").choices == frozenset()
    made = Setting(
        customer_class="consumer", channel="network", circumstances=frozenset({"made-to-order"})
    )
    assert climb(past(setting=made, **asked), "CPL-25", on="2026-09-28").choices == frozenset()
    unknown = Setting(customer_class="consumer")
    found = climb(past(setting=unknown, **asked), "CPL-25", on="2026-09-28")
    assert [rung.lacking for rung in found.unsettled] == ["channel"]


def test_a_business_has_no_consumer_s_choice() -> None:
    delivered = ((paper("delivery.made", "2026-09-24"),),)
    sold = Setting(customer_class="business", channel="network")
    assert climb(past(setting=sold, levels=delivered), on="2026-09-28").offers == ()


def test_the_gap_filling_seven_days_step_back_before_an_agreement() -> None:
    delivered = ((paper("delivery.made", "2026-09-24"),),)
    asked = {"setting": Setting(customer_class="consumer"), "levels": delivered}
    assert climb(past(**asked), "CPL-24", on="2026-09-28").choices == {"refund"}
    assert climb(past(agreed=True, **asked), "CPL-24", on="2026-09-28").choices == frozenset()


def test_the_repealed_rules_of_1998_open_nothing_today() -> None:
    away = past(setting=TRACTOR, repairs=(repair("R1", "2026-01-05", "2026-03-05"),))
    assert climb(away, "AG98-40", on="2026-04-01").offers == ()
    then = past(setting=TRACTOR, repairs=(repair("R1", "2009-01-05", "2009-03-05"),))
    assert climb(then, "AG98-40", on="2009-04-01").choices == {"new-unit"}


def test_a_ladder_survives_being_frozen() -> None:
    found = climb(past(setting=TELEVISION, repairs=failed(2)), on="2026-06-01", remedies=(THREE,))
    assert Ladder.from_json(found.to_json()) == found


def test_every_rung_speaks_both_languages() -> None:
    found = ladder(past(setting=TELEVISION, repairs=failed(2)), (THREE,), law(), day("2026-06-01"))
    told = [reason for offer in found.offers for reason in offer.reasons]
    told += [rung.reason for rung in (*found.ahead, *found.unsettled)]
    assert found.ahead[0].reason.text("zh") == (
        "同一故障再修理1次仍未解决的，可以选择：更换同品牌同型号新品。"
    )
    assert all(reason.text("zh") and reason.text("en") for reason in told)
