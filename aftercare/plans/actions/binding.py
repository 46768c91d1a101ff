"""Agreements: a plan version bound to a customer and what it covers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
from aftercare.kit.states import expect, write
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power
from aftercare.plans import queries
from aftercare.plans.models import BEGINNING, Agreement, Binding, Cover, PlanVersion

Covered = Project | Unit | Site


@transaction.atomic
def make_agreement(
    plan_version: PlanVersion,
    *,
    number: str,
    title: str,
    customer: Organisation,
    covers: Sequence[Covered],
    signed_on: date,
    by: Actor,
    at: datetime,
    service: str = "",
    dealer: Organisation | None = None,
    ends_on: date | None = None,
    contacts: Sequence[tuple[str, str, str]] = (),
) -> Agreement:
    """Bind a plan version to a customer and the things it covers.

    service: the service line of the plan, when it has several. contacts: (role, name, phone).
    The plan version holds from the beginning of time for this agreement, so that what happened
    before it was entered here is judged by it too.
    """
    if isinstance(by, Person) and not by.may(Power.KEEP_AGREEMENTS):
        raise NotAllowed(_("Only those who keep agreements may make one."))
    if Agreement.objects.filter(number=number).exists():
        raise Refusal(_("There is an agreement with this number already."), field="number")
    check_agreement(plan_version, service, customer, covers, signed_on, ends_on)
    agreement = Agreement.objects.create(
        number=number,
        title=title,
        customer=customer,
        dealer=dealer,
        plan_version=plan_version,
        service=service,
        signed_on=signed_on,
        ends_on=ends_on,
    )
    Binding.objects.create(
        agreement=agreement, plan_version=plan_version, from_at=BEGINNING, by=by.name
    )
    Cover.objects.bulk_create(
        Cover(agreement=agreement, **{thing._meta.model_name or "": thing}) for thing in covers
    )
    for role, name, phone in contacts:
        agreement.contacts.create(role=role, name=name, phone=phone)
    data = {"plan": plan_version.plan, "version": plan_version.number}
    happened = events.Happened(
        "agreement.made", agreement.reference, at, by, agreement.reference, data
    )
    events.record(happened, recorded_at=at)
    return agreement


@transaction.atomic
def move_agreement(
    agreement: Agreement,
    *,
    to: PlanVersion,
    reason: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> Agreement:
    """Follow another version of the same plan from now on; promises already made stay as they
    are."""
    if not by.may(Power.KEEP_AGREEMENTS):
        raise NotAllowed(_("Only those who keep agreements may move them to another version."))
    expect(agreement, revision)
    if to.plan != agreement.plan_version.plan:
        raise Refusal(_("An agreement can only move to another version of its own plan."))
    if to.pk == agreement.plan_version_id:
        raise Refusal(_("The agreement already follows this version."))
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    before = agreement.plan_version.number
    write(agreement, changes={"plan_version": to})
    Binding.objects.create(
        agreement=agreement, plan_version=to, from_at=at, by=by.name, reason=reason.strip()
    )
    data = {"plan": to.plan, "from": before, "to": to.number, "reason": reason.strip()}
    happened = events.Happened(
        "agreement.moved", agreement.reference, at, by, agreement.reference, data
    )
    events.record(happened, recorded_at=at)
    return agreement


def check_agreement(
    plan_version: PlanVersion,
    service: str,
    customer: Organisation,
    covers: Sequence[Covered],
    signed_on: date,
    ends_on: date | None,
) -> None:
    """What must hold for an agreement; `Refusal` with its field when something does not."""
    services = queries.document(plan_version).services
    if services and service not in services:
        raise Refusal(_("Choose the service line of the plan."), field="service")
    if any(thing.customer_id != customer.pk for thing in covers):
        raise Refusal(
            _("An agreement can only cover what belongs to its customer."), field="covers"
        )
    if ends_on is not None and ends_on < signed_on:
        raise Refusal(_("The agreement ends before it is signed."), field="ends_on")
