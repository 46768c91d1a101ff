"""Organisations and people in the JSON API."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import http
from aftercare.people import actions, queries
from aftercare.people.classing import standing_for
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Power, Role

people = http.Area("people", _("people"), _("Organisations, their departments and their people."))
KEEPS_CUSTOMERS: dict[str, Any] = {"power": Power.KEEP_CATALOG}


class OrganisationShape(http.Shape):
    """A company, customer, household, dealer, supplier or authority."""

    id: int = Field(examples=[17])
    reference: str = Field(examples=["organisation/17"])
    kind: OrganisationKind = Field(examples=["customer"])
    code: str = Field(examples=["K1001"])
    name: str = Field(examples=["…"])
    phone: str = Field(examples=["010-6255-2001"])
    address: str = Field(examples=["…"])
    standing: str | None = Field(
        examples=["normal"], description=N_("normal or key; customers are not told")
    )
    revision: int = Field(examples=[1])


class OrganisationFilters(http.Paging):
    """Filters of the list of organisations."""

    kind: OrganisationKind | None = Field(None, description=N_("Only of this kind."))
    code: str | None = Field(None, max_length=40, description=N_("Only with this number."))


class NewOrganisation(http.Shape):
    """What is needed to add an organisation."""

    kind: OrganisationKind = Field(OrganisationKind.CUSTOMER, examples=["customer"])
    code: str = Field(min_length=1, max_length=40, examples=["K2001"])
    name: str = Field(min_length=1, max_length=120, examples=["…"])
    phone: str = Field("", max_length=40, examples=["010-6255-2001"])
    address: http.Line = ""
    standing: str = Field("normal", max_length=8, examples=["normal"])


class OrganisationChanges(http.Shape):
    """What is to be different; what is left out stays."""

    kind: OrganisationKind = Field(OrganisationKind.CUSTOMER, examples=["customer"])
    code: str = Field("", min_length=1, max_length=40, examples=["K2001"])
    name: str = Field("", min_length=1, max_length=120, examples=["…"])
    phone: str = Field("", max_length=40)
    address: http.Line = ""
    standing: str = Field("", max_length=8, examples=["normal"])


class PersonShape(http.Shape):
    """Somebody; `signs_in` says whether there is an account."""

    id: int = Field(examples=[17])
    reference: str = Field(examples=["person/17"])
    name: str = Field(examples=["林晓"])
    role: Role = Field(examples=["customer"])
    organisation: http.Named
    department: http.Named | None
    phone: str = Field(examples=["13900000004"])
    email: str = Field(examples=["agent@example.com"])
    wechat: str = Field(examples=["oZx8k5v3Qw"])
    is_active: bool
    signs_in: bool
    revision: int = Field(examples=[1])


class PersonFilters(http.Paging):
    """Filters of the list of people."""

    organisation: http.Key | None = Field(None, description=N_("Only of this organisation."))
    role: Role | None = Field(None, description=N_("Only of this role."))


class NewPerson(http.Shape):
    """A contact. Accounts are made on the pages, where passwords belong."""

    organisation: http.Id
    name: str = Field(min_length=1, max_length=80, examples=["张伟"])
    phone: str = Field("", max_length=40, examples=["13600000001"])
    email: str = Field("", max_length=254, examples=["zhang@example.com"])
    wechat: str = Field("", max_length=64, examples=["oZx8k5v3Qw"])


class PersonChanges(http.Shape):
    """What is to be different; what is left out stays."""

    name: str = Field("", min_length=1, max_length=80, examples=["张伟"])
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254, examples=["zhang@example.com"])
    wechat: str = Field("", max_length=64, examples=["oZx8k5v3Qw"])


@people.get("/organisations", _("List organisations"), returns=http.Listed[OrganisationShape])
def list_organisations(request: http.Request, query: Query[OrganisationFilters]) -> HttpResponse:
    """Those the person may see, the newest first."""
    rows = queries.organisations_visible_to(request.user)
    wanted = {"kind": query.kind, "code": query.code}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return http.page(request, rows, query, order=("-id",),
                     item=lambda one: organisation_item(one, request.user))  # fmt: skip


@people.post(
    "/organisations", _("Add an organisation"), returns=OrganisationShape, status=201, tagged=True,
    new=True,
)  # fmt: skip
def add_organisation(request: http.Request, body: NewOrganisation) -> HttpResponse:
    """A customer, dealer, supplier …"""
    added = actions.add_organisation(**body.model_dump(), by=request.user, at=timezone.now())
    return http.created(
        request, organisation_item(added, request.user),
        location=f"/api/v1/organisations/{added.pk}", revision=added.revision,
    )  # fmt: skip


@people.get(
    "/organisations/{id}", _("Show an organisation"), returns=OrganisationShape, tagged=True
)
def show_organisation(request: http.Request, id: http.Key) -> HttpResponse:
    """One organisation."""
    found = http.found(queries.organisations_visible_to(request.user), pk=id)
    return http.single(request, organisation_item(found, request.user), revision=found.revision)


@people.patch(
    "/organisations/{id}", _("Change an organisation"), returns=OrganisationShape, tagged=True
)
def change_organisation(
    request: http.Request, id: http.Key, body: OrganisationChanges
) -> HttpResponse:
    """Other words for an organisation."""
    found = http.found(queries.organisations_visible_to(request.user), pk=id)
    changed = actions.change_organisation(
        found, changes=body.model_dump(exclude_unset=True), revision=http.expected(request),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.single(request, organisation_item(changed, request.user), revision=changed.revision)


@people.get("/people", _("List people"), returns=http.Listed[PersonShape])
def list_people(request: http.Request, query: Query[PersonFilters]) -> HttpResponse:
    """Those the person may see, the newest first."""
    rows = queries.people_visible_to(request.user)
    wanted = {"organisation": query.organisation, "role": query.role}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return http.page(request, rows, query, order=("-id",), item=person_item)


@people.post(
    "/people", _("Add a contact"), returns=PersonShape, status=201, tagged=True, new=True,
    **KEEPS_CUSTOMERS,
)  # fmt: skip
def add_person(request: http.Request, body: NewPerson) -> HttpResponse:
    """Somebody of a customer who calls, and does not sign in."""
    organisations = queries.organisations_visible_to(request.user)
    added = actions.add_person(
        name=body.name, phone=body.phone, email=body.email, wechat=body.wechat,
        role=Role.CUSTOMER,
        organisation=http.chosen(organisations, "organisation", pk=body.organisation),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.created(
        request, person_item(added), location=f"/api/v1/people/{added.pk}",
        revision=added.revision,
    )  # fmt: skip


@people.get("/people/{id}", _("Show a person"), returns=PersonShape, tagged=True)
def show_person(request: http.Request, id: http.Key) -> HttpResponse:
    """One person."""
    found = http.found(queries.people_visible_to(request.user), pk=id)
    return http.single(request, person_item(found), revision=found.revision)


@people.patch("/people/{id}", _("Change a person"), returns=PersonShape, tagged=True)
def change_person(request: http.Request, id: http.Key, body: PersonChanges) -> HttpResponse:
    """Another name, phone or address; the history tells which, not what."""
    found = http.found(queries.people_visible_to(request.user), pk=id)
    changed = actions.change_person(
        found, changes=body.model_dump(exclude_unset=True), revision=http.expected(request),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.single(request, person_item(changed), revision=changed.revision)


def organisation_item(one: Organisation, person: Person) -> dict[str, Any]:
    """An organisation as JSON, as far as the person may read it."""
    names = ("id", "reference", "kind", "code", "name", "phone", "address", "revision")
    item = {name: getattr(one, name) for name in names}
    return {**item, "standing": standing_for(person, one.standing)}


def person_item(one: Person) -> dict[str, Any]:
    """A person as JSON; without the name they sign in with, which is half of a key."""
    department = one.department
    return {
        **{name: getattr(one, name) for name in ("id", "reference", "name", "role")},
        "organisation": {"id": one.organisation_id, "name": one.organisation.name},
        "department": {"id": department.pk, "name": department.name} if department else None,
        "phone": one.phone,
        "email": one.email,
        "wechat": one.wechat,
        "is_active": one.is_active,
        "signs_in": bool(one.username),
        "revision": one.revision,
    }
