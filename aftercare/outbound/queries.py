"""Looking up messages, within what a person may see."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.outbound.models import Message, OptOut, Trouble, Way, Webhook
from aftercare.outbound.states import MessageState
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Power

UNSENT = Q(sent_at__isnull=True)  # read from an index that holds nothing else
UNDERWAY = (MessageState.QUEUED, MessageState.SENDING)
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
    """Whoever sees every case sees what was sent about them; nobody else sees any."""
    rows = Message.objects.select_related("customer", "person")
    return rows if person.may(Power.SEE_ALL_CASES) else rows.none()


def standing_as(rows: QuerySet[Message], standing: str) -> QuerySet[Message]:
    """Those that stand so; all when no such standing is known."""
    return rows.filter(STANDINGS[standing]) if standing in STANDINGS else rows


def sent_to(rows: QuerySet[Message], address: str) -> QuerySet[Message]:
    """Those to one address, however it was written; all when there is none."""
    wanted = address.strip()
    return rows.filter(to__in={wanted, wanted.lower()}) if wanted else rows


def messages_about(subject: str) -> QuerySet[Message]:
    """What was sent about a subject, the latest first."""
    return Message.objects.filter(about=subject).order_by("-queued_at", "-id")


def due(channel: str, at: datetime, most: int) -> list[Message]:
    """What the worker has to send by a channel, the longest waiting first."""
    rows = Message.objects.filter(channel=channel, next_at__isnull=False, next_at__lte=at)
    return list(
        rows.select_related("customer", "person", "webhook").order_by("next_at", "id")[:most]
    )


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


def customers_visible_to(person: Person) -> QuerySet[Organisation]:
    """Customers and households, for whoever sees every case."""
    if not person.may(Power.SEE_ALL_CASES):
        return Organisation.objects.none()
    return Organisation.objects.filter(
        kind__in=(OrganisationKind.CUSTOMER, OrganisationKind.HOUSEHOLD)
    )


def webhooks_visible_to(person: Person) -> QuerySet[Webhook]:
    """All of them, for administrators."""
    return Webhook.objects.all() if person.may(Power.KEEP_PEOPLE) else Webhook.objects.none()


def webhooks_with_news() -> list[Webhook]:
    """Those that were not told of the latest events yet."""
    waiting = Webhook.objects.filter(is_paused=False, after__lt=events.length())
    return list(waiting.order_by("id"))


def names_of(references: set[str]) -> dict[str, str]:
    """The numbers of cases by their references, for a whole list at once.

    A case is a thing of a folder above; what it is called stands in the event that began it.
    """
    begun = Event.objects.filter(subject__in=references, kind="case.reported")
    return {one.subject: one.data["number"] for one in begun if one.data.get("number")}
