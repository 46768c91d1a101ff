"""Whether a change of a plan binds the company more strictly, more loosely, or cannot be said.

Stricter is what is better for the customer: sooner, longer covered, for more situations, with
more consequences, with fewer pauses.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from aftercare.kit.durations import Duration, parse_duration
from aftercare.plans.language import tables
from aftercare.plans.language.document import Plan
from aftercare.plans.language.lengths import longer

FOR_EVER = ("permanent", "lifetime")
GRANTING = {"promises", "schedules", "warranty", "after_expiry", "remedies", "records", "contacts"}
TAKING = {"exclusions", "advice_only"}
SOONER_IS_STRICTER = {"within", "every", "once", "first_within"}
LONGER_IS_STRICTER = {"ahead", "length", "keep", "by"}
MORE_IS_STRICTER = {"if_late", "remedies", "offer"}
MORE_IS_LOOSER = {"pause_while"}
REACHES = {"cause", "component", "service"}  # an empty list reaches all
FEWER_IS_STRICTER = {"same_fault_repaired", "repair_days"}


class Effect(StrEnum):
    """Which way a change binds the company."""

    STRICTER = "stricter"
    LOOSER = "looser"


def effect(path: tuple[str, ...], old: Any, new: Any, before: Plan, after: Plan) -> Effect | None:
    """The effect of one change; None when it cannot be decided from the two plans alone."""
    section, field = path[0], path[-1]
    if len(path) == 2:
        return _whole(section, old, new)
    if section not in GRANTING | TAKING:
        return None
    if field == "when":
        return _turned(section, _situations(old, new, before, after))
    if field == "calendar":
        return _calendars(old, new, before, after)
    if field in REACHES:
        return _turned(section, _reach(old, new))
    return _field("within" if "within" in path[2:3] else field, old, new)


def _whole(section: str, old: Any, new: Any) -> Effect | None:
    if section not in GRANTING | TAKING or (old is not None and new is not None):
        return None
    more = old is None
    return _stricter_if(more == (section in GRANTING))


def _stricter_if(stricter: bool | None) -> Effect | None:
    if stricter is None:
        return None
    return Effect.STRICTER if stricter else Effect.LOOSER


def _turned(section: str, effect: Effect | None) -> Effect | None:
    """What widens an exclusion loosens; what widens a promise makes it stricter."""
    if effect is None or section not in TAKING:
        return effect
    return Effect.LOOSER if effect is Effect.STRICTER else Effect.STRICTER


def _field(field: str, old: Any, new: Any) -> Effect | None:
    for fields, judge in JUDGES:
        if field in fields:
            return judge(old, new)
    return None


def _length(value: Any) -> Duration | None:
    try:
        return parse_duration(value)
    except (ValueError, TypeError):
        return None


def _shorter(old: Any, new: Any) -> Effect | None:
    one, other = _length(old), _length(new)
    if one is None or other is None:
        return None
    return _compared(longer(one, other), longer(other, one))


def _longer(old: Any, new: Any) -> Effect | None:
    if new in FOR_EVER or old in FOR_EVER:
        return None if old in FOR_EVER and new in FOR_EVER else _stricter_if(new in FOR_EVER)
    one, other = _length(old), _length(new)
    if one is None or other is None:
        return None
    return _compared(longer(other, one), longer(one, other))


def _compared(stricter: bool | None, looser: bool | None) -> Effect | None:
    if stricter:
        return Effect.STRICTER
    return Effect.LOOSER if looser else None


def _more(old: Any, new: Any) -> Effect | None:
    one, other = _words(old), _words(new)
    return _compared(one < other, other < one)


def _reach(old: Any, new: Any) -> Effect | None:
    one, other = _words(old), _words(new)
    if not one or not other:
        return _stricter_if(not other)
    return _compared(one < other, other < one)


def _fewer_words(old: Any, new: Any) -> Effect | None:
    return _more(new, old)


def _words(value: Any) -> set[str]:
    return {str(word) for word in value or ()}


def _smaller(old: Any, new: Any) -> Effect | None:
    if not isinstance(old, int) or not isinstance(new, int):
        return None
    return _compared(new < old, old < new)


Judge = Callable[[Any, Any], Effect | None]
JUDGES: tuple[tuple[set[str], Judge], ...] = (
    (SOONER_IS_STRICTER, _shorter),
    (LONGER_IS_STRICTER, _longer),
    (MORE_IS_STRICTER, _more),
    (MORE_IS_LOOSER, _fewer_words),
    (FEWER_IS_STRICTER, _smaller),
)


def _situations(old: Any, new: Any, before: Plan, after: Plan) -> Effect | None:
    """Wider conditions reach more cases."""
    one, other = tables.situation(before, old or {}), tables.situation(after, new or {})
    wider = tables.within(one, other, after)
    narrower = tables.within(other, one, before)
    return None if wider == narrower else _stricter_if(wider)


def _calendars(old: Any, new: Any, before: Plan, after: Plan) -> Effect | None:
    """Only a change to or from hours that never end can be decided."""
    always = [
        plan.calendars[name or plan.calendar].open == "24x7"
        for plan, name in ((before, old), (after, new))
        if (name or plan.calendar) in plan.calendars
    ]
    if len(always) < 2 or always[0] == always[1]:
        return None
    return _stricter_if(always[1])
