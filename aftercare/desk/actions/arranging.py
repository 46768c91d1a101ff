"""What follows when a receiver says that a case is arranged: the user is told, and the technical
department has it on file (P06-25); and the supplier who has to come is written to (P06-74)."""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils.dateparse import parse_datetime

from aftercare.desk import letters, reaching
from aftercare.desk.actions.writing import page_of, write
from aftercare.desk.models import Case
from aftercare.desk.speech import plan_of
from aftercare.kit import events, reading
from aftercare.kit.events import SYSTEM
from aftercare.kit.happening import happened, record
from aftercare.kit.models import Event
from aftercare.promises import actions as promises
from aftercare.promises.models import RUNS, Commitment


def tell_of_arrangement(case: Case, event: Event) -> None:
    """Tell the user and file it with the technical department, where the plan promises that the
    user is told of the arrangement; whom a person has told already gets no letter."""
    promised = _promised(case)
    if promised is None:
        return
    reach = None if letters.ARRANGED in settings.LETTERS_OFF else reaching.of_customer(case)
    if reach is not None and Commitment.objects.filter(RUNS, pk=promised.pk).exists():
        values = {"receiver": _receiver(case), "phone": _phone(case)}
        write(letters.ARRANGED, case, event, [reach], values, of_customer=True)
    _file(case, event)


@transaction.atomic
def note_told(case: Case, event: Event) -> None:
    """The letter on the arrangement went out: the user was told at this moment. Each letter counts
    once, however often it is sent again."""
    mark = uuid.uuid5(uuid.NAMESPACE_OID, f"aftercare told by {event.subject}")
    events.take_turn()
    if Event.objects.filter(id=mark).exists():
        return
    data = {"channel": event.data["channel"], "to": event.data["to"]}
    at = event.occurred_at
    record(happened(case, "case.contacted", by=SYSTEM, at=at, data=data, id=mark), at=at)


def write_supplier(case: Case, event: Event) -> None:
    """The supplier's contact gets what is to be done, where and when; a supplier without an address
    was told by a person, and the event says how."""
    to, agreed = event.data.get("to", ""), parse_datetime(event.data["agreed_for"])
    if not to or agreed is None or letters.SUPPLIER in settings.LETTERS_OFF:
        return
    reach = reaching.of_supplier(event.data["supplier"])
    if reach is not None:
        place = case.site.address if case.site is not None else case.customer.address
        values = {
            "agreed_for": reading.exact_words(agreed.astimezone(reach.zone))[:16], "place": place,
            "customer": case.customer.name, "phone": case.reporter_phone or case.customer.phone,
        }  # fmt: skip
        write(letters.SUPPLIER, case, event, [reach], values)


def _promised(case: Case) -> Commitment | None:
    """The latest promise that the user is told of an arrangement."""
    plan = plan_of(case.agreement)
    names = [
        name for name, one in (plan.promises.items() if plan else ())
        if one.from_ == "case.arranged" and "case.contacted" in one.until
    ]  # fmt: skip
    rows = Commitment.objects.filter(subject=case.reference, promise__in=names)
    return rows.order_by("-started_at", "-pk").first() if names else None


def _file(case: Case, event: Event) -> None:
    """Once for each arrangement: the id of the event follows from it."""
    at = event.recorded_at
    department, people = reaching.of_technical(at)
    data = {
        "receiver": _receiver(case),
        "department": f"department/{department.pk}" if department is not None else "",
        "department_name": department.name if department is not None else "",
        "told": [one.reference for one in people], "told_names": [one.name for one in people],
    }  # fmt: skip
    mark = uuid.uuid5(event.id, "arrangement.filed")
    record(happened(case, "arrangement.filed", by=SYSTEM, at=at, data=data, id=mark), at=at)
    promises.tell(people, subject=case.reference, kind="arrangement.filed", at=at)
    if letters.FILED not in settings.LETTERS_OFF:
        reaches = [reaching.of_person(one) for one in people if one.email]
        values = {
            "receiver": _receiver(case), "customer": case.customer.name, "page": page_of(case),
        }  # fmt: skip
        write(letters.FILED, case, event, reaches, values)


def _receiver(case: Case) -> str:
    """Who has the case: the dealer, the department, or the person."""
    return str(case.organisation or case.department or case.responsible or "")


def _phone(case: Case) -> str:
    """Where the user asks: of the dealer, else of the person who comes."""
    if case.organisation is not None:
        return case.organisation.phone
    return case.responsible.phone if case.responsible is not None else ""
