"""Many organisations and contacts at once."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password

from aftercare.kit import bulk, search
from aftercare.kit.events import Actor, Happened
from aftercare.people import queries
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.rights import require
from aftercare.people.roles import Power, Role

ORGANISATIONS = bulk.Many(
    rows=Organisation.objects.all, keys=("code",), kind="organisation",
    told=("kind", "code", "name"), defaults=lambda: {"kind": OrganisationKind.CUSTOMER},
)  # fmt: skip
CONTACTS = bulk.Many(
    rows=lambda: Person.objects.filter(username=None, role="customer"),
    keys=("organisation", "name"), kind="person", told=("role",), silent=True,
    defaults=lambda: {"role": Role.CUSTOMER, "password": make_password(None)},
)  # fmt: skip


def put_organisations(
    rows: Sequence[bulk.Row], *, by: Actor, at: datetime, later: list[Happened] | None = None
) -> bulk.Put[Organisation]:
    """Add or change organisations, known by their `code`. In the caller's transaction."""
    require(by, Power.IMPORT)
    put = ORGANISATIONS.put(rows, by=by, at=at)
    bulk.record(put.happened, later)
    search.index(*queries.organisation_entries([*put.added, *put.changed], at))
    return put


def put_contacts(
    rows: Sequence[bulk.Row], *, by: Actor, at: datetime, later: list[Happened] | None = None
) -> bulk.Put[Person]:
    """Add or change people who do not sign in, known by `organisation` and `name`."""
    require(by, Power.IMPORT)
    put = CONTACTS.put(rows, by=by, at=at)
    bulk.record(put.happened, later)
    search.index(*queries.person_entries([*put.added, *put.changed], at))
    return put
