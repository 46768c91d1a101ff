"""The leading group in the JSON API."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.emergency import actions, queries
from aftercare.emergency.api.looking import incidents
from aftercare.emergency.models import GroupMember
from aftercare.kit import http
from aftercare.people.models import Person
from aftercare.people.roles import Power


class GroupMemberShape(http.Shape):
    """A member of the leading group."""

    id: int = Field(examples=[2])
    person: int = Field(examples=[4])
    name: str = Field(examples=["孙丽"])
    task: str = Field(examples=["数据库"])
    is_head: bool = Field(examples=[True])
    since: http.Moment
    until: http.Moment | None
    revision: int = Field(examples=[1])


class NewGroupMember(http.Shape):
    """Who belongs to the group, and what for."""

    person: http.Id
    task: str = Field("", max_length=80, examples=["数据库"])
    is_head: http.Flag = Field(False, description=N_("Whoever heads it now does so no longer."))


KEPT: dict[str, Any] = {
    "returns": GroupMemberShape, "tagged": True, "power": Power.KEEP_DUTY,
}  # fmt: skip


@incidents.get("/leading-group", _("Show the leading group"), returns=list[GroupMemberShape])
def show_leading_group(request: http.Request) -> HttpResponse:
    """The head first."""
    return http.answer([_item(one) for one in _visible(request.user)])


@incidents.post(
    "/leading-group", _("Add a member of the leading group"), new=True, status=201, **KEPT
)
def add_group_member(request: http.Request, body: NewGroupMember) -> HttpResponse:
    """The first one heads it."""
    person = http.chosen(queries.own_people(), "person", pk=body.person)
    made = actions.add_member(
        person, task=body.task, is_head=body.is_head, by=request.user, at=timezone.now()
    )
    location = "/api/v1/leading-group"
    return http.created(request, _item(made), location=location, revision=made.revision)


@incidents.post("/leading-group/{id}/head", _("Let a member head the leading group"), **KEPT)
def make_group_head(request: http.Request, id: http.Key) -> HttpResponse:
    """Whoever headed it is a member like the others."""
    member = http.found(_visible(request.user), pk=id)
    actions.make_head(member, by=request.user, at=timezone.now(), revision=http.expected(request))
    return http.single(request, _item(member), revision=member.revision)


@incidents.post("/leading-group/{id}/end", _("Let a member leave the leading group"), **KEPT)
def end_group_member(request: http.Request, id: http.Key) -> HttpResponse:
    """The head only after another one heads it, or as the last."""
    member = http.found(_visible(request.user), pk=id)
    actions.end_member(member, by=request.user, at=timezone.now(), revision=http.expected(request))
    return http.single(request, _item(member), revision=member.revision)


def _visible(person: Person) -> QuerySet[GroupMember]:
    members = queries.members()
    return members if queries.sees(person) else members.none()


def _item(one: GroupMember) -> dict[str, Any]:
    plain = ("id", "task", "is_head", "since", "until", "revision")
    return {
        **{name: getattr(one, name) for name in plain},
        "person": one.person_id,
        "name": one.person.name,
    }
