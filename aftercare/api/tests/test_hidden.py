"""What is between ourselves stays there: lists, notes, classes, the history of everything."""

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.api.tests.conftest import World
from aftercare.api.tests.stage import EVERYBODY, LOOKING, STAFF, Stage, set_up
from aftercare.complaints import actions as complaints
from aftercare.desk import actions as desk
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment


@pytest.fixture
def stage(world: World) -> Stage:
    return set_up(world)


def test_nobody_sees_in_lists_what_is_not_theirs(stage: Stage) -> None:
    seen = {}
    for username in EVERYBODY:
        program = stage.world.program(username)
        seen[username] = tuple(
            len(program.get(path).content["items"])
            for path in ("/cases", "/agreements", "/commitments")
        )
    staff, none = (1, 2, 4), (0, 0, 0)
    assert seen == {
        **dict.fromkeys((*STAFF, *LOOKING), staff),
        "author": (0, 2, 4), "technician": (1, 1, 4), "technician2": none,
        "dealer": (1, 1, 4), "customer": (1, 1, 4),
        "dealer2": none, "customer2": (0, 1, 0),
    }  # fmt: skip


def test_a_customer_is_not_told_what_is_between_ourselves(stage: Stage) -> None:
    agent, customer = stage.world.program("agent"), stage.world.program("customer")
    path = f"/cases/{stage.case.number}/notes"
    agent.post(path, {"text": "内部"})
    agent.post(path, {"text": "公开", "internal": False})
    reply = customer.get(f"/events?subject={stage.case.reference}")
    assert [event["kind"] for event in reply.content["items"]] == ["case.reported", "case.noted"]
    assert reply.content["items"][1]["data"]["text"] == "公开"
    hidden = agent.get(f"/events?subject={stage.case.reference}&kind=case.noted")
    assert len(hidden.content["items"]) == 2
    sequence = hidden.content["items"][0]["sequence"]
    assert customer.get(f"/events/{sequence}").status == 404


def test_a_customer_is_not_told_how_the_house_classes_them(stage: Stage) -> None:
    world, at = stage.world, timezone.now()
    customer = world.unit.customer
    customer.standing = "key"
    customer.save()
    plans.record_milestone(world.unit, "delivery.made", occurred_at=at, by=SYSTEM, at=at)
    with transaction.atomic():
        report = desk.Report(customer=customer, symptom="异响", unit=world.unit)
        case = desk.register_case(report, by=SYSTEM, at=at).case
    clock = Commitment.objects.filter(subject=case.reference)[0]
    paths = (
        f"/agreements/{world.agreement.pk}/milestones", f"/cases/{case.number}",
        f"/events?subject={case.reference}", f"/events?subject={world.unit.reference}",
        f"/commitments/{clock.pk}/explanation", f"/organisations/{customer.pk}", "/organisations",
        f"/events/{clock.started_by}",
    )  # fmt: skip
    agent, program = world.program("agent"), world.program("customer")
    for path in paths:
        seen, told = agent.get(path), program.get(path)
        assert (seen.status, told.status) == (200, 200), path
        assert "'key'" in str(seen.content), path
        assert "'key'" not in str(told.content).replace("'key': '", ""), path


def test_the_history_of_everything_is_for_who_may_see_it(stage: Stage) -> None:
    assert stage.world.program("inspector").get("/events").status == 200
    reply = stage.world.program("agent").get("/events")
    assert (reply.status, reply.wrong) == (422, ["#/subject"])
    kinds = {e["kind"] for e in stage.world.program("inspector").get("/events").content["items"]}
    assert "token.made" not in kinds
    kinds = {e["kind"] for e in stage.world.program("admin").get("/events").content["items"]}
    assert "token.made" in kinds


def test_whoever_is_complained_about_reads_nothing_of_it(stage: Stage) -> None:
    cast = stage.world.cast
    said = complaints.Grievance("态度差", "person", "apology", "王", person=cast["lead"])
    made = complaints.receive_complaint(said, by=cast["agent"], at=timezone.now()).complaint
    accused, manager = stage.world.program("lead"), stage.world.program("manager")
    path = f"/events?subject={made.reference}"
    assert len(manager.get(path).content["items"]) == 2
    assert accused.get(path).content["items"] == []
    sequence = manager.get(path).content["items"][0]["sequence"]
    assert accused.get(f"/events/{sequence}").status == 404
    assert not [one for one in accused.get("/events?kind=complaint.received").content["items"]
                if one["subject"] == made.reference]  # fmt: skip


def test_another_agreement_is_as_good_as_none(stage: Stage) -> None:
    other = Agreement.objects.get(number="A-2")
    program = stage.world.program("customer")
    missing = program.get(f"/agreements/{10**9}")
    found = program.get(f"/agreements/{other.pk}")
    del missing.content["instance"], found.content["instance"]
    assert (found.status, found.content) == (404, missing.content)
