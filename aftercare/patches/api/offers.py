"""What becomes of a patch for one unit, in the JSON API: customers choose here as on their page."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import http
from aftercare.patches import actions, queries
from aftercare.patches.api.catalogue import patches
from aftercare.patches.models import Offer
from aftercare.patches.states import OfferState, PatchState

SAID_BY = N_("Who of the customer said so; needed when you are not of the customer.")
OTHERS = N_("The same for the other units of the customer that wait for an answer.")


class OfferShape(http.Shape):
    """A patch for one unit, and what the customer chose."""

    id: int = Field(examples=[41])
    patch: int = Field(examples=[5])
    number: str = Field(examples=["PM5-8.2.1"])
    title: str = Field(examples=["报表导出修复"])
    patch_state: PatchState = Field(examples=["published"])
    unit: int = Field(examples=[17])
    serial: str = Field(examples=["PM5-26-01"])
    customer: int = Field(examples=[3])
    state: OfferState = Field(examples=["accepted"])
    offered_at: http.Moment
    answered_by: str = Field(examples=["张伟"])
    answered_at: http.Moment | None
    recorded_by: str = Field(description=N_("Who wrote the answer down for the customer."))
    planned_on: http.Day | None
    reason: str
    applied_on: http.Day | None
    done_by: str
    result: str
    revision: int = Field(examples=[2])


class OfferFilters(http.Paging):
    """Which ones."""

    patch: int | None = Field(None, ge=1, le=http.LARGEST_KEY)
    unit: int | None = Field(None, ge=1, le=http.LARGEST_KEY)
    state: OfferState | None = None


class Acceptance(http.Shape):
    """It is wanted, on a day."""

    planned_on: http.Day
    said_by: str = Field("", max_length=80, description=SAID_BY)
    others_too: http.Flag = Field(False, description=OTHERS)


class Declining(http.Shape):
    """It is not wanted, and why."""

    reason: str = Field(min_length=1, max_length=300)
    said_by: str = Field("", max_length=80, description=SAID_BY)
    others_too: http.Flag = Field(False, description=OTHERS)


class Application(http.Shape):
    """It is on the unit now."""

    applied_on: http.Day
    done_by: str = Field(min_length=1, max_length=80, examples=["赵勇"])
    result: str = Field(min_length=1, max_length=300, examples=["导出正常"])


class Undoing(http.Shape):
    """It is not on the unit any more."""

    reason: str = Field(min_length=1, max_length=300)


CHOSEN: dict[str, Any] = {"returns": OfferShape, "tagged": True}


@patches.get(
    "/patch-offers", _("List what becomes of patches"), returns=http.Listed[OfferShape],
    description=_("One for each unit and patch; a customer sees its own."),
)  # fmt: skip
def list_offers(request: http.Request, query: Query[OfferFilters]) -> HttpResponse:
    """The newest first."""
    rows = queries.offers_visible_to(request.user)
    named = {"patch": query.patch, "unit": query.unit, "state": query.state}
    rows = rows.filter(**{name: value for name, value in named.items() if value is not None})
    return http.page(request, rows, query, order=("-id",), item=offer_item)


@patches.get("/patch-offers/{id}", _("Show a patch for a unit"), **CHOSEN)
def show_offer(request: http.Request, id: http.Key) -> HttpResponse:
    """One patch for one unit."""
    return _shown(request, _found(request, id))


@patches.post("/patch-offers/{id}/accept", _("Want a patch on a unit"), **CHOSEN)
def accept_offer(request: http.Request, id: http.Key, body: Acceptance) -> HttpResponse:
    """The customer wants it."""
    found = _found(request, id)
    actions.accept_offer(found, **body.model_dump(), **_frame(request))
    return _shown(request, found)


@patches.post("/patch-offers/{id}/decline", _("Do not want a patch on a unit"), **CHOSEN)
def decline_offer(request: http.Request, id: http.Key, body: Declining) -> HttpResponse:
    """The customer does not want it."""
    found = _found(request, id)
    actions.decline_offer(found, **body.model_dump(), **_frame(request))
    return _shown(request, found)


@patches.post(
    "/patch-offers/{id}/apply", _("Record that a patch is on a unit"), **CHOSEN,
    description=_("Only after the customer wanted it; final, unless it is undone."),
)  # fmt: skip
def apply_offer(request: http.Request, id: http.Key, body: Application) -> HttpResponse:
    """It is applied."""
    found = _found(request, id)
    applied = actions.Applied(body.applied_on, body.done_by, body.result)
    actions.apply_offer(found, applied, **_frame(request))
    return _shown(request, found)


@patches.post("/patch-offers/{id}/undo", _("Record that a patch was taken off a unit"), **CHOSEN)
def undo_offer(request: http.Request, id: http.Key, body: Undoing) -> HttpResponse:
    """It is off again; the choice is open again."""
    found = _found(request, id)
    actions.undo_offer(found, body.reason, **_frame(request))
    return _shown(request, found)


def offer_item(one: Offer) -> dict[str, Any]:
    """A patch for a unit as JSON."""
    names = ("state", "offered_at", "answered_by", "answered_at", "recorded_by", "planned_on",
             "reason", "applied_on", "done_by", "result", "revision")  # fmt: skip
    return {
        "id": one.pk, "patch": one.patch_id, "number": one.patch.number,
        "title": one.patch.title, "patch_state": one.patch.state, "unit": one.unit_id,
        "serial": one.unit.serial, "customer": one.customer_id,
        **{name: getattr(one, name) for name in names},
    }  # fmt: skip


def _frame(request: http.Request) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now(), "revision": http.expected(request)}


def _found(request: http.Request, key: int) -> Offer:
    return http.found(queries.offers_visible_to(request.user), pk=key)


def _shown(request: http.Request, one: Offer) -> HttpResponse:
    return http.single(request, offer_item(one), revision=one.revision)
