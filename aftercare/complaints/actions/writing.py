"""What complainants are written to. Each only queues a letter; the worker sends.

The letters and what they are filled in with are in `complaints/letters.py`.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from aftercare.complaints import letters
from aftercare.complaints.actions import telling
from aftercare.complaints.models import Complaint, Outcome
from aftercare.complaints.states import ComplaintState
from aftercare.desk import reaching
from aftercare.desk.reaching import Reach, Speaker
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.outbound import actions as outbound
from aftercare.outbound import queries as outbox


def write_acknowledged(complaint: Complaint, event: Event) -> None:
    """The complainant gets the number, and the private link to follow what becomes of it."""
    _write(letters.ACKNOWLEDGED, complaint, event)


def write_decided(complaint: Complaint, event: Event) -> None:
    """The complainant gets the decision, with the question whether it is accepted."""
    _write(letters.DECIDED, complaint, event, decided=True)


def write_question(complaint: Complaint, event: Event) -> None:
    """The complainant is asked once more whether the decision is accepted, while nobody knows."""
    if complaint.state == ComplaintState.DECIDED:
        _write(letters.QUESTION, complaint, event, decided=True)


def tell_of_undelivered(complaint: Complaint, event: Event) -> None:
    """Whoever looks into it is told that a letter did not get through; else the heads."""
    telling.tell(complaint, event)


def reach_of(complaint: Complaint) -> Reach | None:
    """Where the complainant is written to; None when nobody knows. Without an address left with the
    complaint, that of the case when whoever reported it is who complains."""
    case = complaint.case
    reported = case is not None and complaint.complainant_name == case.reporter_name
    if case is not None and reported and not complaint.complainant_email:
        return reaching.of_customer(case)
    return reaching.of_speaker(
        Speaker(
            complaint.complainant_name, complaint.complainant_phone, complaint.complainant_email,
            complaint.complainant_language, complaint.customer,
            (complaint.reference, "complaint.received"),
        )
    )  # fmt: skip


def _write(name: str, complaint: Complaint, event: Event, *, decided: bool = False) -> None:
    reach = None if name in settings.LETTERS_OFF else reach_of(complaint)
    if reach is None:
        return
    values: dict[str, Any] = {
        "number": complaint.number, "matter": complaint.matter, "name": reach.name,
        "company": outbox.company_name(), **(_decision(complaint, reach) if decided else {}),
    }  # fmt: skip
    outbound.queue(
        channel=reach.channel, to=reach.to, template=name, language=reach.language,
        about=complaint.reference, key=outbound.key_of(f"{event.id}:{name}", reach.to),
        values=values, by=SYSTEM, at=event.recorded_at, person=reach.person,
        customer=complaint.customer,
    )  # fmt: skip


def _decision(complaint: Complaint, reach: Reach) -> Mapping[str, str]:
    with translation.override(reach.language):
        return {
            "outcome": str(Outcome(complaint.outcome).label),
            "decision": complaint.decision,
        }
