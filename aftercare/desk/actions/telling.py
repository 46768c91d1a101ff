"""Who is told when the customer says something about a case: whoever is responsible for it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from aftercare.desk.models import Case
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.promises import actions as promises

VISITOR = "portal"  # the reference of a customer without an account
UNNAMED = "客户"  # stands in the history like the names of persons do
MOST = 20  # an alert to more people is an alert to nobody
# What a customer may do to a case, and the kind under which it is told; a message and its
# photographs are one thing.
SAID = {
    "case.noted": "case.noted",
    "file.added": "case.noted",
    "case.reopened": "case.reopened",
    "case.confirmed": "case.confirmed",
    "case.withdrawn": "case.withdrawn",
    "case.rated": "case.rated",
    "remedy.chosen": "remedy.chosen",
}


@dataclass(frozen=True)
class Visitor:
    """A customer without an account, by the name they gave: at the portal, in a conversation, in a
    letter. Nothing of it is proved."""

    name: str = UNNAMED
    reference: str = VISITOR


def tell_of_customer(case: Case, event: Event) -> None:
    """Tell whoever is responsible, else the dealer that has the case, else the desk, what the
    customer said; nobody when it was one of the house, or came in with the report itself."""
    if event.kind in SAID and is_of_customer(event.actor) and not _came_with_report(case, event):
        promises.tell(
            answerable_for(case), subject=case.reference, kind=SAID[event.kind],
            at=event.recorded_at,
        )  # fmt: skip


def tell_of_undelivered(case: Case, event: Event) -> None:
    """Tell whoever is responsible that a letter about the case did not get through."""
    promises.tell(
        answerable_for(case), subject=case.reference, kind=event.kind, at=event.recorded_at
    )


def is_of_customer(actor: str) -> bool:
    """Whether the reference is that of a customer, with or without an account."""
    kind, _slash, key = actor.partition("/")
    if kind != "person":
        return actor == VISITOR
    return Person.objects.filter(pk=key, role=Role.CUSTOMER).exists()


def answerable_for(case: Case) -> list[Person]:
    """The one who is responsible, else the people of the dealer, else the agents of the desk."""
    if case.responsible is not None and case.responsible.is_active:
        return [case.responsible]
    if case.organisation is not None:
        dealing = _active(Role.DEALER).filter(organisation=case.organisation)
        return list(dealing[:MOST]) or list(_active(Role.AGENT)[:MOST])
    return list(_active(Role.AGENT)[:MOST])


def _came_with_report(case: Case, event: Event) -> bool:
    """The photographs of a new report are seen with it."""
    if event.kind != "file.added":
        return False
    others = Event.objects.filter(subject=case.reference, sequence__lt=event.sequence)
    return not others.exclude(kind__in=("case.reported", "file.added")).exists()


def _active(role: str) -> QuerySet[Person]:
    return Person.objects.filter(role=role, is_active=True).order_by("id")
