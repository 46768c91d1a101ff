"""Recording what happened to a project, a unit or an agreement: the dates that start things."""

import uuid
import zoneinfo
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project, Unit
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
from aftercare.kit.models import Event
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Power
from aftercare.plans.correcting import CORRECTS, WITHDRAWN
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement

Subject = Project | Unit | Agreement
SKEW = timedelta(minutes=5)  # by which the clock of whoever tells may be ahead of ours
PARTIES = frozenset({"provider", "customer"})
YEARS = range(1902, 2300)  # what the calendars can count
# What the clocks read from the events of moves; nobody writes it by hand.
RESERVED = frozenset({
    "facts", "responsible", "organisation", "commitment", "revision", "passed", CORRECTS, WITHDRAWN,
})  # fmt: skip
LARGEST_DATA = 16 * 1024


@transaction.atomic
def record_milestone(
    subject: Subject,
    kind: str,
    *,
    occurred_at: datetime,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    id: uuid.UUID | None = None,
) -> Event:
    """Record a milestone of a project, unit or agreement as it happened.

    Refused: an unknown kind, the future, or a moment before the subject existed. Events that
    need both signatures carry `data["signatures"]`: party (provider, customer) to moment;
    `data["agreed_for"]` is the moment agreed with the customer, if one was.
    """
    if isinstance(by, Person) and not by.may(Power.RECORD_MILESTONES):
        raise NotAllowed(_("You may not record milestones."))
    check_milestone(subject, kind, occurred_at, at, data or {})
    happened = events.Happened(
        kind=kind,
        subject=subject.reference,
        context=subject.reference if isinstance(subject, Agreement) else "",
        at=occurred_at,
        by=by,
        data={**(data or {}), "facts": {"customer": _class_of(subject.customer)}},
        id=id,
    )
    return events.record(happened, recorded_at=at)[0]


def _class_of(customer: Organisation) -> str:
    """The class a customer is of as it happens; what is promised to key customers goes by it."""
    return "dealer" if customer.kind == OrganisationKind.DEALER else customer.standing


def check_milestone(
    subject: Subject, kind: str, occurred_at: datetime, at: datetime, data: Mapping[str, Any]
) -> None:
    """What must hold for a milestone, however it is recorded; `Refusal` otherwise."""
    known = EVENTS.get(kind)
    if known is None or not known.milestone:
        raise Refusal(_("There is no milestone of this name."), field="kind")
    check_data(data)
    _check_time(subject, occurred_at, at)
    if known.signatures:
        _check_signatures(data, at)


def agreed_moment(data: Mapping[str, Any]) -> datetime | None:
    """The moment agreed with the customer that an event carries, as clocks read it.

    Refused when it is no moment or says no time zone: a clock could not run to it.
    """
    if "agreed_for" not in data:
        return None
    agreed_for: datetime | None = None
    with suppress(TypeError, ValueError):
        agreed_for = datetime.fromisoformat(data["agreed_for"])
    if agreed_for is None or agreed_for.tzinfo is None or agreed_for.year not in YEARS:
        raise Refusal(_("Give the agreed date and time."), field="agreed_for")
    return agreed_for


def check_data(data: Mapping[str, Any]) -> None:
    """What a person says about an event is small, and none of the words the clocks go by.

    A moment agreed with the customer must be one they can read.
    """
    if taken := RESERVED & set(data):
        raise Refusal(_("This word is reserved."), field=min(taken))
    if len(orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS)) > LARGEST_DATA:
        raise Refusal(_("This is too much to say about one event; attach a file."), field="data")
    agreed_moment(data)


def _check_time(subject: Subject, occurred_at: datetime, at: datetime) -> None:
    if occurred_at > at + SKEW:
        raise Refusal(_("This lies in the future."), field="occurred_at", code="future")
    if occurred_at.year not in YEARS:
        raise Refusal(_("This is too long ago."), field="occurred_at", code="too-early")
    existed_on = subject.made_on if isinstance(subject, Unit) else None
    existed_on = subject.began_on if isinstance(subject, Project) else existed_on
    if existed_on is None:
        return
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    if occurred_at < datetime.combine(existed_on, time(), zone):
        raise Refusal(
            _("This lies before the unit or project existed."),
            field="occurred_at",
            code="too-early",
        )


def _check_signatures(data: Mapping[str, Any], at: datetime) -> None:
    signatures = data.get("signatures")
    if not isinstance(signatures, dict) or not signatures or set(signatures) - PARTIES:
        raise Refusal(_("Give the dates on which both parties signed."), field="signatures")
    for moment in signatures.values():
        try:
            signed_at = datetime.fromisoformat(moment)
        except (TypeError, ValueError):
            raise Refusal(_("A signature needs a date."), field="signatures") from None
        if signed_at.tzinfo is None or signed_at.year not in YEARS or signed_at > at + SKEW:
            raise Refusal(_("A signature cannot lie in the future."), field="signatures")
