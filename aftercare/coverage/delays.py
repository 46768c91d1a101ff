"""The clock of the law on every request of a consumer: more than fifteen days without good reason
count as deliberate delay (PEN-8, 侵害消费者权益行为处罚办法 Art. 8).

It needs no agreement and no plan, runs from the request itself, and stands still for nothing: a
good reason is said to the authority, not to the clock. Our own duty reads narrow: the last day
rolls past statutory holidays only (Civil Code Art. 203), see `docs/rules/clocks.md`.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.coverage.floors import loader
from aftercare.coverage.floors.records import Floor, RuleNotInForce
from aftercare.kit.durations import Duration
from aftercare.people.models import Organisation, OrganisationKind
from aftercare.plans.language.document import Calendar as CalendarSection
from aftercare.plans.language.document import Words
from aftercare.promises.rules import calendars, counting, holidays
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Reading
from aftercare.promises.rules.deriving import State

RULE = "PEN-8"
SOON = timedelta(days=3)  # so long before its end it stands on the manager's page
SURELY_RUNS = timedelta(days=15)  # no request that is younger is past the law


class Told(models.TextChoices):
    """What was told of the clock of a request; nothing so far when it is empty."""

    SOON = "soon", _("that it ends soon")
    OVER = "over", _("that it is over")
    NEVER = "never", _("nothing; the law did not hold yet")


@dataclass(frozen=True)
class LegalClock:
    """The clock of the law on one request. `due_at` is the first instant after the last day."""

    rule: str
    says: Words
    due_at: datetime
    provisional: bool
    state: State
    ended_at: datetime | None

    @property
    def runs(self) -> bool:
        """Whether nothing has come of the request yet."""
        return self.state == State.OPEN

    @property
    def warn_at(self) -> datetime:
        """When it begins to be pressing."""
        return self.due_at - SOON


def is_consumer(customer: Organisation | None) -> bool:
    """Whether consumer law protects the customer; somebody who is not on record may be one."""
    return customer is None or customer.kind == OrganisationKind.HOUSEHOLD


def delay_clock(requested_at: datetime, ended_at: datetime | None) -> LegalClock | None:
    """The clock of a request that was made then; None when the law did not hold yet.

    ended_at: when it was met or answered, or withdrawn.
    """
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    try:
        rule = loader.book().rule(RULE, requested_at.astimezone(zone).date())
    except RuleNotInForce:
        return None
    found = counting.due(requested_at, _length(rule), _calendar(), reading=Reading.NARROW)
    if found.at is None:
        return None
    return LegalClock(
        rule.id, rule.says, found.at, found.provisional, _state(found.at, ended_at), ended_at
    )


def _length(rule: Floor) -> Duration:
    length = rule.clock.length if rule.clock else None
    if not isinstance(length, Duration):
        raise TypeError(f"{rule.id} has no length that can be counted")
    return length


def _state(due_at: datetime, ended_at: datetime | None) -> State:
    if ended_at is None:
        return State.OPEN
    return State.KEPT if ended_at <= due_at else State.LATE


@cache
def _calendar() -> Calendar:
    section = CalendarSection.model_validate({"open": "24x7", "holidays": "CN"})
    return calendars.build(section, holidays.china(), "law")
