"""Webhooks in the JSON API, for administrators."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import http
from aftercare.outbound import actions, queries
from aftercare.outbound.api.outbox import messages
from aftercare.outbound.models import Webhook
from aftercare.people.roles import Power

KEEPER = Power.KEEP_PEOPLE


class WebhookShape(http.Shape):
    """Another system that is told what happens."""

    id: int = Field(examples=[2])
    reference: str = Field(examples=["webhook/2"])
    name: str = Field(examples=["ERP"])
    address: str = Field(examples=["https://erp.example.com/hooks"])
    kinds: list[str] = Field(examples=[["case.*"]])
    is_paused: bool = Field(examples=[False])
    after: int = Field(
        examples=[812], description=N_("The number of the last event it was looked at for.")
    )
    older_until: http.Moment | None = Field(
        description=N_("Until when the older secret stays good beside the new one.")
    )
    made_at: http.Moment
    revision: int = Field(examples=[1])


class WebhookWithSecret(WebhookShape):
    """A webhook with its secret, shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class NewWebhook(http.Shape):
    """Whom to tell of what."""

    name: str = Field(min_length=1, max_length=80, examples=["ERP"])
    address: str = Field(min_length=1, max_length=500, examples=["https://erp.example.com/hooks"])
    kinds: list[http.Word] = Field(
        [], max_length=50, examples=[["case.*", "promise.overdue"]],
        description=N_("Kinds of events, or groups such as case.*; none: everything."),
    )  # fmt: skip


class Pausing(http.Shape):
    """Whether it is to be told nothing for now."""

    paused: http.Flag = Field(examples=[True])


@messages.get("/webhooks", _("List webhooks"), returns=http.Listed[WebhookShape], power=KEEPER)
def list_webhooks(request: http.Request, query: Query[http.Paging]) -> HttpResponse:
    """Every webhook."""
    rows = queries.webhooks_visible_to(request.user)
    return http.page(request, rows, query, order=("id",), item=webhook_item)


@messages.post(
    "/webhooks", _("Add a webhook"), returns=WebhookWithSecret, status=201, power=KEEPER,
    shown_once=True,
    description=_(
        "It is told of every event from now on, at least once, signed after Standard Webhooks; "
        "webhook-id stays the same when something is told again. Anything but 2xx is tried again "
        "for three days; 410 pauses it."
    ),
)  # fmt: skip
def add_webhook(request: http.Request, body: NewWebhook) -> HttpResponse:
    """Tell another system what happens."""
    made, secret = actions.add_webhook(
        body.name, address=body.address, kinds=body.kinds, by=request.user, at=timezone.now()
    )
    content = {**webhook_item(made), "secret": secret}
    return http.created(request, content, location=f"/api/v1/webhooks/{made.pk}")


@messages.get(
    "/webhooks/{id}", _("Show a webhook"), returns=WebhookShape, tagged=True, power=KEEPER
)
def show_webhook(request: http.Request, id: http.Key) -> HttpResponse:
    """One webhook."""
    found = http.found(queries.webhooks_visible_to(request.user), pk=id)
    return http.single(request, webhook_item(found), revision=found.revision)


@messages.post(
    "/webhooks/{id}/secret", _("Change the secret of a webhook"), returns=WebhookWithSecret,
    tagged=True, power=KEEPER, shown_once=True,
    description=_("For a week, everything is signed with the older secret too."),
)  # fmt: skip
def rotate_webhook(request: http.Request, id: http.Key) -> HttpResponse:
    """A new secret."""
    found = http.found(queries.webhooks_visible_to(request.user), pk=id)
    secret = actions.rotate_secret(
        found, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    content = {**webhook_item(found), "secret": secret}
    return http.single(request, content, revision=found.revision)


@messages.post(
    "/webhooks/{id}/pause", _("Pause a webhook, or go on"), returns=WebhookShape, tagged=True,
    power=KEEPER,
    description=_("Events wait meanwhile; it is told of all of them when it goes on."),
)  # fmt: skip
def pause_webhook(request: http.Request, id: http.Key, body: Pausing) -> HttpResponse:
    """Stop or go on."""
    found = http.found(queries.webhooks_visible_to(request.user), pk=id)
    actions.pause_webhook(
        found, paused=body.paused, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return http.single(request, webhook_item(found), revision=found.revision)


@messages.post("/webhooks/{id}/end", _("End a webhook"), returns=WebhookShape, power=KEEPER)
def end_webhook(request: http.Request, id: http.Key) -> HttpResponse:
    """Tell it nothing any more."""
    found = http.found(queries.webhooks_visible_to(request.user), pk=id)
    content = webhook_item(found)
    actions.end_webhook(found, by=request.user, at=timezone.now())
    return http.answer(content)


def webhook_item(one: Webhook) -> dict[str, Any]:
    """A webhook as JSON."""
    names = ("reference", "name", "address", "kinds", "is_paused", "after", "older_until",
             "made_at", "revision")  # fmt: skip
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}
