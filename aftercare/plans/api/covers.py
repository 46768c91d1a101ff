"""What an agreement covers and who is named to the customer, changed through the JSON API."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.kit import http
from aftercare.people.roles import Power
from aftercare.plans import actions, queries
from aftercare.plans.api.agreements import (
    AgreementShape,
    ContactShape,
    NewCover,
    agreement_item,
    agreements,
    thing_of,
)
from aftercare.plans.models import Agreement

CHANGED: dict[str, Any] = {
    "returns": AgreementShape, "tagged": True, "power": Power.KEEP_AGREEMENTS,
}  # fmt: skip


class AddedCover(NewCover):
    """One thing to cover, and from which day on."""

    from_on: http.Day


class EndedCover(NewCover):
    """One thing to cover no longer, from which day on, and why."""

    on: http.Day
    reason: http.Line


@agreements.post(
    "/agreements/{id}/covers",
    _("Cover something more"),
    description=_("What begins from that day on counts; what belongs to the customer only."),
    **CHANGED,
)
def add_cover(request: http.Request, id: http.Key, body: AddedCover) -> HttpResponse:
    """Cover a project, a unit or a site from a day on."""
    agreement = _agreement(request, id)
    actions.add_cover(
        agreement, thing_of(body, ""), from_on=body.from_on, by=request.user,
        at=timezone.now(), revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, agreement)


@agreements.post(
    "/agreements/{id}/covers/end",
    _("Cover something no longer"),
    description=_("From today or a later day on; what was promised until then stays."),
    **CHANGED,
)
def end_cover(request: http.Request, id: http.Key, body: EndedCover) -> HttpResponse:
    """Cover a project, a unit or a site no longer."""
    agreement = _agreement(request, id)
    actions.end_cover(
        agreement, thing_of(body, ""), on=body.on, reason=body.reason, by=request.user,
        at=timezone.now(), revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, agreement)


@agreements.post("/agreements/{id}/contacts", _("Name a contact"), **CHANGED)
def add_contact(request: http.Request, id: http.Key, body: ContactShape) -> HttpResponse:
    """Name somebody more to the customer."""
    agreement = _agreement(request, id)
    actions.change_contact(
        agreement, None, role=body.role, name=body.name, phone=body.phone, by=request.user,
        at=timezone.now(), revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, agreement)


@agreements.post("/agreements/{id}/contacts/{contact}", _("Change a contact"), **CHANGED)
def change_contact(
    request: http.Request, id: http.Key, contact: http.Key, body: ContactShape
) -> HttpResponse:
    """Name somebody else to the customer, or another number."""
    agreement = _agreement(request, id)
    actions.change_contact(
        agreement, http.found(agreement.contacts.all(), pk=contact), role=body.role,
        name=body.name, phone=body.phone, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, agreement)


@agreements.post("/agreements/{id}/contacts/{contact}/drop", _("Drop a contact"), **CHANGED)
def drop_contact(request: http.Request, id: http.Key, contact: http.Key) -> HttpResponse:
    """Name somebody no longer to the customer."""
    agreement = _agreement(request, id)
    actions.drop_contact(
        agreement, http.found(agreement.contacts.all(), pk=contact), by=request.user,
        at=timezone.now(), revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, agreement)


def _agreement(request: http.Request, id: int) -> Agreement:
    return http.found(queries.agreements_visible_to(request.user), pk=id)


def _answer(request: http.Request, agreement: Agreement) -> HttpResponse:
    return http.single(request, agreement_item(agreement), revision=agreement.revision)
