"""Every page with a key in its address, asked for the records of somebody else.

Another customer, another dealer and a technician who has nothing to do with it learn nothing: the
answer is the same as for a key that does not exist, it is no page, and it names nothing. The table
must name every such address; the API has its own test of the same kind.
"""

import io
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone

from aftercare.accounts.tests.conftest import add_passkey
from aftercare.api import actions as tokens
from aftercare.api.tests.conftest import World, make_world
from aftercare.catalog.models import Component
from aftercare.chat import actions as chat
from aftercare.chat.rules import Side
from aftercare.complaints import actions as complaints
from aftercare.desk import actions as desk
from aftercare.documents import actions as documents
from aftercare.duty import actions as duty
from aftercare.emergency import actions as emergency
from aftercare.imports.models import ImportRun, RunState
from aftercare.kit.events import SYSTEM
from aftercare.mail.tests.letters import some_letters
from aftercare.outbound.tests.conftest import hooked, letter_to, noticed, opted_out
from aftercare.patches import actions as patches
from aftercare.people.models import Person
from aftercare.phone import actions as phone
from aftercare.phone.models import Extension
from aftercare.plans import actions as plans
from aftercare.promises.models import Alert, Commitment
from aftercare.remote import actions as remote
from aftercare.satisfaction.models import ManagerReview
from aftercare.skills import actions as skills
from aftercare.skills.queries import scans_of
from aftercare.web.demo.cast import PASSWORD, Cast

STRANGERS = ("customer2", "dealer2", "technician2")
STATUSES = {403, 404, 405}
NOTHING = 987_654
# What is shown to everybody who may open the page at all, and has no owner.
NOBODYS = {
    "choose/<slug:what>", "views/<slug:page>/save", "views/<slug:page>/drop",
    "imports/empty/<slug:sheet>", "catalog/products/<int:pk>/change",
    "clauses/<slug:catalogue>", "certificates/kinds/<int:pk>/change", "outbox/letters/<slug:name>",
}  # fmt: skip
# What opens by a secret instead of a sign-in; `portal` has the tests.
BY_SECRET = {"stop/<str:sign>", "u/<str:code>", "follow/<str:secret>", "follow/act/<slug:what>",
             "follow/files/<int:key>", "account/link/<str:secret>", "ask/open/<str:secret>",
             "ask/talk/files/<int:key>", "complaint/<str:secret>", "complaint/act/<slug:what>",
             "authorise/<str:secret>"}  # fmt: skip
# Keys of records that belong to another.
SECOND = {"key": "file", "sequence": "milestone", "contact": "contact", "cover": "cover",
          "file": "letter_file"}  # fmt: skip
ACTS = {
    "my/patches": "accept",
    "patches/": "decline",
    "my/complaints": "message",
    "my/": "answer",
    "accounts/": "end-sessions",
    "outbox/webhooks/": "pause",
    "outbox/broadcasts/": "start",
    "outbox/": "hold",
    "parts/": "arrange",
    "remote/": "end",
    "complaints/corrective/": "plan",
    "satisfaction/reviews/": "keep",
    "emergency/measures/": "finish",
    "letters/": "dismiss",
}
WORDS = {"what": "note", "verb": "note", "page": "cases"}  # which act of a case, which list


def walk(patterns: Any, before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern)
        else:
            yield from walk(one.url_patterns, before + str(one.pattern))


ADDRESSES = sorted(
    address
    for address in walk(get_resolver().url_patterns)
    if "<" in address and not address.startswith("api/") and address not in NOBODYS | BY_SECRET
)


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def keys(world: World, tmp_path: Any) -> dict[str, Any]:
    """The keys of one customer's records, by the beginning of the addresses they stand in."""
    at, cast, unit = timezone.now(), world.cast, world.unit
    with transaction.atomic():
        report = desk.Report(customer=unit.customer, symptom="漏水", unit=unit,
                             facts={"severity": "1"})  # fmt: skip
        case = desk.register_case(report, by=cast["agent"], at=at).case
        file = documents.attach_file(
            io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf", subject=case.reference, by=SYSTEM, at=at,
            public=True,
        )  # fmt: skip
    commitment = Commitment.objects.filter(subject=case.reference).order_by("pk")[0]
    alert = Alert.objects.create(person=cast["agent"], commitment=commitment, step="x",
                                 created_at=at)  # fmt: skip
    run = ImportRun.objects.create(sheet="units", file_name="x.csv", digest="0" * 64,
                                   state=RunState.DONE, by_name="x", at=at, mend="x")  # fmt: skip
    token = tokens.make_token(cast["customer"], name="x", scopes=["read:cases"], by=SYSTEM, at=at,
                              expires_at=at + timedelta(days=1)).token  # fmt: skip
    contact = world.agreement.contacts.create(role="technician", name="赵勇")
    told = plans.record_milestone(
        world.agreement, "training.held", occurred_at=at, by=cast["agent"], at=at
    )
    extension = Extension.objects.create(number="801", person=cast["agent"])
    chat.come_on_duty(cast["agent"], at=at)
    question = chat.Question("漏水吗", cast["customer"].name, customer=unit.customer)
    asked = chat.ask(question, key=uuid.uuid4(), secret="x", by=cast["customer"], at=at)
    chat.take(asked, by=cast["agent"], at=at)
    sent = chat.add_file(
        asked, io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf", key=uuid.uuid4(), side=Side.AGENT,
        by=cast["agent"], at=at,
    )  # fmt: skip
    call = phone.enter_call(caller="1", began_at=at, by=cast["agent"], at=at)
    technicians = cast["technician"], cast["dealer"]
    part = desk.split_case(case, [desk.Share("漏水", one) for one in technicians],
                           by=cast["agent"], at=at)[0]  # fmt: skip
    roster = duty.add_roster(cast.departments["客户服务部"], by=SYSTEM, at=at)
    shift = duty.add_shift(roster, person=cast["agent"], days=[0], begins=0, ends=60,
                           from_on=at.date(), by=SYSTEM, at=at)  # fmt: skip
    stretch: dict[str, Any] = {"begins_at": at, "ends_at": at + timedelta(hours=1), "at": at}
    stands = duty.stand_in(roster, person=cast["agent"], by=SYSTEM, **stretch)
    away = duty.enter_leave(cast["agent"], by=SYSTEM, **stretch)
    skill = skills.add_skill(fields={"code": "x", "title_zh": "漏水"}, by=SYSTEM, at=at)
    paper = skills.add_certificate(
        cast["technician"], skill,
        valid_from=at.date(), valid_until=at.date(), by=SYSTEM, at=at,
        scan=skills.Scan(io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "c.pdf"),
    )  # fmt: skip
    letter = some_letters(cast)[0]
    letter_file = documents.attach_file(
        io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "b.pdf", subject=letter.reference, by=SYSTEM, at=at
    )
    grievance = complaints.Grievance(
        "态度差", "other", "apology", "王", customer=unit.customer, severity="ordinary"
    )
    complaint = complaints.receive_complaint(grievance, by=cast["agent"], at=at).complaint
    reviewed = ManagerReview.objects.create(
        state="open", project=world.project, manager=cast["lead"], figure="42.5", below=50,
        opened_at=at,
    )  # fmt: skip
    corrective = complaints.open_action(
        origin=complaint.reference, origin_name="x", matter="x", by=cast["quality"], at=at
    )
    allowing = remote.ask_for_session(
        case, purpose="x", scope="x", hours=1, by=cast["agent"], at=at
    ).session
    member = emergency.add_member(cast["agent"], by=SYSTEM, at=at)
    emergency.add_member(cast["lead"], by=SYSTEM, at=at)
    incident = emergency.declare(emergency.Declared("x", "x"), by=cast["agent"], at=at)
    measure = emergency.add_measure(incident, what="x", owner=cast["agent"],
                                    due_at=at + timedelta(hours=1), by=cast["agent"],
                                    at=at)  # fmt: skip
    session = UserSession.objects.create(user=cast["customer"], ip="127.0.0.1", session_key="x")
    invited = Person.objects.create(name="韩梅", role="customer", organisation=unit.customer)
    draft = patches.Draft(
        "P-1", [unit.model], title_zh="漏水", fixes_zh="漏水", link="https://example.com/p1"
    )
    patch = patches.write_patch(draft, by=SYSTEM, at=at)
    patch_file = patches.add_file(
        patch, io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "c.pdf", by=SYSTEM, at=at
    )
    patches.publish_patch(patch, by=SYSTEM, at=at)
    patches.offer_some(patch, at=at)
    offer = patch.offers.get(unit=unit).pk
    component = Component.objects.create(unit=unit, kind="pump")
    return {
        "accounts": cast["customer"].pk, "accounts/people": invited.pk,
        "profile/sessions": session.pk,
        "profile/security/passkeys": add_passkey(cast["customer"]).pk,
        "agreements": world.agreement.number, "alerts": alert.pk, "calls": call.pk,
        "calls/extensions": extension.pk, "consultations": asked.pk, "talked": sent.attachment_id,
        "cases": case.number,
        "complaints": complaint.number,
        "my/complaints": complaint.number, "complaints/of": case.number,
        "complaints/corrective": corrective.pk,
        "emergency": incident.number, "emergency/of": case.number, "emergency/group": member.pk,
        "emergency/measures": measure.pk,
        "remote": allowing.pk, "remote/of": case.number, "remote/ask": case.number,
        "catalog/components": component.pk, "catalog/customers": unit.customer_id,
        "satisfaction/projects": world.project.pk, "satisfaction/reviews": reviewed.pk,
        "catalog/projects": world.project.pk, "catalog/sites": world.site.pk,
        "catalog/units": unit.pk, "commitments": commitment.pk,
        "commitments/of": world.agreement.number, "imports": run.pk, "insight/units": unit.pk,
        "letters": letter.pk, "letters/mailboxes": letter.mailbox_id,
        "outbox": letter_to("wang@example.com").pk, "outbox/customers": unit.customer_id,
        "outbox/opt-outs": opted_out(unit).pk, "outbox/webhooks": hooked().pk,
        "outbox/broadcasts": noticed(started=False).pk,
        "duty": roster.pk, "duty/shifts": shift.pk, "duty/stand-ins": stands.pk,
        "duty/leaves": away.pk,
        "certificates": paper.pk, "certificates/people": paper.person_id,
        "scan": scans_of(paper).get().pk,
        "parts": part.pk,
        "patches": patch.pk, "patches/of": case.number, "patches/name": case.number,
        "patches/units": unit.pk, "patches/offers": offer, "my/patches": offer,
        "patch_file": patch_file.pk,
        "my/cases": case.number, "my/units": unit.pk, "people/organisations": unit.customer_id,
        "people/people": cast["customer"].pk, "plans": "sample", "profile/tokens": token.pk,
        "file": file.pk, "letter_file": letter_file.pk,
        "milestone": told.sequence, "contact": contact.pk,
        "cover": world.agreement.covers.get().pk,
    }  # fmt: skip


def filled(address: str, keys: dict[str, Any], *, there: bool) -> str:
    """The address of the record that is there, or of none."""
    beginning = max((one for one in keys if address.startswith(f"{one}/<")), key=len)
    parts, first = [], True
    for part in address.split("/"):
        name = part.rpartition(":")[2].rstrip(">") if part.startswith("<") else ""
        if not name:
            parts.append(part)
        elif first:
            key = keys[beginning]
            parts.append(str(key) if there else str(NOTHING if isinstance(key, int) else "NONE-1"))
            first = False
        elif name in WORDS:
            parts.append(next((word for start, word in ACTS.items() if address.startswith(start)),
                              WORDS[name]))  # fmt: skip
        else:
            parts.append(str(_second(address, name, keys)))
    return "/" + "/".join(parts)


def _second(address: str, name: str, keys: dict[str, Any]) -> Any:
    if address.startswith("consultations/"):
        return keys["talked"]
    if address.startswith("certificates/"):
        return keys["scan"]
    if address.startswith(("patches/", "my/patches/")):
        return keys["patch_file"]
    return keys[SECOND[name]] if name in SECOND else 1


def test_the_table_names_records_for_every_address(keys: dict[str, Any]) -> None:
    assert len(ADDRESSES) > 35
    for address in ADDRESSES:
        resolve(filled(address, keys, there=True))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("stranger", STRANGERS)
def test_the_records_of_others_are_not_there(
    world: World, keys: dict[str, Any], stranger: str, method: str
) -> None:
    client = Client()
    client.force_login(world.cast[stranger])
    client.post("/sign-in/again", {"password": PASSWORD})
    seen: dict[str, Any] = {}
    for address in ADDRESSES:
        if stranger != "dealer2" and address.startswith("plans/"):
            continue  # technicians read every plan, and the other customer follows this one
        ours = address.startswith(("duty/", "emergency/", "patches/<"))
        if stranger == "technician2" and ours and not address.startswith("emergency/of/"):
            continue  # our own people see who is on duty, incidents, and which patches there are
        there, none = (
            getattr(client, method)(filled(address, keys, there=which)) for which in (True, False)
        )
        if there.status_code not in STATUSES or there.status_code != none.status_code:
            seen[address] = (there.status_code, none.status_code)
        text = there.content.decode()
        for word in ("漏水", "SN-1", "主楼", world.cast["customer"].name):
            if word in text:
                seen[address] = word
    assert seen == {}


def test_the_owner_and_the_desk_do_find_them(world: World, keys: dict[str, Any]) -> None:
    """Otherwise the test above would prove nothing."""
    people: dict[str, Person] = world.cast.people
    found = set()
    for name in ("customer", "agent", "manager", "admin"):
        client = Client()
        client.force_login(people[name])
        for address in ADDRESSES:
            for method in ("get", "post"):
                status = getattr(client, method)(filled(address, keys, there=True)).status_code
                if status in {200, 302, 422}:
                    found.add(address)
    assert set(ADDRESSES) - found == set()
