"""What people say about a promise: that it is waived or void, or why it was not kept in time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.promises import queries
from aftercare.promises.models import OPEN_STATES, Commitment
from aftercare.promises.queries import EXPLAINED
from aftercare.promises.rules import lives


def waive(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> Commitment:
    """The customer, or somebody with the power to, does without this promise; needs a reason."""
    return _decide(commitment, lives.WAIVED, reason, by, at)


def void(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> Commitment:
    """The promise should never have started, for example a case reported twice; needs a reason."""
    return _decide(commitment, lives.VOIDED, reason, by, at)


@transaction.atomic
def explain_lateness(
    commitment: Commitment, *, reason: str, by: Person, at: datetime
) -> Commitment:
    """Say why a promise is or was late; the clock goes on, and what was said before stays."""
    if not (by.may(Power.HANDLE_CASES) or by.may(Power.WAIVE)):
        raise NotAllowed(_("Only who works on it can say why it is late."))
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    if not queries.is_late(commitment, at):
        raise Refusal(_("This promise is not late."), code="wrong-state")
    events.record(_happened(commitment, EXPLAINED, reason, by, at), recorded_at=at)
    return commitment


@transaction.atomic
def _decide(commitment: Commitment, kind: str, reason: str, by: Person, at: datetime) -> Commitment:
    if not by.may(Power.WAIVE):
        raise NotAllowed(_("Only a department head or manager may let a promise go."))
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    events.take_turn()
    commitment.refresh_from_db()
    if commitment.state not in OPEN_STATES:
        raise Refusal(_("This promise is already settled."), code="wrong-state")
    events.record(_happened(commitment, kind, reason, by, at), recorded_at=at)
    commitment.refresh_from_db()
    return commitment


def _happened(
    commitment: Commitment, kind: str, reason: str, by: Person, at: datetime
) -> events.Happened:
    data = {"commitment": commitment.key, "promise": commitment.promise, "reason": reason.strip()}
    context = commitment.agreement.reference
    return events.Happened(kind, commitment.subject, at, by, context, data)
