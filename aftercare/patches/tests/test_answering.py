"""What a customer chooses: by themselves, written down for them, later, at once, undone."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from aftercare.catalog.models import Unit
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.models import Event
from aftercare.patches import actions, queries
from aftercare.patches.actions import Applied
from aftercare.patches.models import Offer, Patch
from aftercare.patches.tests.conftest import offered, published, work

pytestmark = pytest.mark.django_db
TODAY = hour(1).date()
TOMORROW = TODAY + timedelta(days=1)
DONE = Applied(TODAY, "赵勇", "导出正常")


def kinds(offer: Offer) -> list[str]:
    rows = Event.objects.filter(subject=offer.reference).order_by("sequence")
    return list(rows.values_list("kind", flat=True))


def accepted(stage: Stage, patch: Patch, unit: Unit) -> Offer:
    return actions.accept_offer(
        offered(patch, unit), TOMORROW, by=stage.cast["customer"], at=hour(1)
    )


def test_a_choice_may_change_until_it_is_applied_and_then_only_be_undone(
    stage: Stage, patch: Patch, unit: Unit
) -> None:
    offer, customer = offered(patch, unit), stage.cast["customer"]
    with pytest.raises(Refusal):  # nobody applies what the customer has not chosen
        actions.apply_offer(offer, DONE, by=stage.cast["agent"], at=hour(1))
    actions.decline_offer(offer, "月底再说", by=customer, at=hour(1))
    actions.accept_offer(offer, TOMORROW, by=customer, at=hour(2))
    assert (offer.reason, offer.planned_on) == ("", TOMORROW)
    actions.apply_offer(offer, DONE, by=stage.cast["technician"], at=hour(3))
    with pytest.raises(Refusal):
        actions.accept_offer(offer, TOMORROW, by=customer, at=hour(4))
    with pytest.raises(Refusal):
        actions.decline_offer(offer, "x", by=customer, at=hour(4))
    assert queries.level_of(unit) == "PM5-8.2.1"
    with pytest.raises(Refusal):
        actions.undo_offer(offer, " ", by=customer, at=hour(4))
    actions.undo_offer(offer, "登录变慢", by=customer, at=hour(4))
    offer.refresh_from_db()
    assert (offer.state, offer.applied_on, offer.reason) == ("offered", None, "登录变慢")
    assert queries.level_of(unit) == ""
    assert kinds(offer) == ["offer.declined", "offer.accepted", "offer.applied", "offer.undone"]


def test_who_writes_it_down_says_who_said_so(stage: Stage, patch: Patch, unit: Unit) -> None:
    offer, agent = offered(patch, unit), stage.cast["agent"]
    with pytest.raises(Refusal) as refused:
        actions.accept_offer(offer, TOMORROW, by=agent, at=hour(1))
    assert refused.value.field == "said_by"
    actions.accept_offer(offer, TOMORROW, said_by="江主任", by=agent, at=hour(1))
    assert (offer.answered_by, offer.recorded_by) == ("江主任", agent.name)
    told = Event.objects.get(subject=offer.reference)
    assert (told.data["said_by"], told.actor_name) == ("江主任", agent.name)


@pytest.mark.parametrize("name", ["customer2", "finance", "author", "inspector"])
def test_nobody_else_chooses(stage: Stage, patch: Patch, unit: Unit, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.accept_offer(
            offered(patch, unit), TOMORROW, said_by="x", by=stage.cast[name], at=hour(1)
        )


def test_of_two_at_once_one_wins_and_the_other_is_told(
    stage: Stage, patch: Patch, unit: Unit
) -> None:
    mine, theirs = offered(patch, unit), offered(patch, unit)
    actions.accept_offer(mine, TOMORROW, by=stage.cast["customer"], at=hour(1), revision=1)
    for seen in (1, None):
        with pytest.raises(Stale):
            actions.decline_offer(
                theirs, "不用", said_by="王", by=stage.cast["agent"], at=hour(1), revision=seen
            )
        theirs.revision = 1
    mine.refresh_from_db()
    assert mine.state == "accepted"
    assert kinds(mine) == ["offer.accepted"]


def test_the_same_form_sent_twice_has_the_effect_of_one(
    stage: Stage, patch: Patch, unit: Unit
) -> None:
    offer, once = offered(patch, unit), uuid.uuid4()
    for _twice in range(2):
        actions.accept_offer(offer, TOMORROW, by=stage.cast["customer"], at=hour(1), id=once)
    assert kinds(offer) == ["offer.accepted"]


def test_one_answer_for_all_units_that_wait(stage: Stage, unit: Unit) -> None:
    second, third = (stage.unit("p14", f"PM5-26-0{one}") for one in (2, 3))
    foreign = stage.unit("p14", "PM5-26-04", customer="customer2")
    patch = published(stage.cast, unit)
    customer = stage.cast["customer"]
    actions.decline_offer(offered(patch, third), "停用", by=customer, at=hour(1))
    actions.accept_offer(offered(patch, unit), TOMORROW, others_too=True, by=customer, at=hour(1))
    states = {one.unit_id: one.state for one in Offer.objects.all()}
    assert states == {unit.pk: "accepted", second.pk: "accepted", third.pk: "declined",
                      foreign.pk: "offered"}  # fmt: skip


def test_a_dealer_answers_for_no_units_that_it_does_not_serve(stage: Stage, stand: Any) -> None:
    first, second, foreign = (
        stage.unit("p14", f"PM5-26-1{place}", dealer=dealer)
        for place, dealer in enumerate(("dealer", "dealer", "dealer2"))
    )
    patch = published(stage.cast, first)
    by, offer = stage.cast["dealer"], offered(patch, first)
    assert queries.beside(by, offer).count() == 1
    actions.accept_offer(offer, TOMORROW, others_too=True, said_by="江主任", by=by, at=hour(1))
    states = {one.unit_id: one.state for one in Offer.objects.all()}
    assert states == {first.pk: "accepted", second.pk: "accepted", foreign.pk: "offered"}


@pytest.mark.parametrize(("on", "field"), [(TODAY - timedelta(days=1), "planned_on"), (TODAY, "")])
def test_it_is_planned_for_a_day_to_come(
    stage: Stage, patch: Patch, unit: Unit, on: date, field: str
) -> None:
    offer, customer = offered(patch, unit), stage.cast["customer"]
    if not field:
        assert actions.accept_offer(offer, on, by=customer, at=hour(1)).planned_on == on
        return
    with pytest.raises(Refusal) as refused:
        actions.accept_offer(offer, on, by=customer, at=hour(1))
    assert refused.value.field == field


def test_it_is_not_applied_in_the_future_or_without_result(
    stage: Stage, patch: Patch, unit: Unit
) -> None:
    offer = accepted(stage, patch, unit)
    for wrong, field in (
        (Applied(TOMORROW, "赵勇", "正常"), "applied_on"),
        (Applied(TODAY, " ", "正常"), "done_by"),
        (Applied(TODAY, "赵勇", ""), "result"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.apply_offer(offer, wrong, by=stage.cast["agent"], at=hour(2))
        assert refused.value.field == field


def test_a_patch_that_was_withdrawn_is_not_accepted_but_recorded_if_it_was_on_before(
    stage: Stage, patch: Patch, unit: Unit
) -> None:
    second = stage.unit("p14", "PM5-26-02")
    work(1)
    waiting, offer = offered(patch, second), accepted(stage, patch, unit)
    actions.withdraw_patch(patch, "登录变慢", by=stage.cast["manager"], at=hour(2))
    work(2)
    customer = stage.cast["customer"]
    with pytest.raises(Refusal, match="登录变慢"):
        actions.accept_offer(waiting, TOMORROW, by=customer, at=hour(3))
    late = Applied(TOMORROW, "赵勇", "正常")
    with pytest.raises(Refusal, match="登录变慢"):
        actions.apply_offer(offer, late, by=customer, at=hour(48))
    offer = offered(patch, unit)
    actions.apply_offer(offer, DONE, by=customer, at=hour(48))
    assert offer.to_tell == "withdrawn"  # whoever has it is told of the withdrawal
    with pytest.raises(Refusal, match="已撤回"):
        actions.link_case(patch, stage.case(unit), by=stage.cast["agent"], at=hour(3))
