"""A customer is dissatisfied with whoever was sent: another one comes, the first is excluded."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk.excluding import COMPLAINED, PROPOSED, excluded_from
from aftercare.desk.models import Case
from aftercare.kit import events
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, record
from aftercare.people.models import Department, Organisation, Person


@transaction.atomic
def exclude_from_case(
    case: Case, person: Person | None, *, complaint: str, by: Actor, at: datetime
) -> None:
    """Send another one: the person complained about is not made responsible for this case again,
    and the dispatcher is asked for another (P14-32).

    person: None when nobody knows who it was. complaint: its number, which is the reason.
    """
    told = {
        "person": person.reference if person else "", "person_name": person.name if person else "",
        "complaint": complaint,
    }  # fmt: skip
    proposed = {"from": told["person"], "complaint": complaint}
    record(
        happened(case, COMPLAINED, by=by, at=at, data=told),
        happened(case, PROPOSED, by=by, at=at, data=proposed),
        at=at,
    )


def check_not_excluded(case: Case, to: Person | Department | Organisation) -> None:
    """Refused when the receiver is somebody who is not sent on this case again; says why.

    Takes the turn first, so that a complaint that comes in at this moment is seen.
    """
    if not isinstance(to, Person):
        return
    events.take_turn()
    why = excluded_from(case).get(to.pk)
    if why is not None:
        raise Refusal(
            _("%(name)s is not sent on this case: %(reason)s. Choose somebody else.")
            % {"name": to.name, "reason": why},
            field="to", code="excluded",
        )  # fmt: skip
