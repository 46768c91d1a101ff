"""Which persons a role of the plan means for one commitment."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from aftercare.people.models import Person
from aftercare.people.roles import PLAN_ROLES, Role
from aftercare.promises.models import Commitment

MOST = 20  # an alert to more people is an alert to nobody
RESPONSIBLE = "responsible"


def people_for(role: str, commitment: Commitment) -> list[Person]:
    """The persons to tell: the one who is responsible when the role fits, else those of the
    role."""
    answerable = commitment.responsible
    if role == RESPONSIBLE and answerable is not None:
        return [answerable]
    ours = PLAN_ROLES.get(role, Role.DISPATCHER)
    if answerable is not None and answerable.role == ours:
        return [answerable]
    if ours == Role.DEALER:
        return list(_active(Role.DEALER).filter(organisation=commitment.organisation)[:MOST])
    if ours == Role.LEAD and answerable is not None and answerable.superior is not None:
        return [answerable.superior]
    return list(_active(ours)[:MOST])


def _active(role: str) -> QuerySet[Person]:
    return Person.objects.filter(Q(role=role), is_active=True).order_by("id")


def roles_told(actions: Iterable[str]) -> list[str]:
    """The roles that a list of actions tells something."""
    told = []
    for action in actions:
        if action == "report to leaders":
            told.append("leaders")
        for verb in ("notify ", "escalate to "):
            if action.startswith(verb):
                told.append(action.removeprefix(verb))
    return told
