"""What somebody wants to be sent: opting out of a kind of messages, and in again.

Service and notices each by itself (PIPL art. 15: withdrawing is as easy as consenting).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.outbound import rules
from aftercare.outbound.models import OptOut
from aftercare.outbound.permitting import TO_CUSTOMERS
from aftercare.people.models import Organisation
from aftercare.people.rights import require
from aftercare.people.roles import Power


@transaction.atomic
def opt_out(
    *, kind: str, by: Actor, at: datetime, address: str = "", customer: Organisation | None = None
) -> OptOut:
    """Send no more messages of a kind to an address, or without one to a whole customer.

    What waits already is held back when its turn comes. Said twice, it counts once.
    """
    require(by, Power.HANDLE_CASES)
    if kind not in TO_CUSTOMERS:
        raise Refusal(_("Choose what is not wanted: service messages or notices."), field="kind")
    said = rules.mobile(address) or address.strip().lower()  # as the outbox writes it
    if not said and customer is None:
        raise Refusal(_("Give an address or a customer."), field="address")
    events.take_turn()
    whose = {"address": said} if said else {"address": "", "customer": customer}
    made, new = OptOut.objects.get_or_create(
        kind=kind, **whose,
        defaults={"customer": customer, "said_at": at, "said_by": by.name[:120]},
    )  # fmt: skip
    if new:
        _record("opt-out.said", made, by, at)
    return made


@transaction.atomic
def allow(said: OptOut, *, by: Actor, at: datetime) -> None:
    """Send such messages again from now on; those that were held back meanwhile stay so."""
    require(by, Power.HANDLE_CASES)
    _record("opt-out.ended", said, by, at)
    said.delete()


def _record(kind: str, said: OptOut, by: Actor, at: datetime) -> None:
    context = said.customer.reference if said.customer else ""
    happened = events.Happened(kind, said.reference, at, by, context, {"of": said.kind})
    events.record(happened, recorded_at=at)
