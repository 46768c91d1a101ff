"""Whatever changes of what an agreement covers, promises already made keep what they were made
under, new ones follow, and a replay finds the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aftercare.catalog import actions as catalog
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM
from aftercare.people import actions as people
from aftercare.plans import actions as plans
from aftercare.plans import queries
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment
from aftercare.promises.replay import replay
from aftercare.promises.rules.periods import Change, Period, filled_in, held, joined
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast
from aftercare.worker import run

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
SEASONS = """
seasons:
  heating:
    title: {zh: 供暖季, en: heating season}
    spans:
      - {begins: 11-15, ends: 03-15, places: [北京市]}
      - {begins: 10-20, ends: 04-20, places: [黑龙江省]}
warranty:"""
ROUNDS = """schedules:
  checks:
    each: heating
    from: acceptance.signed
    during: agreement
    until: return_visit.done
    kind: return-visit
"""
TRAINING = "training: {from: delivery.made,"
TEXT = (
    PLAN.replace("schedules:\n", ROUNDS)
    .replace("\nwarranty:", SEASONS)
    .replace("training: {from: acceptance.signed,", TRAINING)
)
pytestmark = pytest.mark.django_db


def day(after: float) -> datetime:
    return NOW + timedelta(days=after)


@dataclass
class World:
    """A unit at a site in Beijing, in a project; the agreement covers the project."""

    cast: Cast
    agreement: Agreement
    other: Agreement
    unit: Unit
    beijing: Site
    harbin: Site
    project: Project
    elsewhere: Project

    def accept(self, at: datetime, recorded: datetime | None = None) -> None:
        both = dict.fromkeys(plans.PARTIES, at.isoformat())
        plans.record_milestone(self.unit, "acceptance.signed", occurred_at=at, by=SYSTEM,
                               at=recorded or at, data={"signatures": both})  # fmt: skip

    def deliver(self, at: datetime) -> None:
        plans.record_milestone(self.unit, "delivery.made", occurred_at=at, by=SYSTEM, at=at)

    def move(self, at: datetime, **changes: Any) -> None:
        catalog.change_unit(self.unit, changes=changes, by=SYSTEM, at=at)

    def found(self, at: datetime) -> Agreement | None:
        return queries.agreement_for(
            customer=self.unit.customer, unit=self.unit, project=None, site=None, at=at
        )

    def due(self, promise: str, agreement: Agreement | None = None) -> list[tuple[str, str]]:
        rows = Commitment.objects.filter(promise=promise, subject=self.unit.reference)
        rows = rows.filter(agreement=agreement or self.agreement).order_by("due_at")
        return [(f"{row.due_at:%Y-%m-%d}", row.state) for row in rows]


@pytest.fixture
def world(cast: Cast) -> World:
    customer = cast.organisations["customer"]
    version = plans.load_plan(TEXT, name="sample.yaml", by=SYSTEM, at=day(-100))
    model = ProductModel.objects.create(code="M", name="锅炉")
    beijing = Site.objects.create(customer=customer, name="京", address="a", place="北京市")
    harbin = Site.objects.create(customer=customer, name="哈", address="b", place="黑龙江省")
    one, two = (Project.objects.create(number=n, name=n, customer=customer) for n in "AB")
    agreement, other = [
        plans.make_agreement(
            version, number=f"HT-{project.number}", title="协议", customer=customer,
            covers=[project], signed_on=day(-90).date(), by=SYSTEM, at=day(-90),
        )
        for project in (one, two)
    ]  # fmt: skip
    unit = catalog.add_unit(serial="1", model=model, customer=customer, site=beijing, project=one,
                            by=SYSTEM, at=day(-80))  # fmt: skip
    return World(cast, agreement, other, unit, beijing, harbin, one, two)


def same(at: datetime) -> bool:
    return list(replay(at)) == []


def to_harbin(world: World) -> None:
    world.move(day(20), site=world.harbin)


def place_is_told_anew(world: World) -> None:
    catalog.change_site(world.beijing, changes={"place": "黑龙江省"}, by=SYSTEM, at=day(20))


@pytest.mark.parametrize("change", [to_harbin, place_is_told_anew])
def test_a_season_that_began_keeps_its_place_and_the_next_goes_by_the_new_one(
    world: World, change: Callable[[World], None]
) -> None:
    world.accept(day(-5))
    run.run_until_idle(day(19))
    assert world.due("checks") == [("2027-03-15", "open"), ("2028-03-15", "open")]
    change(world)
    assert world.due("checks") == [("2027-03-15", "open"), ("2028-04-20", "open")]
    assert same(day(20))
    run.run_until_idle(day(400))
    assert [due for due, _ in world.due("checks")] == ["2027-03-15", "2028-04-20", "2029-04-20"]
    assert same(day(400))


def test_a_season_under_way_where_it_moves_to_is_owed_from_the_move(world: World) -> None:
    world.accept(day(-5))
    world.move(day(5), site=world.harbin)
    first = Commitment.objects.filter(promise="checks").earliest("due_at")
    assert (first.opens_at, f"{first.due_at:%Y-%m-%d}") == (day(5), "2027-04-20")
    assert same(day(5))


def test_evidence_from_before_the_move_is_judged_by_the_place_of_then(world: World) -> None:
    world.move(day(20), site=world.harbin)
    world.accept(day(-5), recorded=day(21))
    assert world.due("checks")[0][0] == "2027-03-15"
    assert same(day(21))


def test_moving_to_another_project_keeps_what_was_promised_and_begins_under_the_other(
    world: World,
) -> None:
    world.deliver(day(-1))
    assert [state for _due, state in world.due("training")] == ["open"]
    world.move(day(0), project=world.elsewhere)
    assert [state for _due, state in world.due("training")] == ["open"]
    assert world.due("training", world.other) == []
    world.deliver(day(3))
    assert len(world.due("training")) == 1
    assert len(world.due("training", world.other)) == 1
    assert same(day(3))
    plans.record_milestone(world.unit, "training.held", occurred_at=day(4), by=SYSTEM, at=day(4))
    assert [state for _due, state in world.due("training")] == ["late"]
    assert same(day(4))


def test_a_project_told_late_holds_from_the_beginning(world: World) -> None:
    unit = catalog.add_unit(serial="2", model=world.unit.model, customer=world.unit.customer,
                            by=SYSTEM, at=day(-3))  # fmt: skip
    world.unit = unit
    world.deliver(day(-2))
    assert world.due("training") == []
    world.move(day(-1), project=world.project)
    assert len(world.due("training")) == 1
    assert same(day(0))


def test_a_project_moved_to_another_site_and_a_customer_of_another_standing(world: World) -> None:
    world.deliver(day(-1))
    before = list(Commitment.objects.order_by("pk").values())
    catalog.change_project(world.project, changes={"site": world.harbin}, by=SYSTEM, at=day(0))
    people.change_organisation(
        world.unit.customer, changes={"standing": "key"}, by=SYSTEM, at=day(0)
    )
    assert list(Commitment.objects.order_by("pk").values()) == before
    assert same(day(0))


def test_what_is_covered_from_a_day_on_begins_then(world: World) -> None:
    manager = world.cast["manager"]
    world.move(day(-20), project=None)
    world.accept(day(-10))
    world.deliver(day(-10))
    assert world.due("training", world.other) == []
    plans.add_cover(world.other, world.unit, from_on=day(-5).date(), by=manager, at=day(0))
    assert world.due("training", world.other) == []  # it was delivered before
    assert world.due("visits", world.other) != []  # but visits are owed while it is covered
    world.deliver(day(1))
    assert len(world.due("training", world.other)) == 1
    assert same(day(1))


def test_the_end_of_a_cover_leaves_what_was_promised_and_begins_nothing_new(world: World) -> None:
    manager = world.cast["manager"]
    world.accept(day(-1))
    world.deliver(day(-1))
    promised = world.due("training")
    plans.end_cover(
        world.agreement, world.project, on=day(0).date(), reason="合同终止", by=manager, at=day(0)
    )
    assert world.due("training") == promised
    assert world.due("visits") == [("2027-05-01", "open")]  # it opened with the acceptance
    world.deliver(day(2))
    assert world.due("training") == promised
    run.run_until_idle(day(400))
    assert len(world.due("visits")) == 1
    assert same(day(400))
    assert [world.found(day(-1)), world.found(day(1))] == [world.agreement, None]


def test_a_cover_does_not_end_before_today_and_does_not_begin_twice(world: World) -> None:
    manager = world.cast["manager"]
    with pytest.raises(Refusal) as too_early:
        plans.end_cover(world.agreement, world.project, on=day(-1).date(), reason="迟报",
                        by=manager, at=day(0))  # fmt: skip
    with pytest.raises(Refusal) as twice:
        plans.add_cover(world.agreement, world.project, from_on=day(0).date(), by=manager,
                        at=day(0))  # fmt: skip
    assert (too_early.value.field, twice.value.code) == ("on", "duplicate")
    plans.end_cover(world.agreement, world.project, on=day(0).date(), reason="终止", by=manager,
                    at=day(0))  # fmt: skip
    plans.add_cover(world.agreement, world.project, from_on=day(30).date(), by=manager, at=day(1))
    assert world.agreement.covers.count() == 2
    world.deliver(day(10))
    world.deliver(day(31))
    rows = Commitment.objects.filter(promise="training", agreement=world.agreement)
    assert [f"{row.started_at:%m-%d}" for row in rows] == [f"{day(31):%m-%d}"]
    assert same(day(31))


def test_values_that_gave_way_to_another() -> None:
    changes = [Change(day(1), None, "a"), Change(day(2), "a", "b")]
    told = held("b", changes)
    assert [value for _period, value in told] == [None, "a", "b"]
    assert filled_in(told)[0] == (Period(until=day(2)), "a")
    assert held("x", []) == [(Period(), "x")]
    assert joined([Period(day(3), day(4)), Period(day(1), day(2)), Period(day(2), day(3))]) == [
        Period(day(1), day(4))
    ]
