"""The gates of a plan, before something is recorded on a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.desk import rules
from aftercare.desk.models import Case
from aftercare.desk.rules import Barrier
from aftercare.kit.errors import Refusal
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import PLAN_ROLES
from aftercare.plans import queries as plans
from aftercare.plans.language.vocabulary import EVENTS


@dataclass(frozen=True)
class Passing:
    """Somebody with the right to do so lets a case through a gate, and says why."""

    approver: Person
    reason: str


class HeldBack(Refusal):
    """A gate of the plan is closed; `barriers` says which, and whether it may be opened."""

    code = "gate"

    def __init__(self, barriers: Sequence[Barrier]) -> None:
        sentences = [_sentence(barrier) for barrier in barriers]
        gates = [barrier.name for barrier in barriers]
        super().__init__(" ".join(sentences), field="passing", gates=gates)
        self.barriers = barriers


def pass_gates(case: Case, kind: str, passing: Passing | None) -> dict[str, Any]:
    """What the event must carry about the gates it went through; `HeldBack` when one is closed."""
    closed = barriers_of(case, kind)
    if not closed:
        return {}
    if passing is None or not all(barrier.may_be_opened for barrier in closed):
        raise HeldBack(closed)
    _check(passing, closed)
    return {
        "passed": [
            {
                "gate": barrier.name,
                "approval": barrier.gate.unless,
                "approver": passing.approver.reference,
                "approver_name": passing.approver.name,
                "reason": passing.reason.strip(),
            }
            for barrier in closed
        ]
    }


def barriers_of(case: Case, kind: str) -> list[Barrier]:
    """The gates that hold back an event of this kind on a case."""
    if case.agreement is None:
        return []
    plan = plans.document(case.agreement.plan_version)
    if not any(gate.before == kind for gate in plan.gates.values()):
        return []
    happened = Event.objects.filter(subject=case.reference).order_by("occurred_at", "sequence")
    return rules.barriers(plan, kind, happened.values_list("kind", flat=True), case.facts)


def _check(passing: Passing, closed: Sequence[Barrier]) -> None:
    if not passing.reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    allowed = {PLAN_ROLES.get(barrier.approvers[-1]) for barrier in closed if barrier.approvers}
    if not passing.approver.is_active or {passing.approver.role} != allowed:
        raise Refusal(_("This person may not approve of it."), field="approver")


def _sentence(barrier: Barrier) -> str:
    english = (get_language() or "").startswith("en")
    missing = [
        (EVENTS[one].en if english else EVENTS[one].zh) if one in EVENTS else one
        for one in barrier.missing
    ]
    title = barrier.gate.title
    words = (title.en if english else title.zh) if title else barrier.name
    return _("%(gate)s. Still missing: %(missing)s.") % {
        "gate": words,
        "missing": ", ".join(missing) if english else "、".join(missing),
    }
