"""The lives of a patch and of an offer, as tables."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states, open_moves


class PatchState(TextChoices):
    """Where a patch is."""

    DRAFT = "draft", pgettext_lazy("patch", "being written")
    PUBLISHED = "published", pgettext_lazy("patch", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("patch", "withdrawn")


P = PatchState
PATCH_MOVES: dict[str, Move] = {
    "publish": Move(
        from_states(P.DRAFT), P.PUBLISHED, "patch.published", pgettext_lazy("patch", "Publish")
    ),
    "withdraw": Move(
        from_states(P.PUBLISHED), P.WITHDRAWN, "patch.withdrawn",
        pgettext_lazy("patch", "Withdraw"), needs=("reason",),
    ),
}  # fmt: skip


class OfferState(TextChoices):
    """What became of a patch for one unit."""

    OFFERED = "offered", pgettext_lazy("patch", "not answered")
    ACCEPTED = "accepted", pgettext_lazy("patch", "wanted")
    DECLINED = "declined", pgettext_lazy("patch", "not wanted")
    APPLIED = "applied", pgettext_lazy("patch", "applied")


A = OfferState
# The customer may choose anew until it is applied; that stays, unless it is undone with a reason.
OFFER_MOVES: dict[str, Move] = {
    "accept": Move(
        from_states(A.OFFERED, A.ACCEPTED, A.DECLINED), A.ACCEPTED, "offer.accepted",
        pgettext_lazy("patch", "Wanted: plan it"), needs=("planned_on",),
    ),
    "decline": Move(
        from_states(A.OFFERED, A.ACCEPTED), A.DECLINED, "offer.declined",
        pgettext_lazy("patch", "Not wanted"), needs=("reason",),
    ),
    "apply": Move(
        from_states(A.ACCEPTED), A.APPLIED, "offer.applied",
        pgettext_lazy("patch", "It is applied"), needs=("applied_on", "done_by", "result"),
    ),
    "undo": Move(
        from_states(A.APPLIED), A.OFFERED, "offer.undone",
        pgettext_lazy("patch", "It was taken off again"), needs=("reason",),
    ),
}  # fmt: skip


def possible(state: str, patch_state: str) -> list[str]:
    """What may be said about an offer in a state: nobody accepts a patch that was withdrawn."""
    published = patch_state == PatchState.PUBLISHED
    return [verb for verb in open_moves(OFFER_MOVES, state) if published or verb != "accept"]


def emitted() -> frozenset[str]:
    """The kinds of events that the lives of patches and offers bring about."""
    moves = [*PATCH_MOVES.values(), *OFFER_MOVES.values()]
    return frozenset({*(one.event for one in moves), "patch.written", "patch.changed",
                      "patch.offered", "patch.linked"})  # fmt: skip
