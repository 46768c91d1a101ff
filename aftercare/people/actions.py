"""Everything that changes organisations, departments and persons."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events, records, search, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
from aftercare.people import queries, rules
from aftercare.people.models import Department, Organisation, OrganisationKind, Person
from aftercare.people.rights import require
from aftercare.people.roles import Power, Role, Suspension

PREFERENCES = frozenset({"language", "time_zone", "phone", "email", "wechat"})
ORGANISATION_FIELDS = frozenset({"kind", "code", "name", "phone", "address", "standing"})
PERSON_FIELDS = frozenset({
    "username", "name", "role", "organisation", "department", "superior", "phone", "email",
    "wechat", "language", "time_zone", "is_active",
})  # fmt: skip
CONTACT_FIELDS = frozenset({"name", "phone", "email", "wechat"})
OUTSIDE = frozenset({OrganisationKind.CUSTOMER, OrganisationKind.HOUSEHOLD})


@transaction.atomic
def add_organisation(
    *,
    kind: str,
    code: str,
    name: str,
    phone: str = "",
    address: str = "",
    standing: str = "normal",
    by: Actor,
    at: datetime,
) -> Organisation:
    """Add a customer, dealer, supplier …; `code` is our number for it and must be new."""
    require(by, power_over(kind))
    organisation = Organisation(
        kind=kind, code=code.strip(), name=name.strip(), phone=phone.strip(),
        address=address.strip(), standing=standing,
    )  # fmt: skip
    data = {"kind": kind, "code": organisation.code, "name": organisation.name}
    records.add(organisation, kind="organisation", by=by, at=at, data=data)
    search.index(*queries.organisation_entries([organisation], at))
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Organisation:
    """Change fields of ORGANISATION_FIELDS; `Stale` when `revision` is not the present one."""
    records.known(changes, ORGANISATION_FIELDS)
    require(by, power_over(organisation.kind))
    require(by, power_over(changes.get("kind", organisation.kind)))
    changed = records.change(
        organisation, changes, kind="organisation", by=by, at=at, revision=revision
    )
    if changed:
        search.index(*queries.organisation_entries([organisation], at))
    return organisation


@transaction.atomic
def add_department(organisation: Organisation, *, name: str, by: Actor, at: datetime) -> Department:
    """Add a part of an organisation that work can be handed to."""
    require(by, Power.KEEP_PEOPLE)
    department = Department(organisation=organisation, name=name.strip())
    records.check(department)
    department.save(force_insert=True)
    events.record(
        events.Happened(
            "department.added", organisation.reference, at, by, data={"name": department.name}
        )
    )
    return department


@transaction.atomic
def add_person(
    *,
    name: str,
    role: str,
    organisation: Organisation,
    department: Department | None = None,
    superior: Person | None = None,
    phone: str = "",
    email: str = "",
    wechat: str = "",
    username: str = "",
    password: str = "",
    invited: bool = False,
    by: Actor,
    at: datetime,
) -> Person:
    """Add somebody. With `username` and `password` they may sign in; without, they are a contact.
    Who is `invited` has a `username` and chooses the password themselves.

    Those who keep the catalogue may add contacts of customers; everybody else is added by those
    who keep people.
    """
    contact = not username and _is_contact(role, organisation.kind)
    require(by, Power.KEEP_PEOPLE, *([Power.KEEP_CATALOG] if contact else []))
    person = Person(
        name=name.strip(), role=role, organisation=organisation, department=department,
        superior=superior, phone=phone.strip(), email=email.strip(),
        wechat=wechat.strip(), username=username.strip() or None,
    )  # fmt: skip
    _check_place(person)
    given = bool(username) and not invited
    person.password = _password(person, password) if given else make_password(None)
    records.add(person, kind="person", by=by, at=at, data={"role": role})
    search.index(*queries.person_entries([person], at))
    return person


@transaction.atomic
def change_person(
    person: Person,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Person:
    """Change fields of PERSON_FIELDS. The history tells which, not what: it cannot be erased.

    Nobody changes their own role or closes their own account, so that one administrator is left.
    """
    records.known(changes, PERSON_FIELDS)
    contact = not person.username and _is_contact(person.role, person.organisation.kind)
    harmless = contact and set(changes) <= CONTACT_FIELDS
    require(by, Power.KEEP_PEOPLE, *([Power.KEEP_CATALOG] if harmless else []))
    _check_self(person, changes, by)
    named = {"username": changes["username"] or None} if "username" in changes else {}
    plain = {name: value for name, value in changes.items() if name != "is_active"}
    changed = records.change(
        person,
        {**plain, **named},
        kind="person",
        by=by,
        at=at,
        revision=revision,
        fits=lambda: _check_place(person),
        silent=True,
    )
    if changed:
        search.index(*queries.person_entries([person], at))
    if changes.get("is_active") is True:
        resume_person(person, by=by, at=at)
    if changes.get("is_active") is False:
        suspend_person(person, by=by, at=at)
    return person


@transaction.atomic
def suspend_person(
    person: Person, *, reason: str = Suspension.OTHER, by: Actor, at: datetime
) -> Person:
    """Close an account at once: every session ends with it, and stays ended when it is resumed.

    reason: one of `Suspension`; words of one's own would stay in the history for ever. What else
    ends, such as tokens, follows from the event `person.suspended`.
    """
    require(by, Power.KEEP_PEOPLE)
    _check_self(person, {"is_active": False}, by)
    if not person.is_active:
        return person
    states.write(person, changes={"is_active": False, "session_round": person.session_round + 1})
    data = {"reason": Suspension(reason).value}
    events.record(events.Happened("person.suspended", person.reference, at, by, data=data))
    return person


@transaction.atomic
def resume_person(person: Person, *, by: Actor, at: datetime) -> Person:
    """Open an account again. Sessions and tokens of before do not come back."""
    require(by, Power.KEEP_PEOPLE)
    _check_self(person, {"is_active": True}, by)
    if person.is_active:
        return person
    states.write(person, changes={"is_active": True})
    events.record(events.Happened("person.resumed", person.reference, at, by))
    return person


@transaction.atomic
def end_sessions(person: Person, *, by: Actor, at: datetime) -> Person:
    """End every session of a person, on every device; the account stays open."""
    if not (isinstance(by, Person) and by.pk == person.pk):
        require(by, Power.KEEP_PEOPLE)
    states.write(person, changes={"session_round": person.session_round + 1})
    events.record(events.Happened("person.sessions-ended", person.reference, at, by))
    return person


@transaction.atomic
def change_preferences(
    person: Person, *, changes: Mapping[str, str], by: Person, at: datetime
) -> Person:
    """Set what a person decides about themselves; nothing happens when nothing differs.

    `changes` names fields of `PREFERENCES`; ValueError for another. `Stale` when the person was
    changed meanwhile.
    """
    records.known(changes, PREFERENCES)
    different = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if different:
        states.write(person, changes=different)
        events.record(
            events.Happened(
                "person.preferences-changed", person.reference, at, by,
                data={"fields": sorted(different)},
            )
        )  # fmt: skip
        search.index(*queries.person_entries([person], at))
    return person


@transaction.atomic
def change_password(person: Person, *, password: str, by: Actor, at: datetime) -> Person:
    """Set a new password; other sessions of this person end with it.

    Somebody else's password is set by those who keep people.
    """
    if not (isinstance(by, Person) and by.pk == person.pk):
        require(by, Power.KEEP_PEOPLE)
    states.write(person, changes={"password": _password(person, password)})
    events.record(events.Happened("person.password-changed", person.reference, at, by))
    return person


def power_over(kind: str) -> Power:
    """Customers are everyday work; who supplies, deals or is ourselves is not."""
    return Power.KEEP_CATALOG if kind in OUTSIDE else Power.KEEP_AGREEMENTS


def _is_contact(role: str, kind: str) -> bool:
    return role == Role.CUSTOMER and kind in OUTSIDE


def _check_self(person: Person, changes: Mapping[str, Any], by: Actor) -> None:
    guarded = {"role", "is_active", "organisation"} & set(changes)
    differing = any(getattr(person, name) != changes[name] for name in guarded)
    if isinstance(by, Person) and by.pk == person.pk and differing:
        raise NotAllowed(_("Somebody else must change your role or close your account."))


def _check_place(person: Person) -> None:
    """Role, department and superior go with the organisation; nobody is their own superior."""
    if not rules.role_fits(person.role, person.organisation.kind):
        raise Refusal(_("This role does not belong to this kind of organisation."), field="role")
    department, above = person.department, person.superior
    if department is not None and department.organisation_id != person.organisation_id:
        raise Refusal(_("This department belongs to another organisation."), field="department")
    seen: set[int | None] = {person.pk} if person.pk else set()
    while above is not None:
        if above.pk in seen:
            raise Refusal(_("This would make somebody their own superior."), field="superior")
        seen.add(above.pk)
        above = above.superior


def _password(person: Person, password: str) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), code="weak-password", field="password") from None
    return make_password(password)
