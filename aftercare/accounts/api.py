"""Accounts in the JSON API: who may sign in, inviting, closing at once. For whoever keeps people.

A personnel system closes the account of somebody who left in the minute it learns of it.
"""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.accounts import actions, queries
from aftercare.kit import http
from aftercare.people import actions as people
from aftercare.people import queries as known
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role, Suspension

accounts = http.Area("accounts", _("Accounts"), _("Who may sign in; inviting and closing."))
KEEPS: dict[str, Any] = {"power": Power.KEEP_PEOPLE}


class AccountShape(http.Shape):
    """Somebody who may sign in, or was invited to."""

    id: int = Field(examples=[17])
    reference: str = Field(examples=["person/17"])
    username: str = Field(examples=["agent"])
    name: str = Field(examples=["林晓"])
    email: str = Field(examples=["agent@example.com"])
    role: Role = Field(examples=["agent"])
    organisation: http.Named
    is_active: bool
    is_invited: bool = Field(description=N_("A link was sent and not used yet."))
    has_second_factor: bool
    last_login: datetime | None
    revision: int = Field(examples=[1])


class AccountFilters(http.Paging):
    """Filters of the list of accounts."""

    is_active: bool | None = Field(None, description=N_("Only open, or only closed accounts."))
    role: Role | None = Field(None, description=N_("Only of this role."))
    username: str | None = Field(None, max_length=60, description=N_("Only with this name."))


class NewAccount(http.Shape):
    """Whom to invite; the link to choose a password is sent by mail."""

    organisation: http.Id
    name: str = Field(min_length=1, max_length=80, examples=["张伟"])
    email: str = Field(min_length=3, max_length=254, examples=["zhang@example.com"])
    role: Role = Field(Role.CUSTOMER, examples=["customer"])
    username: str = Field("", max_length=60, examples=["zhang"])
    phone: str = Field("", max_length=40, examples=["13600000001"])


class Closing(http.Shape):
    """Why an account is closed."""

    reason: Suspension = Field(Suspension.OTHER, examples=["left"])


@accounts.get("/accounts", _("List accounts"), returns=http.Listed[AccountShape], **KEEPS)
def list_accounts(request: http.Request, query: Query[AccountFilters]) -> HttpResponse:
    """Everybody who may sign in, the newest first."""
    rows = queries.accounts()
    wanted = {"is_active": query.is_active, "role": query.role, "username": query.username}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return http.page(request, rows, query, order=("-id",), item=account_item)


@accounts.get("/accounts/{id}", _("Show an account"), returns=AccountShape, **KEEPS)
def show_account(request: http.Request, id: http.Key) -> HttpResponse:
    """One account."""
    return _shown(id)


@accounts.post(
    "/accounts", _("Invite somebody"), returns=AccountShape, status=201, tagged=True, new=True,
    **KEEPS,
)  # fmt: skip
def invite_account(request: http.Request, body: NewAccount) -> HttpResponse:
    """Add somebody who chooses their own password by a link in a mail."""
    organisations = known.organisations_visible_to(request.user)
    words = body.model_dump(exclude={"organisation"})
    invitation = actions.Invitation(
        organisation=http.chosen(organisations, "organisation", pk=body.organisation), **words
    )
    person = actions.invite_person(invitation, by=request.user, at=timezone.now())
    return http.created(
        request, account_item(queries.accounts().get(pk=person.pk)),
        location=f"/api/v1/accounts/{person.pk}", revision=person.revision,
    )  # fmt: skip


@accounts.post(
    "/accounts/{id}/close", _("Close an account"), returns=AccountShape, **KEEPS,
    description=_("At once, with every session and token. Closing a closed one changes nothing."),
)  # fmt: skip
def close_account(request: http.Request, id: http.Key, body: Closing) -> HttpResponse:
    """Suspend somebody at once."""
    person = http.found(queries.accounts(), pk=id)
    people.suspend_person(person, reason=body.reason, by=request.user, at=timezone.now())
    return _shown(id)


@accounts.post(
    "/accounts/{id}/open", _("Open an account again"), returns=AccountShape, **KEEPS,
    description=_("Sessions and tokens of before do not come back."),
)  # fmt: skip
def open_account(request: http.Request, id: http.Key) -> HttpResponse:
    """Let somebody in again."""
    person = http.found(queries.accounts(), pk=id)
    people.resume_person(person, by=request.user, at=timezone.now())
    return _shown(id)


def _shown(key: int) -> HttpResponse:
    return http.answer(account_item(http.found(queries.accounts(), pk=key)))


def account_item(one: Person) -> dict[str, Any]:
    """An account as JSON."""
    names = ("id", "reference", "username", "name", "email", "role", "is_active", "revision")
    annotated: Any = one
    return {
        **{name: getattr(one, name) for name in names},
        "organisation": {"id": one.organisation_id, "name": one.organisation.name},
        "is_invited": annotated.is_invited,
        "has_second_factor": annotated.has_factor,
        "last_login": one.last_login,
    }
