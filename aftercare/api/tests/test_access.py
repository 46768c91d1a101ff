"""Who may what: every operation, asked by every role, about its own records and another's."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from aftercare.api import routers
from aftercare.api.tests import access_by_folder as folders
from aftercare.api.tests.conftest import Program, Reply, World
from aftercare.chat.tests import access as online
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.duty import actions as duty
from aftercare.kit.events import SYSTEM
from aftercare.kit.http import Operation
from aftercare.mail.tests import access as mail
from aftercare.outbound.tests import access as outbox
from aftercare.phone import actions as phone
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment
from aftercare.promises.tests.rules.stories import PLAN

PDF = b"%PDF-1.4\n%%EOF\n"
STAFF = ("agent", "dispatcher", "lead", "manager", "leader", "admin")
HEADS = ("lead", "manager", "leader", "admin")
LOOKING = ("finance", "quality", "inspector")
EVERYBODY = (*STAFF, *LOOKING, "author", "technician", "technician2", "dealer", "dealer2",
             "customer", "customer2")  # fmt: skip

# By operation: who is let through to the records of the customer `customer`, who was handed to
# the dealer `dealer` and the technician `technician`; all others get the status that follows.
ON_THE_CASE = (*STAFF, "technician", "dealer")
SEES_THE_CASE = (*ON_THE_CASE, *LOOKING, "customer")
SEES_THE_AGREEMENT = (*STAFF, *LOOKING, "author", "technician", "dealer", "customer")
NOT_AT_WORK = {"customer2", "dealer2", "technician2"}
IN_HOUSE = (*STAFF, *LOOKING, "author", "technician", "technician2")
KEEPS_DUTY = ("dispatcher", "lead", "manager", "leader", "admin")
SEES_THE_UNIT = tuple(name for name in EVERYBODY if name not in NOT_AT_WORK)
MENDED = """remedies:
  - {name: mended, title: {zh: 修理, en: repair}, during: always, when: {kind: fault},
     offer: [repair]}
"""
RULES: dict[str, tuple[tuple[str, ...], int]] = {
    "list_organisations": (EVERYBODY, 0),
    "add_organisation": (STAFF, 403),
    "show_organisation": (SEES_THE_UNIT, 404),
    "change_organisation": (STAFF, 0),
    "list_people": (EVERYBODY, 0),
    "add_person": (STAFF, 403),
    "show_person": (SEES_THE_UNIT, 404),
    "change_person": (("admin",), 0),
    **dict.fromkeys(("list_accounts", "show_account", "invite_account"), (("admin",), 403)),
    **dict.fromkeys(("close_account", "open_account"), (("admin",), 403)),
    "list_products": (EVERYBODY, 0),
    "add_product": (STAFF, 403),
    "show_product": (EVERYBODY, 0),
    "change_product": (STAFF, 403),
    "list_sites": (EVERYBODY, 0),
    "add_site": (STAFF, 403),
    "show_site": (SEES_THE_UNIT, 404),
    "change_site": (STAFF, 403),
    "list_projects": (EVERYBODY, 0),
    "add_project": (STAFF, 403),
    "show_project": (SEES_THE_UNIT, 404),
    "change_project": (STAFF, 403),
    "list_units": (EVERYBODY, 0),
    "add_unit": (STAFF, 403),
    "show_unit": (SEES_THE_UNIT, 404),
    "change_unit": (STAFF, 403),
    "fit_component": (ON_THE_CASE, 0),
    "list_past_repairs": (SEES_THE_UNIT, 404),
    "search": (EVERYBODY, 0),
    "list_plans": (EVERYBODY, 0),
    "list_clauses": ((*HEADS, *LOOKING, "author"), 403),
    "list_versions": (tuple(sorted({*EVERYBODY} - {"dealer2"})), 404),
    "show_version": (tuple(sorted({*EVERYBODY} - {"dealer2"})), 404),
    "check_plan": (EVERYBODY, 0),
    "load_plan": (("author", "admin"), 403),
    "list_agreements": (EVERYBODY, 0),
    "make_agreement": ((*HEADS, "author"), 403),
    "show_agreement": (SEES_THE_AGREEMENT, 404),
    "move_agreement": ((*HEADS, "author"), 403),
    "list_milestones": (SEES_THE_AGREEMENT, 404),
    "record_milestone": (STAFF, 403),
    "correct_milestone": (STAFF, 403),
    "add_cover": ((*HEADS, "author"), 403),
    "end_cover": ((*HEADS, "author"), 403),
    **dict.fromkeys(("add_contact", "change_contact", "drop_contact"), ((*HEADS, "author"), 403)),
    "list_cases": (EVERYBODY, 0),
    "list_duplicates": (SEES_THE_UNIT, 422),
    "show_case": (SEES_THE_CASE, 404),
    "show_answerable": (tuple(one for one in SEES_THE_CASE if one != "customer"), 404),
    "show_choices": (SEES_THE_CASE, 404),
    "choose_remedy": (ON_THE_CASE, 0),
    "register_case": ((*STAFF, "technician", "dealer", "customer"), 0),
    "move_case": (ON_THE_CASE, 0),
    "triage_case": (ON_THE_CASE, 0),
    "assign_case": ((*STAFF, "technician"), 0),  # to one of ours; a dealer names its own
    "decide_cause": (ON_THE_CASE, 0),
    "decline_case": (("technician",), 0),  # who has been handed it
    "forward_case": ((*STAFF, "technician"), 0),
    "split_case": ((*STAFF, "technician"), 0),
    "list_parts": (EVERYBODY, 0),
    "show_part": ((*STAFF, *LOOKING, "technician", "technician2"), 404),
    "move_part": ((*STAFF, "technician2"), 0),
    "check_part": (STAFF, 0),
    "note_case": ((*ON_THE_CASE, "customer"), 0),
    "record_on_case": (ON_THE_CASE, 0),
    "rate_case": (("customer",), 0),
    "answer_loan": ((*ON_THE_CASE, "customer"), 0),
    "answer_proposal": (ON_THE_CASE, 0),
    "renew_link": (ON_THE_CASE, 0),
    "list_files": (SEES_THE_CASE, 404),
    "show_file": (SEES_THE_CASE, 404),
    "add_file": ((*ON_THE_CASE, "customer"), 0),
    "decide_coverage": (ON_THE_CASE, 0),
    "overrule_coverage": (HEADS, 0),
    "list_commitments": (EVERYBODY, 0),
    "show_commitment": ((*STAFF, *LOOKING, "author", "technician", "dealer", "customer"), 404),
    "explain_commitment": ((*STAFF, *LOOKING, "author", "technician", "dealer", "customer"), 404),
    "waive_commitment": (HEADS, 403),
    "void_commitment": (HEADS, 403),
    "explain_lateness": (ON_THE_CASE, 0),
    "show_coverage": (SEES_THE_UNIT, 422),
    "list_calls": (EVERYBODY, 0),
    "show_call": ((*STAFF, *LOOKING, "technician"), 404),
    "tell_of_call": (STAFF, 403),
    "note_call": ((*STAFF, "technician"), 0),
    **online.RULES,
    **folders.RULES,
    **outbox.rules(STAFF, HEADS, LOOKING),
    "list_rosters": (EVERYBODY, 0),
    "show_roster": (IN_HOUSE, 404),
    "show_duty": (IN_HOUSE, 404),
    "list_shifts": (IN_HOUSE, 404),
    "add_roster": (KEEPS_DUTY, 403),
    "change_roster": (KEEPS_DUTY, 0),
    "add_shift": (KEEPS_DUTY, 0),
    "end_shift": (KEEPS_DUTY, 0),
    "add_stand_in": (KEEPS_DUTY, 0),  # others hand over duty of their own
    "cancel_stand_in": (KEEPS_DUTY, 0),
    "add_leave": (KEEPS_DUTY, 403),
    "cancel_leave": (KEEPS_DUTY, 0),
    **mail.rules(STAFF, LOOKING, EVERYBODY),
    "list_events": (SEES_THE_CASE, 404),
    "show_event": (SEES_THE_CASE, 404),
    "record_event": (ON_THE_CASE, 0),
}


@dataclass
class Stage:
    """A case with its promises, handed to the technician of the dealer."""

    world: World
    case: Case
    commitment: Commitment
    second_version: int
    milestone: int
    file: int
    contact: int
    call: int
    duty: dict[str, int]

    @property
    def event(self) -> int:
        return self.commitment.started_by


@pytest.fixture
def stage(world: World) -> Stage:
    return set_up(world)


def set_up(world: World) -> Stage:
    report = desk.Report(customer=world.unit.customer, symptom="漏水", unit=world.unit,
                         facts={"severity": "1"})  # fmt: skip
    at = timezone.now()
    case = desk.register_case(report, by=SYSTEM, at=at).case
    desk.forward_case(case, to=world.cast.organisations["dealer"], by=world.cast["agent"], at=at)
    desk.assign_case(case, to=world.cast["technician"], by=world.cast["agent"], at=at)
    Case.objects.filter(pk=case.pk).update(organisation=world.cast.organisations["dealer"])
    Commitment.objects.update(organisation=world.cast.organisations["dealer"])
    second = plans.load_plan(PLAN.replace("样例", "样例二"), name="2.yaml", by=SYSTEM, at=at)
    case.refresh_from_db()
    trained = plans.record_milestone(
        world.agreement, "training.held", occurred_at=at, by=SYSTEM, at=at
    )
    fix = Commitment.objects.get(promise="fix")
    contact = world.agreement.contacts.create(role="technician", name="赵勇")
    call = phone.enter_call(caller="1", began_at=at, by=world.cast["technician"], at=at)
    folders.make(case, world.cast)
    kept = desk.add_file(case, io.BytesIO(PDF), "a.pdf", public=True, by=world.cast["agent"], at=at)
    return Stage(world, case, fix, second.number, trained.sequence, kept.pk, contact.pk, call.pk,
                 on_duty(world, at))  # fmt: skip


def on_duty(world: World, at: datetime) -> dict[str, int]:
    """A roster with a shift, somebody who stands in and somebody who is away."""
    roster = duty.add_roster(world.cast.departments["客户服务部"], by=SYSTEM, at=at)
    shift = duty.add_shift(roster, person=world.cast["agent"], days=[0], begins=0, ends=60,
                           from_on=at.date(), by=SYSTEM, at=at)  # fmt: skip
    stretch: dict[str, Any] = {"begins_at": at, "ends_at": at + timedelta(hours=1), "at": at}
    stands = duty.stand_in(roster, person=world.cast["agent"], by=SYSTEM, **stretch)
    away = duty.enter_leave(world.cast["agent"], by=SYSTEM, **stretch)
    return {"rosters": roster.pk, "shifts": shift.pk, "stand-ins": stands.pk, "leaves": away.pk}


def form_with(file: SimpleUploadedFile, **fields: str) -> bytes:
    encode: Callable[..., Any] = encode_multipart
    return bytes(encode(BOUNDARY, {"file": file, **fields}))


def close(stage: Stage) -> None:
    for verb, said in (("solve", {"solution": "x"}), ("close", {})):
        desk.move_case(stage.case, verb, data=said, by=SYSTEM, at=timezone.now())


def let_it_be_late(stage: Stage) -> None:
    early = timezone.now() - timedelta(days=1)
    Commitment.objects.filter(pk=stage.commitment.pk).update(due_at=early)


def open_a_remedy(_stage: Stage) -> None:
    opened = plans.load_plan(PLAN + MENDED, name="m.yaml", by=SYSTEM, at=timezone.now())
    Agreement.objects.update(plan_version=opened)


# What must be so before an operation makes sense.
def in_parts(stage: Stage) -> None:
    """In the hands of another technician than the one who answers for the case."""
    world = stage.world
    shares = [desk.Share("x", world.cast["technician2"])] * 2
    made = desk.split_case(stage.case, shares, by=world.cast["agent"], at=timezone.now())
    Case.objects.filter(pk=stage.case.pk).update(responsible=world.cast["technician"])
    stage.duty["parts"] = made[0].pk


READY: dict[str, Callable[[Stage], object]] = {
    **folders.READY,
    "rate_case": close,
    "answer_loan": lambda stage: desk.offer_loan(stage.case, by=SYSTEM, at=timezone.now()),
    "answer_proposal": lambda stage: desk.propose_replacement(
        stage.case, by=SYSTEM, at=timezone.now()
    ),
    "explain_lateness": let_it_be_late,
    **dict.fromkeys(("show_part", "move_part", "check_part"), in_parts),
    "decline_case": lambda stage: Case.objects.filter(pk=stage.case.pk).update(state="forwarded"),
    "choose_remedy": open_a_remedy,
}


Keys = dict[str, dict[str, Any]]


def asked(stage: Stage, one: Operation) -> Callable[[Program], Reply]:
    """A request of this operation that fits, about the records of the stage."""
    world = stage.world
    keys: Keys = {
        "list_versions": {"plan": "sample"}, "show_version": {"plan": "sample", "number": 1},
        "show_event": {"sequence": stage.event}, **outbox.keys(world.unit), **online.keys(world),
        **mail.keys(world.cast),
        "correct_milestone": {"id": world.agreement.pk, "sequence": stage.milestone},
        "change_contact": {"id": world.agreement.pk, "contact": stage.contact},
        "drop_contact": {"id": world.agreement.pk, "contact": stage.contact},
    }  # fmt: skip
    ids: Keys = {
        "agreements": {"id": world.agreement.pk}, "commitments": {"id": stage.commitment.pk},
        "cases": {"number": stage.case.number, "id": stage.file},
        "calls": {"id": stage.call}, **folders.ids(stage.case),
    }  # fmt: skip
    records: dict[str, Any] = {
        "accounts": world.cast["finance"].pk,
        "organisations": world.unit.customer_id, "people": world.cast["customer"].pk,
        "products": world.model.pk, "sites": world.site.pk, "projects": world.project.pk,
        "units": world.unit.pk, **stage.duty,
    }  # fmt: skip
    known = {"id": records[first]} if (first := one.path.split("/")[1]) in records else {}
    if one.path.startswith("/parts/"):
        ids["cases"] = {"id": stage.duty.get("parts", 0)}
    path = one.path.format(**keys.get(one.name, ids.get(one.area, known)))
    queries = {
        "search": "?q=SN-1",
        "list_duplicates": f"?unit={world.unit.pk}", "show_coverage": f"?unit={world.unit.pk}",
        "show_duty": "?begin=2026-03-02T00:00:00Z&end=2026-03-03T00:00:00Z",
        "list_events": f"?subject={stage.case.reference}",
    }  # fmt: skip
    path += queries.get(one.name, "")
    body = bodies(stage).get(one.name)
    headers = {"If_Match": "*"} if one.needs_match else {}
    headers |= {"Content_Type": MULTIPART_CONTENT} if one.upload else {}
    return lambda program: program.send(one.method, path, body, **headers)


def bodies(stage: Stage) -> dict[str, Any]:
    world, at = stage.world, timezone.now().isoformat()
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    customer, model = world.unit.customer_id, world.model.pk
    return {
        "add_organisation": {"code": "N1", "name": "新客户"},
        "change_organisation": {"phone": "1"},
        "add_person": {"organisation": customer, "name": "新联系人"},
        "change_person": {"phone": "1"},
        "invite_account": {"organisation": customer, "name": "新", "email": "new@example.com"},
        "close_account": {"reason": "left"},
        "add_product": {"code": "N1", "name": "新型号"},
        "change_product": {"brand": "x"},
        "add_site": {"customer": customer, "name": "新楼", "address": "x"},
        "change_site": {"phone": "1"},
        "add_project": {"customer": customer, "number": "N1", "name": "新项目"},
        "change_project": {"name": "x"},
        "add_unit": {"customer": customer, "model": model, "serial": "N1"},
        "change_unit": {"card_number": "x"},
        "fit_component": {"kind": "pump", "installed_on": "2026-01-02"},
        "check_plan": {"text": "plan: x"},
        "load_plan": {"text": PLAN.replace("zh: 样例", "zh: 样例三")},
        "make_agreement": {
            "number": "B-1", "title": "x", "plan": "sample", "version": 1,
            "customer": world.unit.customer_id, "signed_on": "2026-01-01",
        },
        "move_agreement": {"version": stage.second_version, "reason": "x"},
        "record_milestone": {"kind": "training.held", "occurred_at": at},
        "correct_milestone": {"withdrawn": True, "reason": "x"},
        "add_cover": {"site": world.site.pk, "from_on": at[:10]},
        "end_cover": {"unit": world.unit.pk, "on": "2299-01-01", "reason": "x"},
        "add_contact": {"role": "lead", "name": "孙丽"},
        "change_contact": {"role": "lead", "name": "孙丽"},
        "register_case": {"symptom": "停机", "unit": world.unit.pk},
        "move_case": {"move": "arrange"},
        "triage_case": {"facts": {"severity": "2"}},
        "assign_case": {"to": world.cast["technician"].pk},
        "forward_case": {"to": f"person/{world.cast['technician'].pk}"},
        "decide_cause": {"cause": "installation", "items": "x"},
        "decline_case": {"reason": "x"},
        "split_case": {"parts": [{"what": "x", "to": f"person/{world.cast['technician'].pk}"}] * 2},
        "move_part": {"move": "arrange"},
        "check_part": {"found": "arranged", "result": "x"},
        "note_case": {"text": "x"},
        "record_on_case": {"kind": "case.contacted"},
        "overrule_coverage": {"covered": "yes", "reason": "x"},
        "rate_case": {"stars": 4}, "answer_loan": {"accepted": True},
        "answer_proposal": {"proposal": "replacement.proposed", "accepted": False, "reason": "x"},
        "add_file": form_with(SimpleUploadedFile("b.pdf", PDF)),
        "explain_lateness": {"reason": "x"},
        "choose_remedy": {"offer": "repair"},
        **online.BODIES,
        **folders.bodies(stage.case, world.cast),
        "tell_of_call": {"call": "pbx-1", "event": "ring", "at": at},
        "note_call": {"purpose": "question", "answer": "x", "result": "solved"},
        "add_roster": {"department": world.cast.departments["质量部"].pk},
        "change_roster": {"covers": "always"},
        "add_shift": {"person": world.cast["agent"].pk, "days": [1], "begins": "08:00",
                      "ends": "09:00", "from_on": at[:10]},
        "end_shift": {"on": "2299-01-01"},
        "add_stand_in": {"person": world.cast["agent"].pk, "begins_at": at,
                         "ends_at": later},
        "add_leave": {"person": world.cast["agent"].pk, "begins_at": at, "ends_at": later},
        **outbox.bodies(world.unit), **mail.bodies(customer, stage.case.number),
        "waive_commitment": {"reason": "x"},
        "void_commitment": {"reason": "x"},
        "record_event": {
            "subject": stage.case.reference, "kind": "case.contacted", "occurred_at": at,
        },
    }  # fmt: skip


OPERATIONS = {one.name: one for area in routers.mounted() for one in area.operations}


def test_the_table_names_every_operation() -> None:
    assert set(RULES) == set(OPERATIONS)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_each_role_is_let_through_or_refused(stage: Stage, name: str) -> None:
    allowed, otherwise = RULES[name]
    if name in READY:
        READY[name](stage)
    ask = asked(stage, OPERATIONS[name])
    for username in EVERYBODY:
        with transaction.atomic():
            reply = ask(stage.world.program(username))
            transaction.set_rollback(True)
        if username in allowed:
            assert reply.status in {200, 201}, (username, reply.content)
        else:
            expected = {otherwise} if otherwise else {403, 404, 422}
            assert reply.status in expected, (username, reply.content)
