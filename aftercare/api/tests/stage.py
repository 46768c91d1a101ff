"""Who asks about what, and how each folder says who is let through to its operations.

Every folder with an `api.py` has a `tests/access.py` with its `ACCESS`; `test_access` asks each of
its operations by every role.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, encode_multipart
from django.utils import timezone

from aftercare.api.tests.conftest import World
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.promises.models import Commitment
from aftercare.promises.tests.rules.stories import PLAN

PDF = b"%PDF-1.4\n%%EOF\n"
# Everybody of the cast who may ask: the records are those of the customer `customer`, handed to the
# dealer `dealer` and the technician `technician`.
STAFF = ("agent", "dispatcher", "lead", "manager", "leader", "admin")
HEADS = ("lead", "manager", "leader", "admin")
LOOKING = ("finance", "quality", "inspector")
EVERYBODY = (*STAFF, *LOOKING, "author", "technician", "technician2", "dealer", "dealer2",
             "customer", "customer2")  # fmt: skip
NOT_AT_WORK = ("customer2", "dealer2", "technician2")
ON_THE_CASE = (*STAFF, "technician", "dealer")
SEES_THE_CASE = (*ON_THE_CASE, *LOOKING, "customer")
SEES_THE_UNIT = tuple(name for name in EVERYBODY if name not in NOT_AT_WORK)
SEES_THE_AGREEMENT = (*STAFF, *LOOKING, "author", "technician", "dealer", "customer")

# By operation: who is let through, and the status that all others get; 0: any refusal.
Rules = Mapping[str, tuple[tuple[str, ...], int]]
Keys = Mapping[str, Mapping[str, Any]]


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


def _nothing(_stage: Stage) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Access:
    """What one folder says.

    keys: by the first word of its addresses, what else stands in them; it may make the records.
    bodies, queries: by operation, what fits. ready: by operation, what must be so before.
    """

    rules: Rules
    keys: Callable[[Stage], Keys] = _nothing
    bodies: Callable[[Stage], Mapping[str, Any]] = _nothing
    queries: Callable[[Stage], Mapping[str, str]] = _nothing
    ready: Mapping[str, Callable[[Stage], object]] = field(default_factory=dict)


def set_up(world: World) -> Stage:
    """The records that every folder may point to."""
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
    kept = desk.add_file(case, io.BytesIO(PDF), "a.pdf", public=True, by=world.cast["agent"], at=at)
    return Stage(world, case, fix, second.number, trained.sequence, kept.pk, contact.pk)


def form_with(file: SimpleUploadedFile, **fields: str) -> bytes:
    """A form with a file, as a browser sends it."""
    encode: Callable[..., Any] = encode_multipart
    return bytes(encode(BOUNDARY, {"file": file, **fields}))
