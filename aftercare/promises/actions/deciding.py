"""A person lets a promise go: waived by or for the customer, or void because it should not be."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.promises.models import OPEN_STATES, Commitment
from aftercare.promises.rules import lives


def waive(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> Commitment:
    """The customer, or somebody with the power to, does without this promise; needs a reason."""
    return _decide(commitment, lives.WAIVED, reason, by, at)


def void(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> Commitment:
    """The promise should never have started, for example a case reported twice; needs a reason."""
    return _decide(commitment, lives.VOIDED, reason, by, at)


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
    data = {"commitment": commitment.key, "promise": commitment.promise, "reason": reason.strip()}
    events.record(
        events.Happened(
            kind=kind,
            subject=commitment.subject,
            context=commitment.agreement.reference,
            at=at,
            by=by,
            data=data,
        ),
        recorded_at=at,
    )
    commitment.refresh_from_db()
    return commitment
