"""Promises on what an agreement covers: made late, moved, under two agreements, corrected."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from aftercare.catalog.models import ProductModel, Unit
from aftercare.coverage.queries import verdict_for
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises import actions as promises
from aftercare.promises import sources
from aftercare.promises.models import Commitment, Consequence
from aftercare.promises.replay import replay
from aftercare.promises.rules import holidays
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast
from aftercare.worker import jobs, run

SIGNED = datetime(2026, 1, 30, 16, 0, tzinfo=UTC)  # the beginning of 31 January in Shanghai
NOW = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def months(after: float) -> datetime:
    return SIGNED + timedelta(days=30.5 * after)


@pytest.fixture
def unit(cast: Cast) -> Unit:
    model = ProductModel.objects.create(code="M1", name="设备")
    return Unit.objects.create(serial="S1", model=model, customer=cast.organisations["customer"])


@pytest.fixture
def version() -> PlanVersion:
    return plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=SIGNED)


def agree(version: PlanVersion, unit: Unit, number: str = "A1", at: datetime = NOW) -> Agreement:
    return plans.make_agreement(
        version, number=number, title="样例", customer=unit.customer, covers=[unit],
        signed_on=SIGNED.date(), by=SYSTEM, at=at,
    )  # fmt: skip


def sign(unit: Unit, moment: datetime = SIGNED, **more: Any) -> Event:
    both = dict.fromkeys(("provider", "customer"), moment.isoformat())
    return plans.record_milestone(
        unit, "acceptance.signed", occurred_at=moment, by=SYSTEM, at=NOW,
        data={"signatures": both}, **more,
    )  # fmt: skip


def due(promise: str) -> list[str]:
    rows = Commitment.objects.filter(promise=promise).order_by("number", "id")
    return [f"{row.due_at - timedelta(seconds=1):%m-%d}" for row in rows if row.due_at]


def test_an_agreement_made_after_the_acceptance_promises_from_the_acceptance(
    version: PlanVersion, unit: Unit
) -> None:
    sign(unit)
    agree(version, unit)
    assert due("training") == ["02-02"]
    assert due("visits") == ["07-31", "01-31"]  # the one that is open, and the next
    assert list(replay(NOW)) == []


def test_moving_an_agreement_plans_what_is_to_come_by_the_new_version(
    version: PlanVersion, unit: Unit, cast: Cast
) -> None:
    """What has opened stays with the version it opened under; the next is of the new one."""
    agreement = agree(version, unit, at=SIGNED)
    sign(unit)
    run.run_until_idle(NOW)
    other = plans.load_plan(PLAN.replace("every: 6 months", "every: 3 months"),
                            name="sample.yaml", by=SYSTEM, at=NOW)  # fmt: skip
    plans.move_agreement(agreement, to=other, reason="续签", by=cast["manager"], at=NOW)
    assert list(replay(NOW)) == []
    visits = Commitment.objects.filter(promise="visits").order_by("opens_at")
    assert [(row.plan_version_id, row.number) for row in visits] == [(version.pk, 1), (other.pk, 2)]
    run.run_until_idle(months(7))
    assert list(replay(months(7))) == []


def test_what_is_waived_under_one_agreement_stays_promised_under_another(
    version: PlanVersion, unit: Unit, cast: Cast
) -> None:
    """Two agreements on one unit with the same plan have promises of the same name."""
    for number in ("A1", "A2"):
        agree(version, unit, number)
    sign(unit)
    one, other = Commitment.objects.filter(promise="training").order_by("id")
    assert one.key == other.key
    promises.waive(one, reason="客户自理", by=cast["manager"], at=NOW)
    other.refresh_from_db()
    assert (one.state, other.state) == ("waived", "open")
    assert list(replay(NOW)) == []


def test_a_schedule_row_that_vanished_is_missing_and_not_just_waiting(
    version: PlanVersion, unit: Unit
) -> None:
    agree(version, unit)
    sign(unit)
    run.run_until_idle(months(7))
    assert [found.kind for found in replay(months(7))] == []
    assert [found.kind for found in replay(months(13))] == ["waiting"]
    Commitment.objects.filter(promise="visits", number=1).delete()
    assert [found.kind for found in replay(months(7))] == ["missing"]
    Commitment.objects.filter(promise="visits").delete()
    assert {found.kind for found in replay(months(7))} == {"missing"}


def test_a_corrected_acceptance_moves_what_it_started_and_starts_nothing_twice(
    version: PlanVersion, unit: Unit, cast: Cast
) -> None:
    agreement = agree(version, unit)
    wrong = sign(unit)
    run.run_until_idle(NOW)
    kept = set(Commitment.objects.values_list("pk", flat=True))
    right = SIGNED + timedelta(days=5)
    both = dict.fromkeys(("provider", "customer"), right.isoformat())
    told = plans.correct_milestone(
        unit, wrong.sequence, occurred_at=right, data={"signatures": both},
        reason="日期抄错", by=cast["agent"], at=NOW,
    )  # fmt: skip
    assert told.data["corrects"] == wrong.sequence
    assert (due("training"), due("visits")[0]) == (["02-07"], "08-05")
    assert set(Commitment.objects.values_list("pk", flat=True)) == kept
    late = Consequence.objects.filter(commitment__promise="training", step="late")
    assert late.count() == 1
    verdict = verdict_for(agreement=agreement, unit=unit, project=None, customer=unit.customer,
                          facts={}, on=datetime(2028, 2, 4, tzinfo=UTC))  # fmt: skip
    assert verdict.covered == "yes"  # 4 February 2028 is the last day by the right date only
    assert list(replay(NOW)) == []


def test_an_acceptance_that_never_was_takes_back_what_it_started(
    version: PlanVersion, unit: Unit, cast: Cast
) -> None:
    agree(version, unit)
    wrong = sign(unit)
    plans.correct_milestone(unit, wrong.sequence, withdrawn=True, reason="记错了设备",
                            by=cast["agent"], at=NOW)  # fmt: skip
    assert Commitment.objects.filter(state="open").count() == 0
    assert list(replay(NOW)) == []
    with pytest.raises(Refusal):  # it can be told anew, but not corrected any more
        plans.correct_milestone(unit, wrong.sequence, withdrawn=True, reason="再次",
                                by=cast["agent"], at=NOW)  # fmt: skip
    sign(unit)
    assert due("training") == ["02-02"]


def test_correcting_needs_the_power_a_reason_and_a_milestone_of_the_subject(
    version: PlanVersion, unit: Unit, cast: Cast
) -> None:
    agree(version, unit)
    wrong = sign(unit)
    with pytest.raises(NotAllowed):
        plans.correct_milestone(unit, wrong.sequence, withdrawn=True, reason="好",
                                by=cast["customer"], at=NOW)  # fmt: skip
    for sequence, reason, field in ((wrong.sequence, " ", "reason"), (1, "好", "milestone")):
        with pytest.raises(Refusal) as refused:
            plans.correct_milestone(unit, sequence, withdrawn=True, reason=reason,
                                    by=cast["agent"], at=NOW)  # fmt: skip
        assert refused.value.field == field
    with pytest.raises(Refusal) as refused:
        plans.correct_milestone(unit, wrong.sequence, occurred_at=NOW + timedelta(days=1),
                                reason="好", by=cast["agent"], at=NOW)  # fmt: skip
    assert refused.value.code == "future"
    with pytest.raises(Refusal):
        plans.record_milestone(unit, "delivery.made", occurred_at=SIGNED, by=SYSTEM, at=NOW,
                               data={"corrects": wrong.sequence})  # fmt: skip


def test_what_was_provisional_is_settled_when_the_holidays_are_published(
    version: PlanVersion, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next edition of the holiday package knows 2027; the worker counts again, once."""
    long = "until: training.held, within: 260 working days, calendar: office}"
    text = PLAN.replace("until: training.held, within: 2 days}", long)
    agree(plans.load_plan(text, name="other.yaml", by=SYSTEM, at=SIGNED), unit)
    sign(unit)
    jobs.settle_when_published(NOW)
    before = Commitment.objects.get(promise="training")
    assert before.provisional
    known = holidays.china()
    off = {**known.off, **{date(2027, 2, day): "spring-festival" for day in range(1, 20)}}
    notice = replace(known, off=off, published_years=known.published_years | {2027, 2028})
    monkeypatch.setattr(holidays, "china", lambda: notice)
    sources.terms_of.cache_clear()
    assert jobs.settle_when_published(NOW)
    assert not jobs.settle_when_published(NOW)
    after = Commitment.objects.get(promise="training")
    assert before.due_at is not None
    assert after.due_at is not None
    assert (after.provisional, after.due_at > before.due_at) == (False, True)
    assert list(replay(NOW)) == []
