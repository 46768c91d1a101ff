"""Whose cause it is, and which of three ways the case goes from there (P06-73…76, P13-04…07).

The supplier's: it is notified at once and comes at an agreed time. The customer's or another's: it
is explained, and help is offered. The company's own: what is to be repaired is decided, and the
repair order follows. A plan may ask for two checks of the file first; its gate holds the decision
back until both are on record, by two persons.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import reaching, rules
from aftercare.desk.actions.gating import pass_gates
from aftercare.desk.actions.triaging import triage_case
from aftercare.desk.models import Case
from aftercare.desk.states import Means
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, known, record
from aftercare.kit.models import Event
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Power


@transaction.atomic
def decide_cause(
    case: Case,
    cause: str,
    *,
    by: Person,
    at: datetime,
    supplier: Organisation | None = None,
    agreed_for: datetime | None = None,
    told_by: str = "",
    explanation: str = "",
    help: str = "",
    items: str = "",
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Decide the cause of a case and take the way that follows from it.

    supplier, agreed_for: who comes when, for a cause of the supplier. told_by: one of `Means`, by
    which the supplier was told; needed when we know no address to write to. explanation, help: what
    the customer is told and offered, for one of theirs. items: what is to be repaired, for our own.
    """
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    if known(case, id):
        return case
    states.expect(case, revision)
    way = rules.way_of(cause)
    if not way:
        raise Refusal(_("Decide once the cause is known."), field="cause")
    passed = pass_gates(case, "cause.decided", None)
    said = _said(way, supplier, agreed_for, explanation.strip(), help.strip(), items.strip(), at)
    by_means = _means(supplier, told_by) if way == "supplier" else {}
    triage_case(case, {"cause": cause}, by=by, at=at)
    data = {"cause": cause, "way": way, **said, **passed}
    events = [happened(case, "cause.decided", by=by, at=at, data=data, id=id)]
    if way == "supplier":
        events.append(happened(case, "supplier.notified", by=by, at=at, data={**said, **by_means}))
        agreed = {"agreed_for": said["agreed_for"]}
        events.append(happened(case, "visit.agreed", by=by, at=at, data=agreed))
    if way == "customer":
        told = {"text": f"{said['explanation']}\n{said['help']}", "internal": False}
        events.append(happened(case, "case.noted", by=by, at=at, data=told))
    record(*events, at=at)
    return case


def check_file(case: Case, kind: str, content: dict[str, Any], by: Actor) -> None:
    """The second check of the file is made by another person, a head, who was on site (P06-72)."""
    if kind != "file.rechecked":
        return
    first = Event.objects.filter(subject=case.reference, kind="file.checked")
    before = first.order_by("-sequence").first()
    if before is None:
        raise Refusal(_("The file has not been checked a first time."), code="wrong-state")
    if before.actor == by.reference:
        raise Refusal(_("The second check is made by another person."), code="same-person")
    if isinstance(by, Person) and not by.may(Power.OVERRULE):
        raise NotAllowed(_("The second check is for heads of departments."))
    if content.get("visited") != "yes":
        raise Refusal(_("The second check is made on site."), field="visited")


def _means(supplier: Organisation | None, told_by: str) -> dict[str, str]:
    """How the supplier hears of it: by a letter to its contact, which goes out by itself, else as a
    person says."""
    reach = reaching.of_supplier(supplier.reference) if supplier is not None else None
    if reach is not None:
        return {"means": reach.channel, "to": reach.to}
    if told_by not in Means.values:
        raise Refusal(
            _("We know no e-mail address of the supplier: tell them, and say how."),
            field="told_by",
        )
    return {"means": told_by}


def _said(
    way: str,
    supplier: Organisation | None,
    agreed_for: datetime | None,
    explanation: str,
    help: str,
    items: str,
    at: datetime,
) -> dict[str, str]:
    if way == "supplier":
        if supplier is None or supplier.kind != OrganisationKind.SUPPLIER:
            raise Refusal(_("Choose the supplier."), field="supplier")
        if agreed_for is None or agreed_for < at:
            raise Refusal(_("The agreed time must lie ahead."), field="agreed_for")
        return {"supplier": supplier.reference, "supplier_name": supplier.name,
                "agreed_for": agreed_for.isoformat()}  # fmt: skip
    if way == "customer":
        check_words(explanation=explanation, help=help)
        return {"explanation": explanation, "help": help}
    check_words(items=items)
    return {"items": items}
