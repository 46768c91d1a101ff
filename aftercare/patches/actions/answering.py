"""What a customer chooses for a unit, and what came of it; by themselves, or written down for them.

All of it may be chosen anew until the patch is applied. That stays, unless it is undone.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import days, states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.happening import happened, record
from aftercare.patches import queries
from aftercare.patches.actions.happening import is_known, told
from aftercare.patches.models import Offer, ToTell
from aftercare.patches.states import OFFER_MOVES, PatchState
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role

STANDING = ("state", "reason", "withdrawn_at")  # read anew after the turn to append is taken
MOST = 200  # units that are answered for by one form


@dataclass(frozen=True)
class Applied:
    """When a patch was applied, by whom, and what was seen afterwards."""

    on: date
    done_by: str
    result: str


@transaction.atomic
def accept_offer(
    offer: Offer,
    planned_on: date,
    *,
    by: Person,
    at: datetime,
    said_by: str = "",
    others_too: bool = False,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Offer:
    """The customer wants the patch, applied on a day; said again, the plan changes.

    said_by: who said so, when somebody else than the customer records it. others_too: the same for
    the other units of the customer that wait for an answer, at most 200 of those that `by` sees.
    """
    who = _check(offer, by, said_by)
    if is_known(offer, "offer.accepted", id):
        return offer
    _check_published(offer)
    if planned_on < days.today(at):
        raise Refusal(_("This day has passed already."), field="planned_on")
    changes = {**_answered(who, by, at), "planned_on": planned_on, "reason": ""}
    data = {"planned_on": planned_on.isoformat()}
    return _answer(offer, "accept", changes, data, by, at, revision, id, others_too=others_too)


@transaction.atomic
def decline_offer(
    offer: Offer,
    reason: str,
    *,
    by: Person,
    at: datetime,
    said_by: str = "",
    others_too: bool = False,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Offer:
    """The customer does not want the patch, and why; see `accept_offer` for the arguments."""
    who = _check(offer, by, said_by)
    if is_known(offer, "offer.declined", id):
        return offer
    check_words(reason=reason)
    changes = {**_answered(who, by, at), "planned_on": None, "reason": reason.strip(),
               "to_tell": ""}  # fmt: skip
    data = {"reason": reason.strip()}
    return _answer(offer, "decline", changes, data, by, at, revision, id, others_too=others_too)


@transaction.atomic
def apply_offer(
    offer: Offer,
    applied: Applied,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Offer:
    """The patch was applied to the unit: only after the customer wanted it, and final.

    One that was withdrawn is not applied after that day; if it was before, it is recorded, and the
    customer is told of the withdrawal like everybody who has it.
    """
    _check(offer, by, by.name)
    if is_known(offer, "offer.applied", id):
        return offer
    check_words(done_by=applied.done_by, result=applied.result)
    if applied.on > days.today(at):
        raise Refusal(_("This day has not come yet."), field="applied_on")
    changes: dict[str, Any] = {
        "applied_on": applied.on, "done_by": applied.done_by.strip(),
        "result": applied.result.strip(),
    }  # fmt: skip
    offer.patch.refresh_from_db(fields=STANDING)
    withdrawn_at = offer.patch.withdrawn_at
    if withdrawn_at is not None:
        if applied.on > days.today(withdrawn_at):
            _check_published(offer)
        changes["to_tell"] = ToTell.WITHDRAWN
    data = {"on": applied.on.isoformat(), "done_by": changes["done_by"],
            "result": changes["result"]}  # fmt: skip
    return _answer(offer, "apply", changes, data, by, at, revision, id)


@transaction.atomic
def undo_offer(
    offer: Offer,
    reason: str,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Offer:
    """The patch was taken off the unit again, or was never on it; the choice is open again."""
    _check(offer, by, by.name)
    if is_known(offer, "offer.undone", id):
        return offer
    check_words(reason=reason)
    cleared = {"applied_on": None, "done_by": "", "result": "", "planned_on": None,
               "answered_by": "", "answered_at": None, "recorded_by": ""}  # fmt: skip
    changes = {**cleared, "reason": reason.strip(), "to_tell": ""}
    return _answer(offer, "undo", changes, {"reason": changes["reason"]}, by, at, revision, id)


def _check(offer: Offer, by: Person, said_by: str) -> str:
    """Who chooses: the customer, or whom somebody of the house, or the dealer, has asked."""
    own = by.role == Role.CUSTOMER and by.organisation_id == offer.customer_id
    if not own and not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("Only the customer chooses, or who works on cases writes it down."))
    if offer.unit.customer_id != offer.customer_id:
        raise Refusal(_("This unit belongs to somebody else now."), code="wrong-state")
    who = said_by.strip() or (by.name if own else "")
    if not who:
        raise Refusal(_("Say who of the customer said so."), field="said_by")
    return who[:80]


def _check_published(offer: Offer) -> None:
    offer.patch.refresh_from_db(fields=STANDING)
    if offer.patch.state != PatchState.PUBLISHED:
        raise Refusal(
            _("This patch was withdrawn: %(reason)s") % {"reason": offer.patch.reason},
            code="withdrawn",
        )


def _answered(who: str, by: Person, at: datetime) -> dict[str, Any]:
    recorded_by = "" if by.role == Role.CUSTOMER else by.name[:120]
    return {"answered_by": who, "answered_at": at, "recorded_by": recorded_by}


def _answer(
    offer: Offer,
    verb: str,
    changes: dict[str, Any],
    data: dict[str, Any],
    by: Person,
    at: datetime,
    revision: int | None,
    id: uuid.UUID | None,
    *,
    others_too: bool = False,
) -> Offer:
    waiting = list(queries.beside(by, offer)[:MOST]) if others_too else []
    _move(offer, verb, changes, data, by, at, revision, id)
    for other in waiting:
        _move(other, verb, changes, data, by, at, None, None)
    return offer


def _move(
    offer: Offer,
    verb: str,
    changes: dict[str, Any],
    data: dict[str, Any],
    by: Person,
    at: datetime,
    revision: int | None,
    id: uuid.UUID | None,
) -> None:
    step = states.move(offer, verb, moves=OFFER_MOVES, revision=revision, changes=changes)
    said = {**told(offer.patch), **data, "unit": offer.unit.reference}
    if changes.get("answered_by"):
        said["said_by"] = changes["answered_by"]
    record(happened(offer, step.event, by=by, at=at, data=said, id=id), at=at)
