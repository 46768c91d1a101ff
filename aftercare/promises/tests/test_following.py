"""Commitments follow events: made with them, met by them, never twice, and the same when
replayed."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from aftercare.catalog.models import Project
from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises import actions as promises
from aftercare.promises.models import Alert, Commitment, Consequence
from aftercare.promises.replay import replay
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast
from aftercare.worker import run

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def hour(after: float) -> datetime:
    return MONDAY + timedelta(hours=after)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=hour(-100))
    return plans.make_agreement(
        version, number="A1", title="样例", customer=cast.organisations["customer"], covers=[],
        signed_on=hour(-100).date(), by=SYSTEM, at=hour(-100),
    )  # fmt: skip


def happen(agreement: Agreement, kind: str, after: float, **data: Any) -> None:
    with transaction.atomic():
        events.record(
            Happened(kind, "case/7", hour(after), SYSTEM, agreement.reference, data),
            recorded_at=hour(after),
        )


def report(agreement: Agreement, after: float = 0) -> None:
    happen(agreement, "case.reported", after, facts={"severity": "1"})


def commitment(promise: str) -> Commitment:
    return Commitment.objects.get(subject="case/7", promise=promise)


def test_a_report_makes_its_commitments_in_the_same_transaction(agreement: Agreement) -> None:
    report(agreement)
    rows = Commitment.objects.filter(subject="case/7").order_by("promise")
    assert [(row.promise, row.state) for row in rows] == [
        ("answer", "open"), ("fix", "open"), ("office-fix", "open"),
    ]  # fmt: skip
    assert commitment("fix").due_at == hour(4)
    assert commitment("fix").next_at == hour(2)


def test_a_rollback_leaves_neither_event_nor_commitment(agreement: Agreement) -> None:
    with transaction.atomic():
        report(agreement)
        transaction.set_rollback(True)
    assert Commitment.objects.count() == 0


def test_the_same_event_delivered_twice_has_the_effect_of_one(agreement: Agreement) -> None:
    once = Happened("case.reported", "case/7", hour(0), SYSTEM, agreement.reference,
                    {"facts": {"severity": "1"}}, uuid.uuid4())  # fmt: skip
    for _ in range(2):
        events.record(once, recorded_at=hour(0))
    assert Commitment.objects.filter(promise="fix").count() == 1


def test_warning_and_lateness_are_acted_on_once_and_in_order(agreement: Agreement) -> None:
    report(agreement)
    for moment in (hour(1), hour(2), hour(2), hour(4), hour(4.1), hour(6), hour(6)):
        run.run_until_idle(moment)
    steps = Consequence.objects.filter(commitment=commitment("fix")).order_by("planned_at")
    assert [(step.step, step.planned_at, step.actions) for step in steps] == [
        ("warn 50%", hour(2), ["notify responsible"]),
        ("late", hour(4) + timedelta(seconds=1), ["offer loan unit"]),
        ("late 2 h", hour(6), ["report to leaders"]),
    ]
    assert commitment("fix").next_at is None


def test_after_downtime_everything_is_caught_up_and_nothing_twice(agreement: Agreement) -> None:
    report(agreement)
    run.run_until_idle(hour(500))
    run.run_until_idle(hour(501))
    assert Consequence.objects.filter(commitment=commitment("fix")).count() == 3


def test_a_clock_that_jumps_back_fires_nothing_twice(agreement: Agreement) -> None:
    report(agreement)
    for moment in (hour(5), hour(1), hour(5)):
        run.run_until_idle(moment)
    assert Consequence.objects.filter(commitment=commitment("fix")).count() == 2


def test_a_paused_promise_neither_warns_nor_breaks(agreement: Agreement) -> None:
    report(agreement)
    happen(agreement, "case.waiting", 1, reason="customer")
    run.run_until_idle(hour(100))
    assert Consequence.objects.filter(commitment=commitment("fix")).count() == 0
    assert (commitment("fix").state, commitment("fix").next_at) == ("paused", None)


def test_what_was_taken_too_early_is_taken_again_at_the_right_moment(
    agreement: Agreement,
) -> None:
    """A phone without signal told of a wait after lateness had been acted on."""
    report(agreement)
    run.run_until_idle(hour(4.5))
    with transaction.atomic():
        waits = Happened("case.waiting", "case/7", hour(2.5), SYSTEM, agreement.reference,
                         {"reason": "customer"})  # fmt: skip
        goes_on = Happened("case.resumed", "case/7", hour(5), SYSTEM, agreement.reference)
        events.record(waits, goes_on, recorded_at=hour(5))
    assert (commitment("fix").due_at, commitment("fix").next_at) == (
        hour(6.5), hour(6.5) + timedelta(seconds=1),
    )  # fmt: skip
    for moment in (hour(6), hour(7), hour(7), hour(9)):
        run.run_until_idle(moment)
    steps = Consequence.objects.filter(commitment=commitment("fix")).order_by("taken_at")
    assert [(step.step, step.planned_at) for step in steps] == [
        ("warn 50%", hour(2)),
        ("late", hour(4) + timedelta(seconds=1)),
        ("late again 1", hour(6.5) + timedelta(seconds=1)),
        ("late 2 h", hour(8.5)),
    ]


def test_leaders_are_told_when_a_promise_is_reported_to_them(
    agreement: Agreement, cast: Cast
) -> None:
    report(agreement)
    run.run_until_idle(hour(6))
    assert list(
        Alert.objects.filter(step="late 2 h").values_list("person__username", flat=True)
    ) == ["leader"]


def test_only_an_authorised_person_lets_a_promise_go_and_says_why(
    agreement: Agreement, cast: Cast
) -> None:
    from aftercare.kit.errors import NotAllowed, Refusal

    report(agreement)
    with pytest.raises(NotAllowed):
        promises.waive(commitment("fix"), reason="好", by=cast["agent"], at=hour(1))
    with pytest.raises(Refusal):
        promises.waive(commitment("fix"), reason=" ", by=cast["manager"], at=hour(1))
    waived = promises.waive(
        commitment("fix"), reason="客户同意延期", by=cast["manager"], at=hour(1)
    )
    assert (waived.state, waived.next_at) == ("waived", None)
    with pytest.raises(Refusal):
        promises.waive(waived, reason="再次", by=cast["manager"], at=hour(2))


def test_moving_to_a_new_version_does_not_touch_promises_already_made(
    agreement: Agreement, cast: Cast
) -> None:
    report(agreement)
    stricter = plans.load_plan(PLAN.replace("{1: 4 h, 2: 8 h}", "{1: 1 h, 2: 2 h}"),
                               name="sample.yaml", by=SYSTEM, at=hour(1))  # fmt: skip
    plans.move_agreement(agreement, to=stricter, reason="续签", by=cast["manager"], at=hour(1))
    happen(agreement, "case.noted", 1.5)
    happen(agreement, "case.waiting", 2, reason="customer")
    happen(agreement, "case.resumed", 3)
    assert commitment("fix").due_at == hour(5)
    assert list(replay(hour(3))) == []


def test_replay_finds_a_row_that_was_tampered_with(agreement: Agreement) -> None:
    report(agreement)
    happen(agreement, "case.solved", 3)
    assert list(replay(hour(10))) == []
    Commitment.objects.filter(promise="fix").update(met_at=hour(2))
    assert [(found.kind, found.field) for found in replay(hour(10))] == [("changed", "met_at")]
    Commitment.objects.filter(promise="fix").delete()
    assert [found.kind for found in replay(hour(10))] == ["missing"]


def test_what_lateness_brings_on_a_project_is_recorded_once(cast: Cast) -> None:
    text = PLAN.replace(
        "training: {from: acceptance.signed, until: training.held, within: 2 days}",
        "training: {from: project.completed, until: training.held, within: 2 h,"
        " if_late: block claims}",
    )
    version = plans.load_plan(text, name="sample.yaml", by=SYSTEM, at=hour(-100))
    customer = cast.organisations["customer"]
    project = Project.objects.create(number="P1", name="项目", customer=customer)
    plans.make_agreement(
        version, number="A1", title="样例", customer=customer, covers=[project],
        signed_on=hour(-100).date(), by=SYSTEM, at=hour(-100),
    )  # fmt: skip
    plans.record_milestone(project, "project.completed", occurred_at=hour(0), by=SYSTEM, at=hour(0))
    for moment in (hour(1), hour(3), hour(4)):
        run.run_until_idle(moment)
    blocked = Event.objects.filter(kind="claims.blocked", subject=project.reference)
    assert [event.data["promise"] for event in blocked] == ["training"]
