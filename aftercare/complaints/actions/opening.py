"""A case that was registered as a complaint gets the record in which it is heard."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.complaints import queries
from aftercare.complaints.actions.receiving import Grievance, receive_complaint
from aftercare.complaints.models import About, Complaint
from aftercare.desk.models import Case
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.people.models import Person


@transaction.atomic
def open_from_case(
    case: Case, *, remedy: str, by: Person, at: datetime, remedy_words: str = ""
) -> Complaint:
    """Open the complaint that a case is, with all that was said to the case already; received when
    the case was reported, so that the clock of the law is the same.

    remedy: what is sought, which a case does not say. Done twice, or by two at once, it is opened
    once, and everybody gets that one.
    """
    if not by.handles_every_case:
        raise NotAllowed(_("You may not take complaints."))
    if not queries.is_complaint(case):
        raise Refusal(_("This case was not registered as a complaint."), code="wrong-state")
    events.take_turn()
    known = queries.opened_from(case)
    if known is not None:
        return known
    grievance = Grievance(
        matter=case.symptom, description=case.description, about=About.OTHER, remedy=remedy,
        remedy_words=remedy_words, source=case.source, customer=case.customer, case=case,
        complainant_name=case.reporter_name or case.customer.name,
        complainant_phone=case.reporter_phone, complainant_email=case.reporter_email,
        complainant_language=case.reporter_language,
    )  # fmt: skip
    mark: uuid.UUID = queries.mark_of(case)
    return receive_complaint(
        grievance, by=by, at=at, received_at=case.reported_at, id=mark
    ).complaint
