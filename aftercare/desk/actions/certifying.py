"""Nobody is sent without a certificate that the case asks for, unless a head says why."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aftercare.desk import certifying
from aftercare.desk.actions.receiving import Receiver
from aftercare.desk.models import Case
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.happening import happened
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.skills import wording


def check_certified(
    case: Case, to: Receiver, *, by: Actor, at: datetime, despite: str = "", field: str = "to"
) -> list[Happened]:
    """What is to be recorded so that somebody may be sent; `Refusal` when they may not.

    despite: why a head sends somebody without a valid certificate all the same. field: where the
    refusal stands. Takes the turn first, so that a certificate that is withdrawn at this moment is
    seen; a case that asks for nothing does without.
    """
    if not isinstance(to, Person) or not certifying.asked_for(case):
        return []
    events.take_turn()
    barred = [one for one in certifying.lacking(case, [to], at).get(to.pk, ()) if one.bars]
    if not barred:
        return []
    if not despite.strip():
        raise Refusal(
            _("%(name)s may not be sent: %(lacks)s. Choose somebody else, or let a head decide.")
            % {"name": to.name, "lacks": wording.lacks(barred)},
            field=field, code="certificate",
        )  # fmt: skip
    if isinstance(by, Person) and not by.may(Power.OVERRULE):
        raise NotAllowed(_("Only a head may send somebody without a valid certificate."))
    data = {
        "to": to.reference, "to_name": to.name, "reason": despite.strip(),
        "lacks": certifying.recorded(barred),
    }  # fmt: skip
    return [happened(case, "certificate.overruled", by=by, at=at, data=data)]
