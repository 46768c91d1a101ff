"""When something is to be done about a commitment: warnings before, consequences after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aftercare.kit.durations import CLOCK_UNITS, Duration, Unit, parse_duration
from aftercare.plans.language.document import Promise, Schedule, Step
from aftercare.promises.rules import terms
from aftercare.promises.rules.counting import Reading, due
from aftercare.promises.rules.deriving import Derived, State

Done = Mapping[str, datetime]  # the steps taken, and when
AGAIN = " again "
WARNING = "warn "  # how the keys of warnings begin
PAST = timedelta(seconds=1)  # met at the due moment is kept; only past it is it late


@dataclass(frozen=True)
class Act:
    """One step on the way of a commitment; `key` tells it from the others and never changes."""

    key: str
    at: datetime
    warning: bool
    actions: tuple[str, ...]


def acts(one: Derived, promise: Promise | Schedule, plan_terms: terms.Terms) -> list[Act]:
    """All steps of an open commitment, in order of time; none while it is paused or ended."""
    if one.state != State.OPEN or one.due_at is None:
        return []
    notify = (f"notify {promise.who}",) if promise.who else ("notify responsible",)
    warnings = [
        Act(f"{WARNING}{text}", at, True, notify)
        for text in promise.warn_at
        if (at := _warning_at(text, one, promise, plan_terms)) is not None
    ]
    return sorted(warnings + _late(one, promise), key=lambda act: (act.at, not act.warning))


def next_at(
    one: Derived, promise: Promise | Schedule, plan_terms: terms.Terms, done: Done
) -> datetime | None:
    """The next moment at which something has to be done; None when nothing ever will."""
    if one.state == State.OPEN and one.opens_at is not None and "open" not in done:
        opening = [one.opens_at]
    else:
        opening = []
    still = pending(acts(one, promise, plan_terms), done)
    return min(opening + [act.at for act in still], default=None)


def pending(acts: Iterable[Act], done: Done) -> list[Act]:
    """The steps still to be taken.

    A step is taken once. When evidence that arrives late moves its moment to after it was taken,
    it was taken too early, and is due again at the right moment under a name of its own.
    """
    still = []
    for act in acts:
        times = [at for key, at in done.items() if key.partition(AGAIN)[0] == act.key]
        if not times:
            still.append(act)
        elif max(times) < act.at:
            still.append(replace(act, key=f"{act.key}{AGAIN}{len(times)}"))
    return still


def _late(one: Derived, promise: Promise | Schedule) -> list[Act]:
    if one.due_at is None:
        return []
    at_once = tuple(action for action in promise.if_late if isinstance(action, str))
    later = [step for step in promise.if_late if isinstance(step, Step)]
    return [
        Act("late", one.due_at + PAST, False, at_once),
        *(
            Act(f"late {step.after}", _after(one.due_at, step.after), False, tuple(step.do))
            for step in later
        ),
    ]


def _after(moment: datetime, wait: Duration) -> datetime:
    """Escalation does not sleep at night: its steps run on the wall clock."""
    if wait.unit in CLOCK_UNITS:
        return moment + wait.clock_time
    moved = due(moment, wait, terms.ALWAYS, reading=Reading.PLAIN).at
    return moved or moment


def _warning_at(
    text: str, one: Derived, promise: Promise | Schedule, plan_terms: terms.Terms
) -> datetime | None:
    if one.due_at is None:
        return None
    if text.endswith("%"):
        return _share_at(int(text[:-1]), one, one.due_at, promise, plan_terms)
    return _before(one.due_at, parse_duration(text.removesuffix(" before")))


def _share_at(
    share: int, one: Derived, moment: datetime, promise: Promise | Schedule, plan_terms: terms.Terms
) -> datetime | None:
    """The moment at which a share of the time is used up, in the time the promise counts."""
    seconds = int(_clock_seconds(one) * share / 100)
    if seconds < 1:
        begins = one.opens_at or one.started_at
        return begins + (moment - begins) * share / 100
    calendar = plan_terms.calendar(promise.calendar)
    part = Duration(seconds, Unit.SECOND)
    return due(one.started_at, part, calendar, one.pauses, reading=Reading.PLAIN).at


def _clock_seconds(one: Derived) -> float:
    """The length of a promise in hours and minutes; 0 for days, agreed moments and schedules."""
    if one.length is None or one.length.unit not in CLOCK_UNITS or one.opens_at is not None:
        return 0
    return one.length.clock_time.total_seconds()


def _before(moment: datetime, ahead: Duration) -> datetime:
    if ahead.unit in CLOCK_UNITS:
        return moment - ahead.clock_time
    days = {"day": 1, "working day": 1, "week": 7, "month": 30, "year": 365}[str(ahead.unit)]
    return moment - timedelta(days=days * ahead.amount)
