"""Who answers: of two agents one takes a conversation, and the other is told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.chat import queries
from aftercare.chat.actions.happening import record
from aftercare.chat.models import Consultation
from aftercare.chat.states import MOVES, Standing
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.people.models import Person
from aftercare.people.roles import Power


class Taken(Stale):
    """Another agent was first; says who."""


@transaction.atomic
def take(
    consultation: Consultation, *, by: Person, at: datetime, revision: int | None = None
) -> Consultation:
    """Answer a question that waits; `Taken` when somebody else does already. Taking one's own
    again changes nothing."""
    if not queries.may_answer(by):
        raise NotAllowed(_("Questions on the web page are answered at the desk."))
    if consultation.state == Standing.TALKING and consultation.agent_id == by.pk:
        return consultation
    try:
        changes = {"agent": by}
        states.move(consultation, "take", moves=MOVES, revision=revision, changes=changes)
    except Refusal as refusal:
        raise _explained(consultation, refusal) from refusal
    record(consultation, "consultation.taken", by=by, at=at, responsible=by.reference)
    return consultation


@transaction.atomic
def give_back(consultation: Consultation, *, by: Person, at: datetime) -> Consultation:
    """Let somebody else go on; one's own, or as a head of department anybody's."""
    if consultation.agent_id != by.pk and not by.may(Power.OVERRULE):
        raise NotAllowed(_("This conversation is somebody else's."))
    states.move(consultation, "give_back", moves=MOVES, changes={"agent": None, "last_at": at})
    record(consultation, "consultation.given_back", by=by, at=at)
    return consultation


def _explained(consultation: Consultation, refusal: Refusal) -> Refusal:
    """Who was first, in place of a sentence about revisions."""
    now = Consultation.objects.select_related("agent").get(pk=consultation.pk)
    if now.state == Standing.TALKING and now.agent is not None:
        return Taken(
            _("%(name)s has taken this conversation already.") % {"name": now.agent.name},
            subject=now.reference,
        )
    return refusal
