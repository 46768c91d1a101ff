"""When the warranty of a subject ends, as far as schedules `during: warranty` need it."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from aftercare.kit.durations import Duration
from aftercare.plans.language.document import Calendar as CalendarSection
from aftercare.promises.rules import terms
from aftercare.promises.rules.calendars import Calendar, build
from aftercare.promises.rules.counting import Reading, due
from aftercare.promises.rules.deriving import Happening
from aftercare.promises.rules.holidays import china


def ends_at(plan_terms: terms.Terms, happenings: Sequence[Happening]) -> datetime | None:
    """The end of the longest term that has begun; None when none has, or one lasts for life."""
    ends: list[datetime] = []
    for term in plan_terms.plan.warranty:
        start = _start((term.starts, *term.starts_otherwise), happenings)
        if start is None:
            continue
        if not isinstance(term.length, Duration):
            return None
        end = due(start.at, term.length, _rest_days(), reading=Reading.WIDE).at
        if end is not None:
            ends.append(end)
    return max(ends, default=None)


@cache
def _rest_days() -> Calendar:
    """The days actually off: the warranty is the customer's right, its last day rolls past them."""
    return build(CalendarSection(holidays="CN"), china())


def _start(kinds: Sequence[str], happenings: Sequence[Happening]) -> Happening | None:
    for kind in kinds:
        for one in happenings:
            if one.kind == kind:
                return one
    return None
