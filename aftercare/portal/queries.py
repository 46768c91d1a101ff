"""Looking up for customers: strictly what the code, the link or the account opens."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from aftercare.catalog.models import Unit
from aftercare.chat.models import Consultation
from aftercare.desk.models import Case
from aftercare.desk.queries import RELATED
from aftercare.documents.models import Attachment
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.portal import rules
from aftercare.promises import queries as commitments
from aftercare.promises.models import RUNS, Commitment
from aftercare.promises.rules.parties import CUSTOMER

NAMED = Concat(Value("case/"), Cast("pk", CharField()))  # a case as a subject
MOST_UNITS = 20
MOST_EVENTS = 200
MOST_TALKS = 20


def unit_by_code(code: str) -> Unit | None:
    """The unit whose printed code this is."""
    return Unit.objects.filter(code=code).first() if code else None


def units_by_card(number: str, phone_end: str) -> list[int]:
    """The units of a card whose customer left a telephone number with this ending.

    A number that is not known, one of somebody else, and a wrong ending all give nothing.
    """
    spelled = rules.spellings(number) - {""}
    found = list(Unit.objects.select_related("customer", "site").filter(card_number__in=spelled)
                 .order_by("id")[:MOST_UNITS])  # fmt: skip
    people = Person.objects.filter(
        organisation__in=[unit.customer_id for unit in found], is_active=True
    ).exclude(phone="")
    phones = [(one.organisation_id, one.phone) for one in people.only("organisation_id", "phone")]
    for unit in found:
        phones.append((unit.customer_id, unit.customer.phone))
        phones.append((unit.customer_id, unit.site.phone if unit.site else ""))
    known = {(whose, rules.ending(phone)) for whose, phone in phones}
    return [unit.pk for unit in found if phone_end and (unit.customer_id, phone_end) in known]


def units_opened(keys: Sequence[int]) -> QuerySet[Unit]:
    """The units that a session has opened."""
    return Unit.objects.select_related("model", "customer").filter(pk__in=keys).order_by("id")


def case_by_link(link_hash: str) -> Case | None:
    """The case of a private link, by the hash of its secret; an exchanged link opens nothing."""
    cases = Case.objects.select_related(*RELATED)
    return cases.filter(link_hash=link_hash).first() if link_hash else None


def story_of(case: Case) -> list[Event]:
    """What the customer may read of the history of a case, the newest first."""
    told = Event.objects.filter(subject=case.reference, kind__in=rules.TOLD)
    return [one for one in told.order_by("-sequence")[:MOST_EVENTS] if _is_public(one)]


def talks_of(case: Case) -> list[Consultation]:
    """The conversations on the web page that a case came of, the earliest first.

    Only those in which the visitor had proved whose they are: a telephone number anybody may name,
    and what a stranger wrote is not for the owner of the number.
    """
    proved = Q(person__isnull=False) | Q(unit__isnull=False)
    rows = Consultation.objects.filter(proved, case=case, customer=case.customer_id)
    return list(rows.order_by("asked_at", "id")[:MOST_TALKS])


def files_on(case: Case) -> QuerySet[Attachment]:
    """The files a customer may see on the page of a case: its own that are meant for them, and what
    was sent in its conversations."""
    talked = [one.reference for one in talks_of(case)]
    return Attachment.objects.filter(Q(subject=case.reference, public=True) | Q(subject__in=talked))


def on_the_customers_side(case: Case, events: Iterable[Event]) -> set[str]:
    """The references of those who acted as people of the customer."""
    actors = {event.actor for event in events if event.actor.startswith("person/")}
    keys = [actor.partition("/")[2] for actor in actors]
    theirs = Person.objects.filter(pk__in=keys, organisation=case.customer, role=Role.CUSTOMER)
    return {f"person/{key}" for key in theirs.values_list("pk", flat=True)}


def promised_on(case: Case) -> list[Commitment]:
    """What was promised to the customer about a case: running ones first, by due moment."""
    rows = Commitment.objects.select_related("plan_version").filter(subject=case.reference)
    told = commitments.told_to(rows, CUSTOMER)
    return sorted(told, key=_urgency)


def promised_to(person: Person) -> QuerySet[Commitment]:
    """What was promised to the customer of a person."""
    rows = Commitment.objects.select_related("plan_version", "agreement")
    return commitments.told_to(rows.filter(agreement__customer=person.organisation_id), CUSTOMER)


def promised_for(person: Person, unit: Unit) -> QuerySet[Commitment]:
    """Of that what is about one unit: itself and the reports of it."""
    cases = Case.objects.filter(unit=unit).annotate(named=NAMED).values("named")
    about = Q(subject=unit.reference) | Q(subject__in=cases)
    return promised_to(person).filter(about)


def files_of(person: Person) -> QuerySet[Attachment]:
    """The files that the customer of a person may see, of all its cases."""
    cases = Case.objects.filter(customer=person.organisation_id).annotate(named=NAMED)
    return Attachment.objects.filter(public=True, subject__in=cases.values("named"))


def numbers_of(files: Iterable[Attachment]) -> dict[str, str]:
    """The numbers of the cases that files belong to, by the references of the cases."""
    keys = [key for one in files if (key := references.key_of(one.subject, "case"))]
    return {case.reference: case.number for case in Case.objects.only("number").filter(pk__in=keys)}


def running(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Those whose moment is known and still open."""
    return commitments.filter(RUNS, due_at__isnull=False)


def ended(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Those that were kept, in time or late, or were not kept."""
    return commitments.filter(state__in=("kept", "late", "broken"), ended_at__isnull=False)


def kept_since(commitments: QuerySet[Commitment], since: datetime) -> tuple[int, int]:
    """How many ended since a moment, and how many of them were kept in time."""
    counts = ended(commitments).filter(ended_at__gte=since).aggregate(
        all=Count("pk"), kept=Count("pk", filter=Q(state="kept"))
    )  # fmt: skip
    return counts["all"], counts["kept"]


def _urgency(row: Commitment) -> tuple[bool, datetime, int]:
    return row.ended_at is not None, row.ended_at or row.due_at or row.started_at, row.pk


def _is_public(event: Event) -> bool:
    if event.kind == "case.noted":
        return event.data.get("internal", True) is False
    return event.kind != "file.added" or event.data.get("public") is True
