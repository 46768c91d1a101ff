"""Which events stop, end or take back what on a clock: the part of a case's life that clocks
see."""

from aftercare.plans.language.vocabulary import EVENTS

WAITS = "case.waiting"
RESUMES = frozenset(
    {"case.resumed", "case.solved", "case.closed", "case.withdrawn", "case.reopened"}
)

# Work that is pointless once the fault is gone: nobody need arrive at a machine that runs again.
HANDLING = frozenset(
    {
        "case.answered",
        "case.called_back",
        "case.guided",
        "case.connected",
        "case.triaged",
        "case.forwarded",
        "case.assigned",
        "case.arranged",
        "case.arrangement_checked",
        "case.contacted",
        "case.opinion_given",
        "case.solution_found",
        "emergency.planned",
        "case.reported_upward",
        "visit.agreed",
        "visit.arrived",
        "quote.given",
        "quote.accepted",
    }
)
# Likewise what is done about a complaint, once it is over.
ABOUT_COMPLAINTS = frozenset(
    {"complaint.acknowledged", "complaint.investigated", "complaint.decided", "complaint.accepted"}
)
ENDINGS = frozenset({"case.closed", "case.withdrawn", "complaint.closed", "complaint.withdrawn"})
SOLVED = "case.solved"
REOPENED = "case.reopened"

WAIVED = "promise.waived"
VOIDED = "promise.voided"
ENGINE_EVENTS = frozenset({WAIVED, VOIDED})


def is_moot(until: frozenset[str], kind: str) -> bool:
    """Whether an event makes a promise pointless that waits for `until`."""
    if kind == SOLVED:
        return until <= HANDLING
    if kind in ENDINGS:
        return until <= HANDLING | ABOUT_COMPLAINTS | {SOLVED, "case.confirmed"}
    return False


def takes_back(kind: str, until: frozenset[str]) -> bool:
    """Whether an event takes back what had met the promise, as reopening does for solving."""
    known = EVENTS.get(kind)
    return known is not None and bool(until & set(known.undoes))
