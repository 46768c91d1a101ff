"""A complaint comes in: by telephone, in the portal, by letter, through the API."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.complaints.models import About, Complaint, Remedy, Severity
from aftercare.complaints.rules import acknowledged_at_once, rank
from aftercare.complaints.states import ComplaintState
from aftercare.desk import actions as desk
from aftercare.desk.actions.happening import check_address
from aftercare.desk.excluding import COMPLAINED
from aftercare.desk.models import Case
from aftercare.desk.private_links import secret_of
from aftercare.kit import events, links, references
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, actor_of
from aftercare.kit.happening import begun, happened, record
from aftercare.kit.models import Event
from aftercare.kit.numbering import next_number
from aftercare.people.models import Department, Organisation, Person
from aftercare.people.roles import Role
from aftercare.plans.actions.happening import SKEW
from aftercare.plans.language.vocabulary import VALUES
from aftercare.plans.models import Agreement

RECEIVED = "complaint.received"
OLDEST = timedelta(days=366)


@dataclass(frozen=True)
class Grievance:
    """What somebody complains about, and which remedy they seek.

    about: one of `About`. remedy: one of `Remedy`; `remedy_words` says more. customer: may be
    missing when somebody complains who is not on record. safety: people are in danger.
    """

    matter: str
    about: str
    remedy: str
    complainant_name: str
    complainant_phone: str = ""
    complainant_email: str = ""
    complainant_language: str = ""  # in which they are written to; empty: that of the company
    source: str = "phone"
    customer: Organisation | None = None
    case: Case | None = None
    person: Person | None = None
    department: Department | None = None
    description: str = ""
    remedy_words: str = ""
    severity: str = Severity.ORDINARY
    safety: bool = False


@dataclass(frozen=True)
class Received:
    """A new complaint, and the secret of its private link, shown once and never stored. A letter
    to the complainant makes it again."""

    complaint: Complaint
    link_secret: str


@transaction.atomic
def receive_complaint(
    grievance: Grievance,
    *,
    by: Actor,
    at: datetime,
    received_at: datetime | None = None,
    secret: str = "",
    id: uuid.UUID | None = None,
) -> Received:
    """Take a complaint down with its number; who says it in person has it acknowledged at once.

    received_at: when it was said, if earlier than `at`. secret: of the private link, when the
    sender must be able to make it again by itself; otherwise it is made of the number. id: of the
    event; the same form sent twice is one complaint, and the second answer is that one without a
    secret.
    """
    moment = (received_at or at).replace(microsecond=0)
    _check(grievance, by, moment, at)
    events.take_turn()  # so that the same form, sent twice at once, is one complaint
    before = begun(id, RECEIVED, by=by)
    if before is not None:
        return Received(Complaint.objects.get(pk=before), "")
    complaint = _complaint(grievance, moment)
    complaint.number = next_number("T", moment)
    secret = secret or secret_of(complaint.number)
    complaint.link_hash = links.hashed(secret)
    at_once = acknowledged_at_once(grievance.source)
    if at_once:
        complaint.state, complaint.acknowledged_at = ComplaintState.ACKNOWLEDGED, at
    complaint.save(force_insert=True)
    happenings = [
        happened(complaint, RECEIVED, by=by, at=moment, data=_told(complaint), id=id, begins=True)
    ]  # fmt: skip
    if at_once:
        happenings.append(happened(complaint, "complaint.acknowledged", by=by, at=at))
    record(*happenings, at=at)
    if complaint.about == About.PERSON and complaint.case is not None and complaint.case.is_open:
        desk.exclude_from_case(
            complaint.case, complaint.person, complaint=complaint.number, by=by, at=at
        )
    return Received(complaint, secret)


def follow_reopened(event: Event) -> None:
    """A case that was settled when its customer complained about whoever came is worked on again:
    now another one is sent (P14-32)."""
    case = Case.objects.filter(pk=references.key_of(event.subject, "case") or 0).first()
    if case is None:
        return
    known = Event.objects.filter(subject=case.reference, kind=COMPLAINED)
    told = {one.data.get("complaint") for one in known}
    rows = Complaint.objects.filter(case=case, about=About.PERSON)
    for one in rows.exclude(state=ComplaintState.WITHDRAWN).order_by("pk"):
        if one.number not in told:
            desk.exclude_from_case(
                case, one.person, complaint=one.number, by=actor_of(event), at=event.recorded_at
            )


def _complaint(grievance: Grievance, moment: datetime) -> Complaint:
    case = grievance.case
    whom = grievance.person
    if whom is None and case is not None and grievance.about in {About.PERSON, About.CASE}:
        whom = case.responsible
    return Complaint(
        state=ComplaintState.RECEIVED,
        customer=grievance.customer or (case.customer if case else None),
        agreement=case.agreement if case else _only_agreement(grievance.customer),
        complainant_name=grievance.complainant_name.strip(),
        complainant_phone=grievance.complainant_phone.strip(),
        complainant_email=grievance.complainant_email.strip(),
        complainant_language=grievance.complainant_language,
        source=grievance.source,
        about=grievance.about,
        case=case,
        person=whom,
        department=grievance.department,
        matter=grievance.matter.strip(),
        description=grievance.description.strip(),
        remedy=grievance.remedy,
        remedy_words=grievance.remedy_words.strip(),
        severity=grievance.severity,
        safety=grievance.safety,
        rank=rank(safety=grievance.safety, severity=grievance.severity),
        received_at=moment,
    )


def _only_agreement(customer: Organisation | None) -> Agreement | None:
    """The agreement of a customer who has one only; which of several is meant nobody can know."""
    if customer is None:
        return None
    own = list(Agreement.objects.filter(customer=customer).select_related("plan_version")[:2])
    return own[0] if len(own) == 1 else None


def _told(complaint: Complaint) -> dict[str, Any]:
    facts = {"source": complaint.source, "kind": "complaint"}
    if complaint.customer is not None:
        facts["customer"] = complaint.customer.standing
    return {
        "number": complaint.number, "matter": complaint.matter, "about": complaint.about,
        "remedy": complaint.remedy, "severity": complaint.severity, "safety": complaint.safety,
        "case": complaint.case.reference if complaint.case else "", "facts": facts,
    }  # fmt: skip


def _check(grievance: Grievance, by: Actor, moment: datetime, at: datetime) -> None:
    _check_sender(grievance, by)
    if not grievance.matter.strip():
        raise Refusal(_("Say what the complaint is about."), field="matter")
    if not grievance.complainant_name.strip():
        raise Refusal(_("Write down who complains."), field="complainant_name")
    check_address(grievance.complainant_email, field="complainant_email")
    if grievance.about not in About.values:
        raise Refusal(_("Choose what the complaint is about."), field="about")
    if grievance.remedy not in Remedy.values:
        raise Refusal(_("Choose what the complainant seeks."), field="remedy")
    if grievance.remedy == Remedy.OTHER and not grievance.remedy_words.strip():
        raise Refusal(_("Say what is sought instead."), field="remedy_words")
    if grievance.severity not in Severity.values:
        raise Refusal(_("Choose how serious it is."), field="severity")
    if grievance.source not in VALUES["source"]:
        raise Refusal(_("This word is not known here."), field="source")
    if moment > at + SKEW:
        raise Refusal(_("This lies in the future."), field="received_at", code="future")
    if moment < at - OLDEST and not _is_on_record(grievance, moment):
        raise Refusal(_("This was more than a year ago."), field="received_at", code="too-early")
    _check_named(grievance)


def _is_on_record(grievance: Grievance, moment: datetime) -> bool:
    """Whether it was said when the case was reported, which is on record however long ago."""
    return grievance.case is not None and grievance.case.reported_at == moment


def _check_sender(grievance: Grievance, by: Actor) -> None:
    if not isinstance(by, Person):
        return
    own = grievance.customer is not None and grievance.customer.pk == by.organisation_id
    takes = by.handles_every_case
    if not takes and not (by.role == Role.CUSTOMER and own):
        raise NotAllowed(_("You may not take complaints."))


def _check_named(grievance: Grievance) -> None:
    customer, case = grievance.customer, grievance.case
    if case is not None and customer is not None and case.customer_id != customer.pk:
        raise Refusal(_("This case is another customer's."), field="case")
    if grievance.about == About.CASE and case is None:
        raise Refusal(_("Name the case the complaint is about."), field="case")
    if grievance.about == About.PERSON and case is None and grievance.person is None:
        raise Refusal(_("Name the person, or the case on which they came."), field="person")
    if grievance.about == About.DEPARTMENT and grievance.department is None:
        raise Refusal(_("Name the department."), field="department")
