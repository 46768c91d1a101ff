"""Notices to a group of customers in the JSON API."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog import queries as catalog
from aftercare.kit import http
from aftercare.outbound import actions, queries
from aftercare.outbound.api.outbox import messages
from aftercare.outbound.models import Broadcast, Receiver, Topic
from aftercare.outbound.states import BroadcastState
from aftercare.people.roles import Power

Outcome = Literal["got", "waiting", "no-address", "opted-out", "failed", "held"]


class BroadcastShape(http.Shape):
    """A notice to a group of customers."""

    id: int = Field(examples=[5])
    reference: str = Field(examples=["broadcast/5"])
    state: BroadcastState = Field(examples=["running"])
    topic: Topic = Field(examples=["storm"])
    subject_zh: str = Field(examples=["台风预警"])
    text_zh: str = Field(examples=["…"])
    subject_en: str = Field(examples=["Storm warning"])
    text_en: str = Field(examples=["…"])
    product: int | None = Field(examples=[3])
    place: str = Field(examples=["浙江省"])
    urgent: bool = Field(examples=[True])
    made_at: http.Moment
    started_at: http.Moment | None
    outcomes: dict[str, int] = Field(
        examples=[{"got": 118, "no-address": 2}],
        description=N_("How many got it, and how many did not and why."),
    )
    revision: int = Field(examples=[2])


class BroadcastRow(http.Shape):
    """A broadcast as a list shows it."""

    id: int = Field(examples=[5])
    state: BroadcastState = Field(examples=["done"])
    topic: Topic = Field(examples=["storm"])
    subject: str = Field(examples=["台风预警"])
    made_at: http.Moment
    started_at: http.Moment | None


class NewBroadcast(http.Shape):
    """What is said, and to whom; nobody is written to before it is started."""

    topic: Topic = Field(examples=["storm"])
    subject_zh: str = Field("", max_length=200, examples=["台风预警"])
    text_zh: str = Field("", max_length=5000, examples=["请关好门窗。"])
    subject_en: str = Field("", max_length=200, examples=["Storm warning"])
    text_en: str = Field("", max_length=5000, examples=["Please close all windows."])
    product: http.Id | None = Field(None, description=N_("Only who has a unit of this model."))
    place: str = Field("", max_length=120, description=N_("Only in an area that begins so."))
    urgent: http.Flag = Field(False, description=N_("Also in quiet hours."))


class BroadcastMove(http.Shape):
    """Start, stop or go on."""

    move: Literal["start", "stop", "resume"] = Field(examples=["start"])


class ReceiverShape(http.Shape):
    """Somebody a broadcast is for."""

    id: int = Field(examples=[77])
    customer: int = Field(examples=[17])
    to: str = Field(examples=["wang@example.com"], description=N_("Empty: no address is known."))
    outcome: Outcome = Field(examples=["got"])
    message: int | None = Field(examples=[31])


class ReceiverFilters(http.Paging):
    """Whom to show."""

    outcome: Outcome | None = None


@messages.get(
    "/broadcasts", _("List broadcasts"), returns=http.Listed[BroadcastRow],
    power=Power.SEE_ALL_CASES,
)  # fmt: skip
def list_broadcasts(request: http.Request, query: Query[http.Paging]) -> HttpResponse:
    """Every notice to many, the latest first."""
    rows = queries.broadcasts_visible_to(request.user)
    return http.page(request, rows, query, order=("-made_at", "-id"), item=broadcast_row)


@messages.post(
    "/broadcasts", _("Write a broadcast"), returns=BroadcastShape, status=201, tagged=True,
    new=True, power=Power.BROADCAST,
)  # fmt: skip
def write_broadcast(request: http.Request, body: NewBroadcast) -> HttpResponse:
    """Keep a notice."""
    given = body.model_dump()
    if body.product is not None:
        given["product"] = http.chosen(catalog.products(), "product", pk=body.product)
    made = actions.write_broadcast(actions.Notice(**given), by=request.user, at=timezone.now())
    return http.created(
        request, broadcast_item(made), location=f"/api/v1/broadcasts/{made.pk}",
        revision=made.revision,
    )  # fmt: skip


@messages.get(
    "/broadcasts/{id}", _("Show a broadcast"), returns=BroadcastShape, tagged=True,
    power=Power.SEE_ALL_CASES,
)  # fmt: skip
def show_broadcast(request: http.Request, id: http.Key) -> HttpResponse:
    """One notice, and how many got it."""
    found = http.found(queries.broadcasts_visible_to(request.user), pk=id)
    return http.single(request, broadcast_item(found), revision=found.revision)


@messages.post(
    "/broadcasts/{id}/moves", _("Start, stop or resume a broadcast"), returns=BroadcastShape,
    tagged=True, power=Power.BROADCAST,
    description=_("Whoever got it does not get it again, however often it is stopped."),
)  # fmt: skip
def move_broadcast(request: http.Request, id: http.Key, body: BroadcastMove) -> HttpResponse:
    """One move."""
    found = http.found(queries.broadcasts_visible_to(request.user), pk=id)
    actions.move_broadcast(
        found, body.move, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return http.single(request, broadcast_item(found), revision=found.revision)


@messages.get(
    "/broadcasts/{id}/receivers", _("List who a broadcast is for"),
    returns=http.Listed[ReceiverShape], power=Power.SEE_ALL_CASES,
)  # fmt: skip
def list_receivers(
    request: http.Request, id: http.Key, query: Query[ReceiverFilters]
) -> HttpResponse:
    """Who got it, who did not and why."""
    found = http.found(queries.broadcasts_visible_to(request.user), pk=id)
    rows = queries.receivers_of(found, query.outcome or "")
    return http.page(request, rows, query, order=("id",), item=receiver_item)


def broadcast_row(one: Broadcast) -> dict[str, Any]:
    """A broadcast as a list shows it."""
    return {"id": one.pk, "state": one.state, "topic": one.topic, "subject": str(one),
            "made_at": one.made_at, "started_at": one.started_at}  # fmt: skip


def broadcast_item(one: Broadcast) -> dict[str, Any]:
    """A broadcast as JSON."""
    names = ("reference", "state", "topic", "subject_zh", "text_zh", "subject_en", "text_en",
             "place", "urgent", "made_at", "started_at", "revision")  # fmt: skip
    return {
        "id": one.pk, "product": one.product_id, "outcomes": queries.outcomes_of(one),
        **{name: getattr(one, name) for name in names},
    }  # fmt: skip


def receiver_item(one: Receiver) -> dict[str, Any]:
    """Somebody a broadcast is for, as JSON."""
    return {"id": one.pk, "customer": one.customer_id, "to": one.to,
            "outcome": queries.outcome_of(one), "message": one.message_id}  # fmt: skip
