"""Plans, agreements, milestones and coverage through the API."""

from typing import Any

import pytest
from django.utils import timezone

from aftercare.api.tests.conftest import Program, World
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment
from aftercare.promises.tests.rules.stories import PLAN

SIGNED = {"provider": "2026-03-02T02:00:00Z", "customer": "2026-03-05T02:00:00Z"}


@pytest.fixture
def manager(world: World) -> Program:
    return world.program("manager")


def body(world: World, **more: Any) -> dict[str, Any]:
    return {
        "number": "HT-9", "title": "机电保修", "plan": "sample", "version": 1,
        "customer": world.unit.customer_id, "signed_on": "2026-02-01",
        "covers": [{"project": world.project.pk}, {"unit": world.unit.pk}],
        "contacts": [{"role": "responsible", "name": "孙丽", "phone": "13900000003"}], **more,
    }  # fmt: skip


def test_an_agreement_binds_a_version_to_what_it_covers(manager: Program, world: World) -> None:
    reply = manager.post("/agreements", body(world))
    assert reply.status == 201
    made = reply.content
    assert [(one["kind"], one["id"]) for one in made["covers"]] == [
        ("project", world.project.pk), ("unit", world.unit.pk),
    ]  # fmt: skip
    named = [{name: one[name] for name in ("role", "name", "phone")} for one in made["contacts"]]
    assert named == [{"role": "responsible", "name": "孙丽", "phone": "13900000003"}]
    assert [one["version"] for one in made["bindings"]] == [1]
    shown = manager.get(f"/agreements/{made['id']}")
    assert (shown.content, shown.headers["ETag"]) == (made, reply.headers["ETag"])
    found = manager.get("/agreements?number=HT-9")
    assert [one["id"] for one in found.content["items"]] == [made["id"]]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"number": "A-1"}, "#/number"),
        ({"version": 9}, "#/version"),
        ({"plan": "none"}, "#/version"),
        ({"customer": 10**9}, "#/customer"),
        ({"covers": [{}]}, "#/covers/0"),
        ({"covers": [{"unit": 1, "project": 1}]}, "#/covers/0"),
        ({"covers": [{"unit": 10**9}]}, "#/covers/0/unit"),
        ({"ends_on": "2020-01-01"}, "#/ends_on"),
        ({"signed_on": "2026-02-30"}, "#/signed_on"),
        ({"signed_on": "0001-01-01"}, "#/signed_on"),
        ({"contacts": [{"role": "x"}]}, "#/contacts/0/name"),
    ],
)
def test_each_mistake_of_an_agreement_is_named(
    manager: Program, world: World, change: dict[str, Any], pointer: str
) -> None:
    reply = manager.post("/agreements", body(world, **change))
    assert (reply.status, reply.wrong) == (422, [pointer])
    assert not Agreement.objects.filter(number="HT-9").exists()


def test_what_is_another_customers_cannot_be_covered(manager: Program, world: World) -> None:
    reply = manager.post("/agreements", body(world, covers=[{"unit": world.other_unit.pk}]))
    assert (reply.status, reply.wrong) == (422, ["#/covers"])


def test_moving_on_is_recorded_and_needs_the_revision(manager: Program, world: World) -> None:
    text = PLAN.replace("zh: 样例", "zh: 样例二")
    plans.load_plan(text, name="second.yaml", by=SYSTEM, at=timezone.now())
    path = f"/agreements/{world.agreement.pk}"
    seen = manager.get(path).headers["ETag"]
    moved = manager.post(f"{path}/version", {"version": 2, "reason": "新标准"}, If_Match=seen)
    assert (moved.status, moved.content["version"], moved.content["revision"]) == (200, 2, 2)
    assert [(one["version"], one["reason"]) for one in moved.content["bindings"]] == [
        (1, ""), (2, "新标准"),
    ]  # fmt: skip
    again = manager.post(f"{path}/version", {"version": 1, "reason": "x"}, If_Match=seen)
    assert (again.status, again.content["revision"]) == (412, 2)


def test_both_signatures_start_what_the_acceptance_starts(manager: Program, world: World) -> None:
    path = f"/agreements/{world.agreement.pk}/milestones"
    milestone = {
        "kind": "acceptance.signed", "occurred_at": SIGNED["customer"],
        "subject": world.unit.reference, "data": {"signatures": SIGNED},
        "id": "0d0c1d8e-3a6e-4f4e-9c55-1f6a3c2b7a11",
    }  # fmt: skip
    first, again = manager.post(path, milestone), manager.post(path, milestone)
    assert (first.status, again.content["sequence"]) == (201, first.content["sequence"])
    training = Commitment.objects.get(promise="training", subject=world.unit.reference)
    assert training.started_at.isoformat() == "2026-03-05T02:00:00+00:00"
    listed = manager.get(path).content["items"]
    assert [(one["kind"], one["subject"]) for one in listed] == [
        ("acceptance.signed", world.unit.reference)
    ]
    assert manager.get(first.headers["Location"].removeprefix("/api/v1")).status == 200
    elsewhere = {**milestone, "subject": world.other_unit.reference, "id": None}
    assert manager.post(path, elsewhere).wrong == ["#/subject"]


def test_a_corrected_acceptance_moves_what_it_started(manager: Program, world: World) -> None:
    path = f"/agreements/{world.agreement.pk}/milestones"
    milestone = {
        "kind": "acceptance.signed", "occurred_at": SIGNED["customer"],
        "subject": world.unit.reference, "data": {"signatures": SIGNED},
    }  # fmt: skip
    wrong = manager.post(path, milestone).content["sequence"]
    before = Commitment.objects.get(promise="training", subject=world.unit.reference)
    later = dict.fromkeys(SIGNED, "2026-03-06T02:00:00+00:00")
    right = {"reason": "日期抄错", "occurred_at": later["customer"], "data": {"signatures": later}}
    assert manager.post(f"{path}/{wrong}/correction", {**right, "reason": ""}).status == 422
    assert manager.post(f"{path}/{wrong}/correction", right).status == 201
    after = Commitment.objects.get(pk=before.pk)
    assert after.started_at.isoformat() == "2026-03-06T02:00:00+00:00"
    text = manager.get(f"/commitments/{after.pk}/explanation").content["text"]
    assert "日期抄错" in text
    gone = {"reason": "没有验收", "withdrawn": True}
    assert manager.post(f"{path}/{wrong}/correction", gone).status == 201
    assert not Commitment.objects.filter(promise="training", subject=world.unit.reference).exists()
    assert manager.post(f"{path}/{wrong}/correction", gone).status == 422
    assert manager.post(f"{path}/999999/correction", gone).status == 404


def test_the_verdict_names_term_and_reasons(manager: Program, world: World) -> None:
    path = f"/coverage?unit={world.unit.pk}&on=2026-06-01T00:00:00Z"
    before = manager.get(path).content
    milestone = {
        "kind": "acceptance.signed", "occurred_at": SIGNED["customer"],
        "subject": world.unit.reference, "data": {"signatures": SIGNED},
    }  # fmt: skip
    assert manager.post(f"/agreements/{world.agreement.pk}/milestones", milestone).status == 201
    after = manager.get(path).content
    assert (before["verdict"]["covered"], after["verdict"]["covered"]) == ("undetermined", "yes")
    assert after["agreement"] == world.agreement.pk
    assert [line["code"] for line in after["verdict"]["lines"]] == ["warranty"] * 3
    expired = manager.get(path.replace("2026", "2031")).content["verdict"]["covered"]
    assert expired in {"no", "advice"}
    assert all(isinstance(reason, str) and reason for reason in after["reasons"])


@pytest.mark.parametrize(
    ("query", "wrong"), [("", "#/unit"), ("unit=1000000000", "unit"), ("unit=1&cause=x", "cause")]
)
def test_a_question_that_cannot_be_answered_is_refused(
    manager: Program, world: World, query: str, wrong: str
) -> None:
    query = query.replace("unit=1&", f"unit={world.unit.pk}&")
    reply = manager.get(f"/coverage?{query}")
    assert (reply.status, reply.wrong) == (422, [wrong])


def test_plans_are_listed_with_their_newest_version_and_shown_word_for_word(
    manager: Program, world: World
) -> None:
    text = PLAN.replace("zh: 样例", "zh: 样例二")
    plans.load_plan(text, name="second.yaml", by=SYSTEM, at=timezone.now())
    listed = manager.get("/plans?catalogue=P01").content["items"]
    assert [(one["plan"], one["number"]) for one in listed] == [("sample", 2)]
    assert listed[0]["title"] == "Sample"
    numbers = [one["number"] for one in manager.get("/plans/sample/versions").content["items"]]
    assert numbers == [2, 1]
    assert manager.get("/plans/sample/versions/2").content["text"] == text
    assert manager.get("/plans/none/versions").status == 404


@pytest.mark.parametrize(("language", "word"), [("en", "nowhere"), ("zh", "nowhere")])
def test_a_checked_text_names_each_mistake_with_its_place(
    manager: Program, language: str, word: str
) -> None:
    text = PLAN.replace("calendar: office,", "calendar: nowhere,")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "nowhere" in row)
    reply = manager.post("/plans/check", {"text": text}, Accept_Language=language)
    errors = [one for one in reply.content["faults"] if one["severity"] == "error"]
    assert reply.content["loadable"] is False
    assert [one["line"] for one in errors] == [line]
    assert word in errors[0]["detail"]
    assert manager.post("/plans/check", {"text": PLAN}).content["loadable"] is True
