"""The outbox in the JSON API."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import http
from aftercare.outbound import actions, queries
from aftercare.outbound.models import Channel, Kind, Message, OptOut
from aftercare.outbound.states import MessageState
from aftercare.people.roles import Power

messages = http.Area("messages", _("messages"), _("What is sent to whom, and what became of it."))


class MessageShape(http.Shape):
    """One message."""

    id: int = Field(examples=[31])
    reference: str = Field(examples=["message/31"])
    channel: Channel = Field(examples=["email"])
    to: str = Field(examples=["wang@example.com"])
    customer: int | None = Field(examples=[17])
    template: str = Field(examples=["case-registered"])
    language: str = Field(examples=["zh-hans"])
    about: str = Field(examples=["case/12"])
    subject: str = Field(description=N_("As it was sent; empty before."), examples=["…"])
    state: MessageState = Field(examples=["queued"])
    trouble: str = Field(
        examples=["put-off"], description=N_("Why it is not sent; empty when nothing is wrong.")
    )
    answer: str = Field(examples=["450 try later"])
    attempts: int = Field(examples=[2])
    next_at: http.Moment | None
    queued_at: http.Moment
    sent_at: http.Moment | None
    revision: int = Field(examples=[3])


class MessageFilters(http.Paging):
    """Filters of the outbox."""

    state: Literal["waiting", "stuck", "failed", "held", "sent"] | None = Field(
        None, description=N_("Stuck: an attempt has failed, or all have.")
    )
    channel: Channel | None = None
    to: str | None = Field(None, max_length=320, description=N_("An address."))
    about: str | None = Field(None, max_length=60, examples=["case/12"])
    webhook: http.Key | None = Field(None, description=N_("What one webhook was told."))


class Chosen(http.Shape):
    """Which messages."""

    messages: list[http.Id] = Field(min_length=1, max_length=actions.MOST, examples=[[31, 32]])


class Retried(http.Shape):
    """How many will be sent again; those already sent or on their way are not counted."""

    count: int = Field(examples=[2])


@messages.get(
    "/messages", _("List messages"), returns=http.Listed[MessageShape], power=Power.SEE_ALL_CASES
)
def list_messages(request: http.Request, query: Query[MessageFilters]) -> HttpResponse:
    """The outbox, the latest first."""
    rows = queries.standing_as(queries.messages_visible_to(request.user), query.state or "")
    rows = queries.sent_to(rows, query.to or "")
    wanted = {"channel": query.channel, "about": query.about, "webhook": query.webhook}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return http.page(request, rows, query, order=("-queued_at", "-id"), item=message_item)


@messages.get(
    "/messages/{id}", _("Show a message"), returns=MessageShape, tagged=True,
    power=Power.SEE_ALL_CASES,
)  # fmt: skip
def show_message(request: http.Request, id: http.Key) -> HttpResponse:
    """One message."""
    found = http.found(queries.messages_visible_to(request.user), pk=id)
    return http.single(request, message_item(found), revision=found.revision)


@messages.post(
    "/messages/{id}/retry", _("Send a message again"), returns=MessageShape, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def retry_message(request: http.Request, id: http.Key) -> HttpResponse:
    """Send one that is stuck as soon as may be; tell a webhook again what it was told."""
    found = http.found(queries.messages_visible_to(request.user), pk=id)
    told = found.webhook_id is not None and found.state == MessageState.SENT
    again = actions.replay_message if told else actions.retry_message
    again(found, by=request.user, at=timezone.now(), revision=http.expected(request))
    return http.single(request, message_item(found), revision=found.revision)


@messages.post(
    "/messages/{id}/hold", _("Hold a message back"), returns=MessageShape, tagged=True,
    power=Power.HANDLE_CASES,
)  # fmt: skip
def hold_message(request: http.Request, id: http.Key) -> HttpResponse:
    """Keep one from being sent until it is sent again by hand."""
    found = http.found(queries.messages_visible_to(request.user), pk=id)
    actions.hold_message(found, by=request.user, at=timezone.now(), revision=http.expected(request))
    return http.single(request, message_item(found), revision=found.revision)


@messages.post(
    "/message-retries", _("Send messages again"), returns=Retried, power=Power.HANDLE_CASES
)
def retry_messages(request: http.Request, body: Chosen) -> HttpResponse:
    """Send several that are stuck."""
    rows = queries.messages_visible_to(request.user).filter(pk__in=body.messages)
    count = actions.retry_messages(rows, by=request.user, at=timezone.now())
    return http.answer({"count": count})


class OptOutShape(http.Shape):
    """What somebody does not want to be sent."""

    id: int = Field(examples=[3])
    kind: Kind = Field(examples=["notice"])
    customer: int | None = Field(examples=[17])
    address: str = Field(
        examples=["wang@example.com"], description=N_("Empty: no address of the customer.")
    )
    said_at: http.Moment
    said_by: str = Field(examples=["林晓"])


class NewOptOut(http.Shape):
    """What a customer does not want to be sent."""

    customer: http.Id
    kind: Literal["service", "notice"] = Field(examples=["notice"])
    address: str = Field("", max_length=320, examples=["wang@example.com"])


class OptOutFilters(http.Paging):
    """Whose."""

    customer: http.Key | None = Field(None, description=N_("A customer."))


@messages.get(
    "/opt-outs", _("List opt-outs"), returns=http.Listed[OptOutShape], power=Power.SEE_ALL_CASES
)
def list_opt_outs(request: http.Request, query: Query[OptOutFilters]) -> HttpResponse:
    """What people do not want to be sent, the latest first."""
    rows = queries.opt_outs_visible_to(request.user)
    if query.customer is not None:
        rows = rows.filter(customer=query.customer)
    return http.page(request, rows, query, order=("-id",), item=opt_out_item)


@messages.post("/opt-outs", _("Opt out"), returns=OptOutShape, status=201, power=Power.HANDLE_CASES)
def add_opt_out(request: http.Request, body: NewOptOut) -> HttpResponse:
    """Send a customer no more messages of a kind."""
    rows = queries.customers_visible_to(request.user)
    customer = http.chosen(rows, "customer", pk=body.customer)
    made = actions.opt_out(
        kind=body.kind, address=body.address, customer=customer, by=request.user, at=timezone.now()
    )
    address = f"/api/v1/opt-outs?customer={made.customer_id}"
    return http.created(request, opt_out_item(made), location=address)


@messages.post(
    "/opt-outs/{id}/end", _("Opt in again"), returns=OptOutShape, power=Power.HANDLE_CASES
)
def end_opt_out(request: http.Request, id: http.Key) -> HttpResponse:
    """Send such messages again from now on."""
    said = http.found(queries.opt_outs_visible_to(request.user), pk=id)
    answer = opt_out_item(said)
    actions.allow(said, by=request.user, at=timezone.now())
    return http.answer(answer)


def opt_out_item(one: OptOut) -> dict[str, Any]:
    """An opt-out as JSON."""
    return {"id": one.pk, "kind": one.kind, "customer": one.customer_id, "address": one.address,
            "said_at": one.said_at, "said_by": one.said_by}  # fmt: skip


def message_item(one: Message) -> dict[str, Any]:
    """A message as JSON."""
    names = ("channel", "to", "template", "language", "about", "subject", "state", "trouble",
             "answer", "attempts", "next_at", "queued_at", "sent_at", "revision")  # fmt: skip
    return {
        "id": one.pk, "reference": one.reference, "customer": one.customer_id,
        **{name: getattr(one, name) for name in names},
    }  # fmt: skip
