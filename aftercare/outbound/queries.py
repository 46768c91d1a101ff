"""Looking up messages, within what a person may see."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from aftercare.catalog.models import Site, Unit
from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.outbound.models import (
    Broadcast,
    Channel,
    Message,
    OptOut,
    Receiver,
    Trouble,
    Way,
    Webhook,
)
from aftercare.outbound.states import BroadcastState, MessageState
from aftercare.people import queries as people
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Power, Role

UNSENT = Q(sent_at__isnull=True)  # read from an index that holds nothing else
# The events that tell what their subject is called.
NAMING = ("case.reported", "complaint.received", "incident.convened", "patch.published")
UNDERWAY = (MessageState.QUEUED, MessageState.SENDING)
CUSTOMERS = (OrganisationKind.CUSTOMER, OrganisationKind.HOUSEHOLD)
# What became of a broadcast for one who it is for.
OUTCOMES: dict[str, Q] = {
    "got": Q(message__state=MessageState.SENT),
    "waiting": (Q(message__isnull=True) & ~Q(to=""))
    | Q(message__state__in=UNDERWAY)
    | Q(message__trouble=Trouble.STOPPED),
    "no-address": Q(to=""),
    "opted-out": Q(message__trouble=Trouble.OPTED_OUT),
    "failed": Q(message__state=MessageState.FAILED),
    "held": Q(message__state=MessageState.HELD)
    & ~Q(message__trouble__in=(Trouble.OPTED_OUT, Trouble.STOPPED)),
}
CALM = ("", Trouble.QUIET)  # nothing is wrong with those
TROUBLED = Q(state__in=UNDERWAY) & ~Q(trouble__in=CALM)
# How a list is narrowed: what waits, what is stuck, what stands still.
STANDINGS: dict[str, Q] = {
    "waiting": UNSENT & Q(state__in=UNDERWAY),
    "stuck": UNSENT & (Q(state=MessageState.FAILED) | TROUBLED),
    "failed": UNSENT & Q(state=MessageState.FAILED),
    "held": UNSENT & Q(state=MessageState.HELD),
    "sent": Q(state=MessageState.SENT),
}


def messages_visible_to(person: Person) -> QuerySet[Message]:
    """Whoever sees every case sees what was sent about them; nobody else sees any. What webhooks
    are told, and their addresses, are for administrators. Nobody sees what is kept from them."""
    rows = Message.objects.select_related("customer", "person")
    if not person.may(Power.SEE_ALL_CASES):
        return rows.none()
    if kept := people.kept_from(person):
        rows = rows.exclude(about__in=kept)
    return rows if person.may(Power.KEEP_PEOPLE) else rows.exclude(channel=Channel.WEBHOOK)


def standing_as(rows: QuerySet[Message], standing: str) -> QuerySet[Message]:
    """Those that stand so; all when no such standing is known."""
    return rows.filter(STANDINGS[standing]) if standing in STANDINGS else rows


def sent_to(rows: QuerySet[Message], address: str) -> QuerySet[Message]:
    """Those to one address, however it was written; all when there is none."""
    wanted = address.strip()
    return rows.filter(to__in={wanted, wanted.lower()}) if wanted else rows


def due(channel: str, at: datetime, most: int) -> list[Message]:
    """What the worker has to send by a channel, the longest waiting first."""
    rows = Message.objects.filter(channel=channel, next_at__isnull=False, next_at__lte=at)
    if channel == Channel.WEBHOOK:
        rows = rows.exclude(webhook__is_paused=True)
    related = rows.select_related("customer", "person", "webhook")
    return list(related.order_by("next_at", "id")[:most])


def is_closed(channel: str, at: datetime) -> bool:
    """Whether nothing is tried by this channel for now."""
    return Way.objects.filter(channel=channel, closed_until__gt=at).exists()


def ways() -> list[Way]:
    """The channels that get nothing through at present."""
    return list(Way.objects.filter(failures__gt=0).order_by("channel"))


def unsent_counts() -> dict[str, int]:
    """How many messages are not sent, by their state."""
    rows = Message.objects.filter(UNSENT).values_list("state").annotate(Count("pk")).order_by()
    return dict(rows)


def opt_outs_visible_to(person: Person) -> QuerySet[OptOut]:
    """All of them, for whoever sees every case."""
    rows = OptOut.objects.select_related("customer")
    return rows if person.may(Power.SEE_ALL_CASES) else rows.none()


def opt_outs_of(customer: Organisation) -> QuerySet[OptOut]:
    """What a customer, or an address of theirs, does not want to be sent."""
    return OptOut.objects.filter(customer=customer).order_by("address", "kind")


def opt_outs_at(address: str, kind: str) -> list[OptOut]:
    """What the owner of an address said of messages of a kind, whatever customer they belong to."""
    return list(OptOut.objects.select_related("customer").filter(address=address, kind=kind))


def customers_visible_to(person: Person) -> QuerySet[Organisation]:
    """Customers and households, for whoever sees every case."""
    if not person.may(Power.SEE_ALL_CASES):
        return Organisation.objects.none()
    return Organisation.objects.filter(kind__in=CUSTOMERS)


def webhooks_visible_to(person: Person) -> QuerySet[Webhook]:
    """All of them, for administrators."""
    return Webhook.objects.all() if person.may(Power.KEEP_PEOPLE) else Webhook.objects.none()


def webhooks_with_news() -> list[Webhook]:
    """Those that were not told of the latest events yet."""
    waiting = Webhook.objects.filter(is_paused=False, after__lt=events.length())
    return list(waiting.order_by("id"))


def broadcasts_visible_to(person: Person) -> QuerySet[Broadcast]:
    """All of them, for whoever sees every case."""
    rows = Broadcast.objects.select_related("product")
    return rows if person.may(Power.SEE_ALL_CASES) else rows.none()


def broadcasts_running() -> list[Broadcast]:
    """Those the worker has to go on with."""
    return list(Broadcast.objects.filter(state=BroadcastState.RUNNING).order_by("id"))


def customers_meant(broadcast: Broadcast) -> QuerySet[Organisation]:
    """The customers a broadcast is for, each once."""
    rows = Organisation.objects.filter(kind__in=CUSTOMERS)
    if broadcast.product_id is not None:
        having = Unit.objects.filter(model=broadcast.product_id, customer=OuterRef("pk"))
        rows = rows.filter(Exists(having))
    if broadcast.place:
        there = Site.objects.filter(place__startswith=broadcast.place, customer=OuterRef("pk"))
        rows = rows.filter(Exists(there))
    return rows.order_by("id")


def contacts_of(customers: Iterable[int]) -> QuerySet[Person]:
    """The people of some customers."""
    people = Person.objects.filter(organisation__in=list(customers), role=Role.CUSTOMER)
    return people.filter(is_active=True).order_by("id")


def receivers_waiting(broadcast: Broadcast) -> QuerySet[Receiver]:
    """Those of a broadcast for whom no message is queued yet, and who have an address."""
    rows = Receiver.objects.filter(broadcast=broadcast, message__isnull=True).exclude(to="")
    return rows.select_related("customer", "person").order_by("id")


def receivers_of(broadcast: Broadcast, outcome: str = "") -> QuerySet[Receiver]:
    """Everybody a broadcast is for, or those with one outcome of `OUTCOMES`."""
    rows = Receiver.objects.filter(broadcast=broadcast).select_related("customer", "message")
    return rows.filter(OUTCOMES[outcome]) if outcome in OUTCOMES else rows


def outcomes_of(broadcast: Broadcast) -> dict[str, int]:
    """How many of a broadcast have each outcome."""
    counted = {name: Count("pk", filter=outcome) for name, outcome in OUTCOMES.items()}
    return Receiver.objects.filter(broadcast=broadcast).aggregate(**counted)


def outcome_of(receiver: Receiver) -> str:
    """What became of it for one; the same as `OUTCOMES` says of many."""
    message = receiver.message
    if not receiver.to:
        return "no-address"
    if message is None or message.state in UNDERWAY or message.trouble == Trouble.STOPPED:
        return "waiting"
    if message.state == MessageState.HELD:
        return "opted-out" if message.trouble == Trouble.OPTED_OUT else "held"
    return "got" if message.state == MessageState.SENT else "failed"


def company_name() -> str:
    """How our own company signs."""
    own = Organisation.objects.filter(kind=OrganisationKind.COMPANY).order_by("id")
    return own.values_list("name", flat=True).first() or ""


def counts_about(reference: str) -> dict[str, int]:
    """How many messages about something there are, by their state."""
    rows = Message.objects.filter(about=reference).values_list("state").order_by()
    return dict(rows.annotate(Count("pk")))


def names_of(references: set[str]) -> dict[str, str]:
    """The numbers of things of folders above by their references, for a whole list at once.

    What one is called stands in an event of its own.
    """
    begun = Event.objects.filter(subject__in=references, kind__in=NAMING)
    return {one.subject: one.data["number"] for one in begun if one.data.get("number")}
