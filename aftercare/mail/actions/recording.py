"""Events of a letter: small, and without what the letter says or who wrote it."""

from datetime import datetime

from aftercare.desk.models import Case
from aftercare.kit import events
from aftercare.kit.events import Actor, Happened
from aftercare.mail.models import Letter


def record(letter: Letter, kind: str, *, by: Actor, at: datetime, **data: str) -> None:
    """Something happened to a letter."""
    events.record(Happened(kind, letter.reference, at, by, data=data), recorded_at=at)


def record_on_case(letter: Letter, case: Case, *, by: Actor, at: datetime) -> None:
    """A letter belongs to a case from now on: a line in the history of both."""
    context = case.agreement.reference if case.agreement else ""
    joined = [
        Happened("letter.joined", subject, at, by, context, {"letter": letter.pk})
        for subject in (letter.reference, case.reference)
    ]
    events.record(*joined, recorded_at=at)
