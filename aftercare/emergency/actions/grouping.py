"""The leading group for technical support: who belongs to it, and who heads it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.emergency import queries
from aftercare.emergency.models import GroupMember
from aftercare.kit import events, records, states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, record
from aftercare.people.models import Person
from aftercare.people.rights import require
from aftercare.people.roles import Power


@transaction.atomic
def add_member(
    person: Person, *, by: Actor, at: datetime, task: str = "", is_head: bool = False
) -> GroupMember:
    """Take somebody of the house into the group; the first one heads it, whatever was said.

    Asked for a member again, that one is returned: the same form sent twice adds one.
    """
    require(by, Power.KEEP_DUTY)
    events.take_turn()
    if not queries.own_people().filter(pk=person.pk).exists():
        raise Refusal(_("Choose somebody of the house."), field="person")
    there = queries.members().filter(person=person).first()
    if there is not None:
        return there
    head = queries.members().filter(is_head=True).first()
    member = GroupMember(person=person, task=task.strip(), since=at)
    records.check(member)
    member.save(force_insert=True)
    data = {"person": person.reference, "name": person.name, "task": member.task}
    record(happened(member, "group_member.added", by=by, at=at, data=data), at=at)
    if is_head or head is None:
        make_head(member, by=by, at=at)
    return member


@transaction.atomic
def make_head(
    member: GroupMember, *, by: Actor, at: datetime, revision: int | None = None
) -> GroupMember:
    """Let a member head the group; whoever did so until now is a member like the others."""
    require(by, Power.KEEP_DUTY)
    events.take_turn()
    states.expect(member, revision)
    _check_there(member)
    if member.is_head:
        return member
    for before in queries.members().filter(is_head=True):
        states.write(before, changes={"is_head": False})
    states.write(member, changes={"is_head": True}, expected={"until": None})
    _record(member, "group_member.made-head", by, at)
    return member


@transaction.atomic
def end_member(
    member: GroupMember, *, by: Actor, at: datetime, revision: int | None = None
) -> GroupMember:
    """Somebody leaves the group; the head only after another one heads it, or as the last."""
    require(by, Power.KEEP_DUTY)
    events.take_turn()
    states.expect(member, revision)
    _check_there(member)
    if member.is_head and queries.members().count() > 1:
        raise Refusal(_("Let somebody else head the group first."), code="is-head")
    states.write(member, changes={"until": at, "is_head": False}, expected={"until": None})
    _record(member, "group_member.ended", by, at)
    return member


def _check_there(member: GroupMember) -> None:
    member.refresh_from_db()
    if member.until is not None:
        raise Refusal(_("%(name)s has left the group.") % {"name": member}, code="wrong-state")


def _record(member: GroupMember, kind: str, by: Actor, at: datetime) -> None:
    data = {"name": member.person.name}
    record(happened(member, kind, by=by, at=at, data=data), at=at)
