"""Offering a published patch, some units at a time, and telling the customers; by the worker.

Each batch is one transaction that also says how far it came: a worker that is killed has done it
wholly or not at all, and of two workers only one does it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from aftercare.kit import events
from aftercare.kit.events import SYSTEM
from aftercare.kit.happening import happened, record
from aftercare.outbound import actions as outbound
from aftercare.outbound import queries as outbox
from aftercare.outbound import reaching
from aftercare.outbound.reaching import Way
from aftercare.patches import letters, queries
from aftercare.patches.actions.happening import told
from aftercare.patches.models import Offer, Patch, ToTell
from aftercare.patches.states import OfferState, PatchState

AT_ONCE = 200  # units of one batch, while nobody else can record anything
TOLD_AT_ONCE = 10  # customers
EVERY = timedelta(minutes=10)  # how often units that were added since are looked for


@transaction.atomic
def offer_some(patch: Patch, *, at: datetime) -> int:
    """Offer a patch for the next units that it was not offered for; how many."""
    events.take_turn()
    mine = Patch.objects.filter(pk=patch.pk, state=PatchState.PUBLISHED, next_at__lte=at)
    now = mine.first()
    if now is None:
        return 0
    units = queries.units_waiting(now, at, AT_ONCE)
    Offer.objects.bulk_create(
        Offer(patch=now, unit=unit, customer_id=unit.customer_id, state=OfferState.OFFERED,
              offered_at=at, to_tell=ToTell.OFFERED)
        for unit in units
    )  # fmt: skip
    if len(units) < AT_ONCE:
        mine.update(reached=0, next_at=at + EVERY)
    else:
        mine.update(reached=units[-1].pk)
    if units:
        data = {**told(now), "units": [unit.reference for unit in units]}
        record(happened(now, "patch.offered", by=SYSTEM, at=at, data=data), at=at)
    return len(units)


@transaction.atomic
def tell_some(*, at: datetime) -> int:
    """Write to some customers about what is offered to them or withdrawn; to how many.

    A customer gets one letter for all units of theirs. Through the outbox, so in their language,
    not at night, and not to whom does not want it.
    """
    events.take_turn()
    for count in range(TOLD_AT_ONCE):
        offer = queries.to_tell()
        if offer is None:
            return count
        _tell(offer, at)
    return TOLD_AT_ONCE


def _tell(offer: Offer, at: datetime) -> None:
    together = queries.together_with(offer)
    units = together.count()
    template = letters.NAMES[offer.to_tell]
    mark = f"{offer.reference}:{offer.to_tell}:{offer.revision}"
    if template not in settings.LETTERS_OFF:
        for way in reaching.ways_to([offer.customer_id]):
            outbound.queue(
                channel=way.channel, to=way.to, template=template, language=way.language,
                about=offer.patch.reference, values=_values(offer, way, units), by=SYSTEM, at=at,
                key=outbound.key_of(mark, way.to),
                person=way.person, customer=way.customer,
            )  # fmt: skip
    together.update(to_tell="")


def _values(offer: Offer, way: Way, units: int) -> dict[str, object]:
    patch = offer.patch
    said = {"number": patch.number, "title": patch.said("title", way.language), "units": units,
            "name": way.person.name if way.person is not None else "",
            "page": f"{settings.ADDRESS}{reverse('portal:my-patches')}",
            "company": outbox.company_name()}  # fmt: skip
    if offer.to_tell == ToTell.WITHDRAWN:
        return {**said, "reason": patch.reason}
    fixes, risks = (patch.said(one, way.language) for one in ("fixes", "risks"))
    return {**said, "fixes": fixes, "risks": risks}
