"""Those of the nine properties that need rows: what is recorded one by one, in any order, twice,
with workers in between, across plan versions, is what a full replay derives."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises.actions.following import DERIVED_FIELDS
from aftercare.promises.models import Commitment, Consequence
from aftercare.promises.replay import replay
from aftercare.promises.tests.rules.stories import MONDAY, PLAN
from aftercare.promises.tests.rules.test_fold_properties import Step, steps
from aftercare.web.demo.cast import Cast
from aftercare.worker import run

SOME = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LATER = MONDAY + timedelta(days=30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    at = MONDAY - timedelta(days=1)
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=at)
    return plans.make_agreement(
        version, number="A1", title="样例", customer=cast.organisations["customer"], covers=[],
        signed_on=at.date(), by=SYSTEM, at=at,
    )  # fmt: skip


@pytest.fixture
def stricter() -> PlanVersion:
    text = PLAN.replace("{1: 4 h, 2: 8 h}", "{1: 1 h, 2: 2 h}").replace("30 min", "10 min")
    return plans.load_plan(text, name="sample.yaml", by=SYSTEM, at=MONDAY)


@contextmanager
def undone() -> Iterator[None]:
    """Each example begins with the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(agreement: Agreement, moves: list[Step]) -> list[Happened]:
    """The events of a case that was reported on Monday at nine; none is recorded yet."""
    facts = {"facts": {"severity": "1", "zone": "city"}}
    made, minutes = [happened(agreement, "case.reported", MONDAY, facts)], 0
    for (kind, data), pause in moves:
        minutes += pause
        made.append(happened(agreement, kind, MONDAY + timedelta(minutes=minutes), data))
    return made


def happened(agreement: Agreement, kind: str, at: datetime, data: dict[str, Any]) -> Happened:
    return Happened(kind, "case/7", at, SYSTEM, agreement.reference, data, uuid.uuid4())


def rows() -> list[tuple[Any, ...]]:
    return list(Commitment.objects.order_by("id").values_list(*DERIVED_FIELDS))


def by_promise() -> list[tuple[Any, ...]]:
    """The rows without the numbers of events, which say in which order they were recorded."""
    columns = ("promise", "number", "variant", "due_at", "state", "met_at", "ended_at", "reason")
    return sorted(Commitment.objects.values_list(*columns), key=repr)


@SOME
@given(steps)
def test_property_4_saving_and_acting_again_changes_nothing(
    agreement: Agreement, moves: list[Step]
) -> None:
    """A note after each event derives everything anew; so does the worker."""
    with undone():
        for one in told(agreement, moves):
            events.record(one, recorded_at=LATER)
            before = rows()
            note = happened(agreement, "case.noted", one.at, {"text": "…"})
            events.record(note, recorded_at=LATER)
            assert rows() == before
        run.run_until_idle(LATER)
        assert rows() == before


@SOME
@given(steps, st.data())
def test_property_5_a_new_plan_version_does_not_reach_back(
    agreement: Agreement, stricter: PlanVersion, cast: Cast, moves: list[Step], data: st.DataObject
) -> None:
    """Moved at any moment, also before events that happened earlier are recorded."""
    with undone():
        agreement.refresh_from_db()
        made = told(agreement, moves)
        place = data.draw(st.integers(1, len(made)))
        for one in made[:place]:
            events.record(one, recorded_at=one.at)
        before = rows()
        moved_at = made[place - 1].at + timedelta(seconds=30)
        plans.move_agreement(agreement, to=stricter, reason="续签", by=cast["manager"], at=moved_at)
        assert rows() == before
        for one in made[place:]:
            events.record(one, recorded_at=one.at)
        early = Commitment.objects.filter(started_at__lte=moved_at)
        assert set(early.values_list("plan_version", flat=True)) <= {
            agreement.bindings.order_by("id")[0].plan_version_id
        }
        assert list(replay(LATER)) == []


@SOME
@given(steps, st.sampled_from(["1", "2"]), st.integers(1, 2_000))
def test_property_5_another_severity_closes_with_a_reason_and_carries_everything_over(
    agreement: Agreement, moves: list[Step], severity: str, minutes: int
) -> None:
    with undone():
        made = told(agreement, moves)
        for one in made:
            events.record(one, recorded_at=one.at)
        running = Commitment.objects.filter(promise="fix", ended_at=None).first()
        at = made[-1].at + timedelta(minutes=minutes)
        change = {"facts": {"severity": severity}}
        events.record(happened(agreement, "case.triaged", at, change), recorded_at=at)
        if running is None or running.row == severity:
            return
        old = Commitment.objects.get(pk=running.pk)
        new = Commitment.objects.get(promise="fix", ended_at=None)
        assert (old.reason, old.ended_at, old.state in {"void", "broken"}) == ("changed", at, True)
        assert (new.started_by, new.started_at) == (old.started_by, old.started_at)
        every = max(begins_of(old), begins_of(new), key=len)
        for row in (old, new):  # what waits past the due moment of its own time hides no lateness
            carried = begins_of(row)
            assert carried == every[: len(carried)]
            assert all(row.due_at and one >= row.due_at for one in every[len(carried) :])


def begins_of(row: Commitment) -> list[datetime]:
    """When the pauses of a commitment began."""
    return [datetime.fromisoformat(pause["begins_at"]) for pause in row.pauses]


@SOME
@given(steps, st.randoms(use_true_random=False))
def test_property_7_evidence_recorded_in_any_order_gives_the_same_outcomes(
    agreement: Agreement, moves: list[Step], dice: random.Random
) -> None:
    """Events of one moment count in the order they are recorded, so moments differ here."""
    made = told(agreement, moves)
    with undone():
        for one in made:
            events.record(one, recorded_at=LATER)
        expected = by_promise()
    with undone():
        late = made[1:]
        dice.shuffle(late)
        for one in [made[0], *late]:
            events.record(one, recorded_at=LATER)
        assert by_promise() == expected


@SOME
@given(steps, st.randoms(use_true_random=False))
def test_property_8_the_incremental_path_and_the_full_replay_agree(
    agreement: Agreement, moves: list[Step], dice: random.Random
) -> None:
    """Recorded in any order, with a worker that looks in at any time."""
    with undone():
        made = told(agreement, moves)
        late = made[1:]
        dice.shuffle(late)
        for one in [made[0], *late]:
            events.record(one, recorded_at=LATER)
            if dice.random() < 0.3:
                run.run_until_idle(MONDAY + timedelta(minutes=dice.randint(0, 2_000)))
            assert list(replay(LATER)) == []
        run.run_until_idle(LATER)
        assert list(replay(LATER)) == []
        assert events.verify().broken is None
        steps_taken = Consequence.objects.values_list("commitment", "step")
        assert len(set(steps_taken)) == steps_taken.count()


@SOME
@given(steps, st.data())
def test_property_9_the_same_event_delivered_twice_has_the_effect_of_one(
    agreement: Agreement, moves: list[Step], data: st.DataObject
) -> None:
    with undone():
        made = told(agreement, moves)
        for place, one in enumerate(made):
            events.record(one, recorded_at=LATER)
            again = made[data.draw(st.integers(0, place))]
            before, count = rows(), Event.objects.count()
            events.record(again, recorded_at=LATER)
            assert (rows(), Event.objects.count()) == (before, count)
