"""What an agreement covers, and who is named to the customer, changed after it was made."""

import zoneinfo
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import events, records
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.states import expect, write
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.plans.models import STILL, Agreement, AgreementContact, Cover

Covered = Project | Unit | Site


@transaction.atomic
def add_cover(
    agreement: Agreement,
    thing: Covered,
    *,
    from_on: date,
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> Cover:
    """Cover something more from the beginning of a day on; what happens from then on counts.

    Refused for what belongs to another customer, is covered already on that day, or after the
    agreement has ended. The day may lie in the past: what was recorded since then begins now.
    """
    _check_power(by)
    expect(agreement, revision)
    if thing.customer_id != agreement.customer_id:
        raise Refusal(
            _("An agreement can only cover what belongs to its customer."), field="covers"
        )
    if agreement.ends_on is not None and from_on > agreement.ends_on:
        raise Refusal(_("The agreement has ended by then."), field="from_on")
    begins_at = _midnight(from_on)
    known = Cover.objects.filter(agreement=agreement, **_named(thing))
    if known.filter(STILL).exists() or known.filter(until_at__gt=begins_at).exists():
        raise Refusal(_("The agreement covers this already."), code="duplicate", field="covers")
    write(agreement, changes={})
    cover = Cover.objects.create(agreement=agreement, from_at=begins_at, **_named(thing))
    _record(agreement, "agreement.cover_added", by, at,
            {"cover": thing.reference, "name": str(thing), "on": from_on.isoformat()})  # fmt: skip
    return cover


@transaction.atomic
def end_cover(
    agreement: Agreement,
    thing: Covered,
    *,
    on: date,
    reason: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> Cover:
    """Cover something no longer from a day on, today or later: what was promised until then stays,
    and nothing new begins."""
    _check_power(by)
    expect(agreement, revision)
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    cover = Cover.objects.filter(STILL, agreement=agreement, **_named(thing)).first()
    if cover is None:
        raise Refusal(_("The agreement does not cover this, or not any more."), field="covers")
    if on < at.astimezone(_zone()).date():
        raise Refusal(
            _("What was promised until now stays: give today or a later day."), field="on"
        )
    write(agreement, changes={})
    cover.until_at = max(_midnight(on), at, cover.from_at or at)
    cover.save(update_fields=["until_at"])
    _record(agreement, "agreement.cover_ended", by, at,
            {"cover": thing.reference, "name": str(thing), "on": on.isoformat(),
             "reason": reason.strip()})  # fmt: skip
    return cover


@transaction.atomic
def change_contact(
    agreement: Agreement,
    contact: AgreementContact | None,
    *,
    role: str,
    name: str,
    phone: str = "",
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> AgreementContact:
    """Name somebody else, or with `contact=None` somebody more, to the customer.

    The history tells in which role; the name and the number stay erasable.
    """
    _check_power(by)
    expect(agreement, revision)
    changed = contact or AgreementContact(agreement=agreement)
    changed.role, changed.name, changed.phone = role.strip(), name.strip(), phone.strip()
    records.check(changed)
    write(agreement, changes={})
    changed.save()
    happened = "changed" if contact else "added"
    _record(agreement, "agreement.contact_changed", by, at,
            {"role": changed.role, "contact": happened})  # fmt: skip
    return changed


@transaction.atomic
def drop_contact(
    agreement: Agreement,
    contact: AgreementContact,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> None:
    """Name somebody no longer to the customer."""
    _check_power(by)
    expect(agreement, revision)
    write(agreement, changes={})
    role = contact.role
    contact.delete()
    _record(agreement, "agreement.contact_changed", by, at, {"role": role, "contact": "dropped"})


def _record(
    agreement: Agreement, kind: str, by: Person, at: datetime, data: dict[str, str]
) -> None:
    own = agreement.reference
    events.record(events.Happened(kind, own, at, by, own, data), recorded_at=at)


def _named(thing: Covered) -> dict[str, Covered]:
    return {thing._meta.model_name or "": thing}


def _zone() -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), _zone())


def _check_power(by: Person) -> None:
    if not by.may(Power.KEEP_AGREEMENTS):
        raise NotAllowed(_("Only those who keep agreements may change what they cover."))
