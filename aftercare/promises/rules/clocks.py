"""One promise of one subject: the fold from events to its occasions.

Reopening continues a clock without counting the closed interval; a change of facts closes the
occasion and opens its successor with the same start and pauses; a running pause never breaks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from aftercare.plans.language.document import Plan, Promise
from aftercare.promises.rules import lives, terms
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Due, Pause, Reading, due, reached
from aftercare.promises.rules.deriving import Derived, Happening, State, facts_from
from aftercare.promises.rules.recurrences import next_date, season_occurrences


@dataclass
class Occasion:
    """One running or ended clock while the fold goes on."""

    start: Happening
    number: int
    variant: int
    target: terms.Target
    pauses: list[Pause] = field(default_factory=list)
    met: Happening | None = None
    ended: tuple[Happening, State, str] | None = None
    responsible: str = ""
    organisation: str = ""

    @property
    def runs(self) -> bool:
        return self.met is None and self.ended is None

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].ends_at is None

    def pause(self, at: datetime, reason: str, event: int) -> None:
        if not self.paused:
            self.pauses.append(Pause(max(at, self.start.at), None, reason, event))

    def resume(self, at: datetime) -> None:
        if self.paused:
            self.pauses[-1] = replace(self.pauses[-1], ends_at=at)


class Clock:
    """Folds the events of one subject into the occasions of one promise."""

    def __init__(
        self,
        bound: terms.Bound,
        name: str,
        promise: Promise,
        facts: Mapping[str, Any],
        chained_starts: Collection[int],
    ) -> None:
        self.bound = bound
        self.name = name
        self.promise = promise
        self.facts = dict(facts)
        self.until = frozenset(promise.until)
        self.chained_starts = chained_starts
        self.calendar = bound.terms.calendar(promise.calendar)
        self.reading = terms.reading_of(promise.reading, Reading.NARROW)
        self.occasions: list[Occasion] = []
        self.wait: Happening | None = None
        self.pending: tuple[Happening, int] | None = None
        self.started = 0

    def run(self, happenings: Sequence[Happening]) -> list[Derived]:
        """All occasions of the promise, oldest first; `happenings` in order."""
        for one in happenings:
            self._see(one)
        return [self._derived(occasion) for occasion in self.occasions]

    @property
    def current(self) -> Occasion | None:
        """The occasion whose clock runs, if any."""
        return self.occasions[-1] if self.occasions and self.occasions[-1].runs else None

    def _see(self, one: Happening) -> None:
        self._reopen(one)
        self.facts = facts_from(one, self.facts)
        self._reconsider(one)
        self._name_responsible()
        self._wait_or_resume(one)
        self._decide(one)
        self._meet_or_moot(one)
        if self._is_start(one):
            self._start(one)
            self._name_responsible()

    def _name_responsible(self) -> None:
        """Who is answerable while the clock runs; an ended clock keeps the last name."""
        if self.current is not None:
            self.current.responsible = str(self.facts.get("responsible", ""))
            self.current.organisation = str(self.facts.get("organisation", ""))

    def _is_start(self, one: Happening) -> bool:
        begins = one.kind == self.promise.from_ or one.sequence in self.chained_starts
        return begins and self.bound.holds_at(one.at)

    def _start(self, one: Happening) -> None:
        self.started += 1
        if self.current is not None:
            self._end(self.current, one, "superseded")
        self.pending = None
        if terms.holds(self.promise.when, self.facts):
            self._open(one, self.started, 0, [])
        else:
            self.pending = (one, self.started)

    def _open(self, start: Happening, number: int, variant: int, pauses: list[Pause]) -> None:
        target = self._target()
        if target.agreed and "agreed_for" not in start.data:
            return
        occasion = Occasion(start, number, variant, target, list(pauses))
        if self.wait is not None and self._pauses_for(self.wait):
            occasion.pause(self.wait.at, self.wait.data["reason"], self.wait.sequence)
        self.occasions.append(occasion)

    def _target(self) -> terms.Target:
        return terms.choose(self.bound.terms.plan, self.promise, self.facts)

    def _reconsider(self, one: Happening) -> None:
        """Facts may have changed: the conditions may no longer hold, or another time may apply."""
        occasion, applies = self.current, terms.holds(self.promise.when, self.facts)
        if occasion is None:
            if self.pending and applies:
                (start, number), self.pending = self.pending, None
                self._open(start, number, 0, [])
            return
        if not applies:
            self._end(occasion, one, "conditions")
            self.pending = (occasion.start, occasion.number)
        elif self._target() != occasion.target:
            self._end(occasion, one, "changed", assumed=occasion.target.assumed)
            # A wait that still lasts goes on as one pause, from its own beginning.
            last = self.wait.sequence if self.wait is not None else None
            over = [pause for pause in occasion.pauses if pause.event != last]
            self._open(occasion.start, occasion.number, occasion.variant + 1, over)

    def _wait_or_resume(self, one: Happening) -> None:
        if one.kind != lives.WAITS and one.kind not in lives.RESUMES:
            return
        occasion = self.current
        self.wait = one if one.kind == lives.WAITS else None
        if occasion is None:
            return
        occasion.resume(one.at)
        if self.wait is not None and self._pauses_for(one):
            occasion.pause(one.at, one.data["reason"], one.sequence)

    def _pauses_for(self, wait: Happening) -> bool:
        return wait.data.get("reason") in self.promise.pause_while

    def _decide(self, one: Happening) -> None:
        """A person waived or voided one occasion, named by its key."""
        if one.kind not in lives.ENGINE_EVENTS:
            return
        state = State.WAIVED if one.kind == lives.WAIVED else State.VOID
        for occasion in self.occasions:
            if occasion.runs and self._key(occasion) == one.data.get("commitment"):
                occasion.resume(one.at)
                occasion.ended = (one, state, "decided")

    def _meet_or_moot(self, one: Happening) -> None:
        occasion = self.current
        if occasion is not None and one.at >= occasion.start.at:
            if one.kind in self.until and one.sequence != occasion.start.sequence:
                occasion.resume(one.at)
                occasion.met = one
            elif lives.is_moot(self.until, one.kind):
                self._end(occasion, one, "moot")
        if one.kind in lives.ENDINGS or lives.is_moot(self.until, one.kind):
            self.pending = None

    def _reopen(self, one: Happening) -> None:
        """Continue the last clock; the time it was closed does not count."""
        last = self.occasions[-1] if self.occasions else None
        if one.kind != lives.REOPENED or last is None:
            return
        closed = None
        if last.met is not None and lives.takes_back(one.kind, frozenset({last.met.kind})):
            closed, last.met = last.met, None
        elif last.ended is not None and last.ended[1:] == (State.VOID, "moot"):
            closed, last.ended = last.ended[0], None
        if closed is not None:
            last.pauses.append(Pause(closed.at, one.at, "closed", one.sequence))

    def _end(
        self, occasion: Occasion, one: Happening, reason: str, *, assumed: bool = False
    ) -> None:
        """Close a clock that is not met: broken if its moment had passed, else void."""
        occasion.resume(one.at)
        moment = self._due(occasion).at
        passed = moment is not None and moment < one.at and not assumed
        occasion.ended = (one, State.BROKEN if passed else State.VOID, reason)

    def _due(self, occasion: Occasion) -> Due:
        return due_of(
            occasion.start,
            occasion.target,
            self.bound.terms.plan,
            self.calendar,
            tuple(occasion.pauses),
            self.reading,
            self.bound.place_at(occasion.start.at),
        )

    def _key(self, occasion: Occasion) -> str:
        version = self.bound.terms.version
        parts = (version, self.name, occasion.start.sequence, occasion.number, occasion.variant)
        return ":".join(map(str, parts))

    def _derived(self, occasion: Occasion) -> Derived:
        moment = self._due(occasion)
        state, ended_at, reason = self._outcome(occasion, moment.at)
        return Derived(
            version=self.bound.terms.version,
            promise=self.name,
            number=occasion.number,
            variant=occasion.variant,
            started_by=occasion.start.sequence,
            started_at=occasion.start.at,
            target=str(occasion.target),
            row=occasion.target.row,
            due_at=moment.at,
            provisional=moment.provisional,
            state=state,
            pauses=tuple(occasion.pauses),
            met_by=occasion.met.sequence if occasion.met else None,
            met_at=occasion.met.at if occasion.met else None,
            ended_at=ended_at,
            reason=reason,
            responsible=occasion.responsible,
            organisation=occasion.organisation,
            length=occasion.target.length,
        )

    def _outcome(
        self, occasion: Occasion, moment: datetime | None
    ) -> tuple[State, datetime | None, str]:
        if occasion.met is not None:
            at = occasion.met.at
            return (State.KEPT if moment is None or at <= moment else State.LATE), at, ""
        if occasion.ended is not None:
            one, state, reason = occasion.ended
            return state, one.at, reason
        stands = occasion.paused and moment is None  # a pause after the due moment saves nothing
        return (State.PAUSED if stands else State.OPEN), None, ""


def due_of(
    start: Happening,
    target: terms.Target,
    plan: Plan,
    calendar: Calendar,
    pauses: tuple[Pause, ...],
    reading: Reading,
    place: str = "",
) -> Due:
    """The due moment of an occasion: agreed with the customer, the next fixed date, or counted.

    However it came about, it does not arrive while a pause runs, and a pause moves it on.
    """
    if target.agreed:
        ahead = target.ahead.clock_time if target.ahead else timedelta()
        moment = datetime.fromisoformat(start.data["agreed_for"]) - ahead
        return Due(moment) if moment <= start.at else until_agreed(start.at, moment, pauses)
    if target.dates is not None:
        on = last_day(target, plan, start.at, place, calendar)
        return due(start.at, on, calendar, pauses, reading=reading)
    if target.length is None:
        raise ValueError("a target without a time")
    return due(start.at, target.length, calendar, pauses, reading=reading)


def until_agreed(start: datetime, moment: datetime, pauses: tuple[Pause, ...]) -> Due:
    """A moment that was agreed, moved on by the pauses on the wall clock."""
    return Due(reached(start, moment - start, terms.ALWAYS, pauses))


def last_day(
    target: terms.Target, plan: Plan, after: datetime, place: str, calendar: Calendar
) -> date:
    """The nth of some fixed dates, or the nth end of a season, after a moment."""
    if target.dates in plan.dates:
        on = after.astimezone(calendar.zone).date()
        for _ in range(target.nth):
            on = next_date(plan.dates[target.dates].dates, on)
        return on
    season = plan.seasons[target.dates or ""]
    ends = season_occurrences(
        season,
        place,
        after,
        calendar=calendar,
        horizon=after + timedelta(days=366 * (target.nth + 1)),
    )
    return next(islice(ends, target.nth - 1, None)).on
