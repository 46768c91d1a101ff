"""What holds a case back: the gates of its plan, and who may open one. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aftercare.plans.language.document import Approval, Gate, Plan
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.promises.rules.terms import holds


@dataclass(frozen=True)
class Barrier:
    """A gate that is closed: its name in the plan, and the events still missing."""

    name: str
    gate: Gate
    missing: tuple[str, ...]
    approval: Approval | None

    @property
    def may_be_opened(self) -> bool:
        """Whether the plan lets somebody approve of going on all the same."""
        return self.approval is not None

    @property
    def approvers(self) -> tuple[str, ...]:
        """The role words of those who may, in the order in which the plan asks them."""
        return tuple(step.by for step in self.approval.steps) if self.approval else ()


def barriers(
    plan: Plan, kind: str, happened: Iterable[str], facts: Mapping[str, Any]
) -> list[Barrier]:
    """The gates of a plan that hold back an event of this kind (P07-42, P08-15, P11-05, P14-22).

    happened: the kinds of the events of the case, in the order in which they happened.
    """
    standing = still_standing(happened)
    found = []
    for name, gate in plan.gates.items():
        missing = tuple(one for one in gate.needs if one not in standing)
        if gate.before == kind and missing and holds(gate.when, facts):
            approval = plan.approvals.get(gate.unless) if gate.unless else None
            found.append(Barrier(name, gate, missing, approval))
    return found


def still_standing(happened: Iterable[str]) -> frozenset[str]:
    """The kinds of events that no later event took back, as reopening takes back solving."""
    standing: set[str] = set()
    for kind in happened:
        standing.add(kind)
        known = EVENTS.get(kind)
        standing -= set(known.undoes) if known else set()
    return frozenset(standing)


def whereabouts(place: str, later: Sequence[str]) -> str:
    """Whether a project manager can still be counted on: `here` or `transferred` (P01-37).

    place: the administrative path of the project, such as 北京市/海淀区. later: those of the
    projects they began afterwards. Somebody who began none is still here; somebody with one in
    the same province or city has a project nearby; without a place nothing can be said against it.
    """
    area = _area(place)
    if not area or not later or any(_area(one) == area for one in later):
        return "here"
    return "transferred"


def _area(place: str) -> str:
    return place.partition("/")[0]


# Which way a case goes by its cause; whatever is not named here is the customer's or another's.
OWN_CAUSES = frozenset({"product", "installation"})
OPEN_CAUSES = frozenset({"", "unknown"})


def way_of(cause: str) -> str:
    """`supplier`, `company` or `customer` (P06-73); empty while the cause is not known."""
    if cause in OPEN_CAUSES:
        return ""
    if cause == "supplier":
        return "supplier"
    return "company" if cause in OWN_CAUSES else "customer"


# A late promise proposes something; it stays open until one of these answers it.
ANSWERED_BY: dict[str, frozenset[str]] = {
    "loan.offered": frozenset({"remedy.chosen"}),
    "replacement.proposed": frozenset({"proposal.answered"}),
    "reassignment.proposed": frozenset({"case.assigned", "case.forwarded", "proposal.answered"}),
    "corrective_action.opened": frozenset({"proposal.answered"}),
    "claims.blocked": frozenset({"proposal.answered"}),
    "neglect.noted": frozenset({"proposal.answered"}),
}


def open_proposals(happened: Iterable[tuple[str, str]]) -> list[str]:
    """The kinds of proposals nobody has answered yet, oldest first.

    happened: kind, and for an answer the kind of proposal it names (else empty), in order.
    """
    waiting: dict[str, None] = {}
    for kind, about in happened:
        if kind in ANSWERED_BY:
            waiting[kind] = None
        for proposal in [one for one in waiting if kind in ANSWERED_BY[one]]:
            if about in ("", proposal):
                del waiting[proposal]
    return list(waiting)
