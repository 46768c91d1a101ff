"""The life of a case, as a table. Buttons, API links and history lines come from it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states
from aftercare.plans.language.vocabulary import EVENTS


class CaseState(TextChoices):
    """Where a case stands."""

    REGISTERED = "registered", _("registered")
    ANSWERED = "answered", _("answered")
    GUIDING = "guiding", _("phone guidance")
    REMOTE = "remote", _("remote")
    NEEDS_VISIT = "needs-visit", _("needs a visit")
    FORWARDED = "forwarded", _("forwarded")
    ARRANGED = "arranged", _("arranged")
    WAITING = "waiting", _("waiting")
    SOLVED = "solved", _("solved")
    CONFIRMED = "confirmed", _("confirmed by the customer")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = CaseState
WORKING = from_states(
    S.REGISTERED, S.ANSWERED, S.GUIDING, S.REMOTE, S.NEEDS_VISIT, S.FORWARDED,
    S.ARRANGED, S.REOPENED,
)  # fmt: skip
OPEN = WORKING | {S.WAITING}
UNARRANGED = from_states(S.REGISTERED, S.ANSWERED, S.NEEDS_VISIT, S.FORWARDED, S.REOPENED)

MOVES: dict[str, Move] = {
    "answer": Move(from_states(S.REGISTERED), S.ANSWERED, "case.answered", _("Answer")),
    "guide": Move(WORKING, S.GUIDING, "case.guided", _("Guide by phone")),
    "connect": Move(WORKING, S.REMOTE, "case.connected", _("Connect remotely")),
    "need_visit": Move(WORKING, S.NEEDS_VISIT, "case.visit_needed", _("Needs a visit")),
    "forward": Move(WORKING, S.FORWARDED, "case.forwarded", _("Forward"), needs=("to",)),
    "arrange": Move(WORKING, S.ARRANGED, "case.arranged", _("Arrange")),
    "wait": Move(WORKING, S.WAITING, "case.waiting", _("Wait"), needs=("reason",)),
    "resume": Move(from_states(S.WAITING), "", "case.resumed", _("Resume")),
    "solve": Move(OPEN, S.SOLVED, "case.solved", _("Solved"), needs=("solution",)),
    "confirm": Move(from_states(S.SOLVED), S.CONFIRMED, "case.confirmed", _("Customer confirms")),
    "close": Move(from_states(S.SOLVED, S.CONFIRMED), S.CLOSED, "case.closed", _("Close")),
    "reopen": Move(
        from_states(S.SOLVED, S.CONFIRMED, S.CLOSED), S.REOPENED, "case.reopened", _("Reopen"),
        needs=("reason",),
    ),
    "withdraw": Move(OPEN, S.WITHDRAWN, "case.withdrawn", _("Withdraw"), needs=("reason",)),
}  # fmt: skip

# Not among the buttons: only the receiver may, and it goes back to whoever forwarded the case.
DECLINE = Move(from_states(S.FORWARDED), S.ANSWERED, "case.declined", _("Decline"),
               needs=("reason",))  # fmt: skip

# Forwarded in parts; `actions.splitting` makes them.
SPLIT = Move(WORKING, S.FORWARDED, "case.split", _("Split"), needs=("parts",))


class PartState(TextChoices):
    """Where a part of a case stands."""

    FORWARDED = "forwarded", _("forwarded")
    ARRANGED = "arranged", _("arranged")
    DECLINED = "declined", pgettext_lazy("hand-over", "declined")
    DONE = "done", pgettext_lazy("part", "done")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @classmethod
    def open(cls) -> frozenset[str]:
        """In which somebody still has to do something."""
        return from_states(cls.FORWARDED, cls.ARRANGED, cls.DECLINED)


P = PartState
PART_MOVES: dict[str, Move] = {
    "arrange": Move(from_states(P.FORWARDED), P.ARRANGED, "case.arranged", _("Arrange")),
    "finish": Move(
        from_states(P.FORWARDED, P.ARRANGED), P.DONE, "case.solved",
        pgettext_lazy("part", "Done"), needs=("result",),
    ),
    "decline": Move(from_states(P.FORWARDED), P.DECLINED, "case.declined", _("Decline"),
                    needs=("reason",)),
    "forward": Move(PartState.open(), P.FORWARDED, "case.forwarded", _("Forward"), needs=("to",)),
    "withdraw": Move(PartState.open(), P.WITHDRAWN, "case.withdrawn", _("Withdraw"),
                     needs=("reason",)),
}  # fmt: skip

# Whoever guides, connects or solves has thereby answered the customer.
ANSWERS = frozenset({"guide", "connect", "need_visit", "solve"})

# What can be recorded on an open case without moving it, and what must be said about it.
RECORDS: dict[str, tuple[str, ...]] = {
    "session.authorised": ("authorised_by", "scope"),
    "case.called_back": (),
    "case.contacted": (),
    "case.opinion_given": ("opinion",),
    "case.solution_found": ("solution",),
    "case.arrangement_checked": ("result",),
    "case.reported_upward": (),
    "case.followed_up": ("result",),
    "file.checked": ("result",),
    "file.rechecked": ("result", "visited"),
    "visit.agreed": ("agreed_for",),
    "visit.arrived": (),
    "visit.reported": ("report",),
    "quote.given": (),
    "quote.accepted": (),
    "loan.returned": (),
    "part.replaced": ("part",),
    "old_part.returned": (),
    "repair_record.returned": (),
    "return.requested": (),
    "return.decided": ("decision",),
    "damage.compensated": (),
}

# What the other actions of the desk bring about by themselves.
BROUGHT_ABOUT = (
    "case.reported", "case.triaged", "case.assigned", "case.noted", "case.rated", "case.covered",
    "loan.offered", "remedy.chosen", "cause.decided", "supplier.notified",
    "case.complained",
)  # fmt: skip
# What a folder above brings about: questions on the web page.
ONLINE = ("consultation.asked", "consultation.taken", "consultation.answered")


class Means(TextChoices):
    """By what a person told somebody something."""

    PHONE = "phone", pgettext_lazy("means", "by telephone")
    MESSENGER = "messenger", pgettext_lazy("means", "by a messenger")
    LETTER = "letter", pgettext_lazy("means", "by letter")
    IN_PERSON = "in-person", pgettext_lazy("means", "in person")


def emitted() -> frozenset[str]:
    """The kinds of events that some flow brings about; milestones are recorded by hand."""
    milestones = {kind for kind, known in EVENTS.items() if known.milestone}
    moves = {move.event for move in MOVES.values()}
    return frozenset({*moves, DECLINE.event, *RECORDS, *BROUGHT_ABOUT, *ONLINE, *milestones})
