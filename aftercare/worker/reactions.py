"""Who reacts to which event: one table, read from top to bottom.

Those of `REACTIONS` run inside the transaction that records the event, so nothing they do can be
missing; and they see an event only once, because an event is recorded once. Those of `SOON` are the
worker's, a moment later (`worker/following.py`): whoever records the event does not wait for them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aftercare.accounts import actions as accounts
from aftercare.accounts.models import Notice
from aftercare.api import actions as tokens
from aftercare.chat import actions as chat
from aftercare.complaints import actions as complaints
from aftercare.complaints.models import Complaint
from aftercare.desk import actions as desk
from aftercare.desk.letters import ARRANGED
from aftercare.desk.models import Case, Part
from aftercare.kit import references
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.mail import actions as mail
from aftercare.outbound.models import Channel
from aftercare.people.models import Person
from aftercare.phone import actions as phone
from aftercare.promises import actions as promises
from aftercare.remote import writing as remote
from aftercare.remote.models import RemoteSession
from aftercare.satisfaction import actions as satisfaction


def at_once(events: Sequence[Event]) -> None:
    """Let everybody see the events of this transaction."""
    promises.follow(events)
    for event in events:
        for react in REACTIONS.get(event.kind, ()):
            react(event)


def take_consequences(event: Event) -> None:
    """What a plan wants done when a promise is late."""
    case = _case(event)
    for action in event.data["actions"]:
        if case is not None and action in EFFECTS:
            EFFECTS[action](case, by=SYSTEM, at=event.occurred_at)
            case.refresh_from_db()
        else:
            _record_outcome(event, action)


def tell_of_customer(event: Event) -> None:
    """What a customer says about a case is told to whoever is responsible for it."""
    case = _case(event)
    if case is not None:
        desk.tell_of_customer(case, event)


def write_registered(event: Event) -> None:
    """The customer gets the number, what is promised, and where to follow it."""
    _on_case(event, desk.write_registered)


def write_handed_over(event: Event) -> None:
    """Whoever a case, or a part of one, was handed to gets a letter about it."""
    key = references.key_of(event.subject, "part")
    part = Part.objects.filter(pk=key).first() if key is not None else None
    case = part.case if part is not None else _case(event)
    if case is not None:
        desk.write_handed_over(case, event)


def write_closed(event: Event) -> None:
    """The customer hears that it is done."""
    _on_case(event, desk.write_closed)


def write_late(event: Event) -> None:
    """The customer of a late promise hears it from us, and whoever the plan says by mail too."""
    _on_case(event, desk.write_late)


def tell_of_arrangement(event: Event) -> None:
    """The user hears what was arranged, and the technical department has it on file."""
    _on_case(event, desk.tell_of_arrangement)


def note_told(event: Event) -> None:
    """A letter that tells the user of an arrangement went out: the user is told."""
    case = _named(event.context)
    if case is not None and event.data["template"] == ARRANGED:
        desk.note_told(case, event)


def write_supplier(event: Event) -> None:
    """The supplier hears that something is to be put right."""
    _on_case(event, desk.write_supplier)


def write_acknowledged(event: Event) -> None:
    """The complainant gets the number, and the link to follow it."""
    _on_complaint(event, complaints.write_acknowledged)


def write_decided(event: Event) -> None:
    """The complainant gets the decision, and is asked whether it is accepted."""
    _on_complaint(event, complaints.write_decided)


def write_question(event: Event) -> None:
    """The complainant is asked once more."""
    _on_complaint(event, complaints.write_question)


def write_session_asked(event: Event) -> None:
    """The customer gets the link by which they allow work on their system."""
    session = RemoteSession.objects.filter(pk=event.data.get("session")).first()
    if session is not None:
        remote.write_asked(session, event)


def tell_of_undelivered(event: Event) -> None:
    """A letter that did not get through is told to whoever is responsible for what it is about."""
    if event.data["channel"] == Channel.WEBHOOK:
        return
    case, complaint = _named(event.context), _complaint(event.context)
    if case is not None:
        desk.tell_of_undelivered(case, event)
    if complaint is not None:
        complaints.tell_of_undelivered(complaint, event)


def _on_case(event: Event, act: Callable[[Case, Event], None]) -> None:
    case = _case(event)
    if case is not None:
        act(case, event)


def _on_complaint(event: Event, act: Callable[[Complaint, Event], None]) -> None:
    complaint = _complaint(event.subject)
    if complaint is not None:
        act(complaint, event)


def _record_outcome(event: Event, action: str) -> None:
    """On a unit, project or agreement the outcome is on record until its own folder acts on it."""
    kind = next((kind for verb, kind in OUTCOMES.items() if action.startswith(verb)), None)
    if kind is not None:
        data = {
            "commitment": event.data["commitment"],
            "promise": event.data["promise"],
            "action": action,
        }
        promises.record_outcome(event.subject, event.context, kind, at=event.occurred_at, data=data)


def close_account(event: Event) -> None:
    """With an account end its sessions, links and tokens; they stay ended when it is opened."""
    person = _person(event)
    accounts.shut_out(person, at=event.occurred_at)
    tokens.revoke_tokens_of(person, by=SYSTEM, at=event.occurred_at)


def tell_of_password(event: Event) -> None:
    """Whoever changed it: the person is written to."""
    accounts.tell(_person(event), Notice.PASSWORD, by=SYSTEM, at=event.occurred_at)


def _person(event: Event) -> Person:
    return Person.objects.get(pk=event.subject.partition("/")[2])


def _case(event: Event) -> Case | None:
    return _named(event.subject)


def _named(reference: str) -> Case | None:
    key = references.key_of(reference, "case")
    return Case.objects.filter(pk=key).first() if key is not None else None


def _complaint(reference: str) -> Complaint | None:
    key = references.key_of(reference, "complaint")
    return Complaint.objects.filter(pk=key).first() if key is not None else None


EFFECTS: Mapping[str, Callable[..., Any]] = {
    "offer loan unit": desk.offer_loan,
    "raise priority": desk.raise_priority,
    "propose replacement": desk.propose_replacement,
    "reassign technician": desk.propose_reassignment,
    "open corrective action": desk.open_corrective_action,
    "block claims": desk.block_claims,
}

# `notify`, `escalate to` and `report to leaders` tell people, before anything here runs.
OUTCOMES: Mapping[str, str] = {
    "block claims": "claims.blocked",
    "deem sold": "stock.deemed_sold",
    "propose replacing": "replacing.proposed",
    "open corrective action": "corrective_action.opened",
    "raise priority": "priority.raised",
    "offer loan unit": "loan.proposed",
    "propose replacement": "replacement.proposed",
    "reassign technician": "reassignment.proposed",
}

REACTIONS: Mapping[str, Sequence[Callable[[Event], None]]] = {
    "case.reported": (phone.link_reported, mail.link_reported),
    "case.answered": (chat.follow_answer,),
    "complaint.received": (complaints.tell_headquarters,),
    "complaint.noted": (complaints.tell_of_complainant,),
    "complaint.accepted": (complaints.tell_of_complainant,),
    "complaint.taken_further": (complaints.tell_of_complainant,),
    "complaint.withdrawn": (complaints.tell_of_complainant,),
    "corrective_action.opened": (complaints.open_for_plan,),
    "project.changed": (satisfaction.follow_manager,),
    "promise.overdue": (take_consequences,),
    "message.failed": (tell_of_undelivered,),
    "case.noted": (tell_of_customer,),
    "case.reopened": (tell_of_customer, complaints.follow_reopened),
    "case.confirmed": (tell_of_customer,),
    "case.withdrawn": (tell_of_customer,),
    "case.rated": (tell_of_customer,),
    "remedy.chosen": (tell_of_customer,),
    "file.added": (tell_of_customer,),
    "person.suspended": (close_account,),
    "person.password-changed": (tell_of_password,),
}

SOON: Mapping[str, Sequence[Callable[[Event], None]]] = {
    "case.reported": (write_registered,),
    "case.forwarded": (write_handed_over,),
    "case.assigned": (write_handed_over,),
    "case.arranged": (tell_of_arrangement,),
    "message.sent": (note_told,),
    "supplier.notified": (write_supplier,),
    "case.closed": (write_closed,),
    "promise.overdue": (write_late,),
    "session.requested": (write_session_asked,),
    "complaint.acknowledged": (write_acknowledged,),
    "complaint.decided": (write_decided,),
    "complaint.asked": (write_question,),
}
