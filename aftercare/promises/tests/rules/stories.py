"""Short ways to write what happened, for the tests of the engine."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aftercare.plans.language.document import Plan
from aftercare.promises.rules import engine, holidays, terms
from aftercare.promises.rules.deriving import Derived, Happening

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday 09:00 in Shanghai

PLAN = """
plan: sample
title: {zh: 样例, en: Sample}
catalogue: P01
calendars:
  office: {open: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: CN}
zones:
  city: {title: {zh: 市区, en: city}, places: [北京市]}
  county: {title: {zh: 县区, en: county}}
severities:
  1: {title: {zh: 一级, en: one}, means: {zh: 停机, en: down}}
  2: {title: {zh: 二级, en: two}, means: {zh: 降级, en: degraded}}
promises:
  answer: {from: case.reported, until: case.answered, within: 30 min}
  fix:
    from: case.reported
    until: case.solved
    within: {1: 4 h, 2: 8 h}
    pause_while: [customer, parts]
    warn_at: [50%]
    if_late: [offer loan unit, {after: 2 h, do: report to leaders}]
  office-fix:
    {from: case.reported, until: case.solved, within: 4 h, calendar: office, pause_while: customer}
  arrive:
    from: case.reported
    until: visit.arrived
    when: {needs: visit}
    within: {city: 2 h, county: 12 h}
  restore: {chained: arrive, until: case.solved, within: 3 h}
  arranged: {from: case.forwarded, until: case.arranged, within: 2 h}
  agreed: {from: visit.agreed, until: visit.arrived, within: agreed}
  training: {from: acceptance.signed, until: training.held, within: 2 days}
schedules:
  visits:
    every: 6 months
    from: acceptance.signed
    first_within: 6 months
    during: warranty
    until: return_visit.done
    kind: return-visit
warranty:
  - {name: whole, length: 2 years, starts: acceptance.signed}
"""


def plan(text: str = PLAN) -> Plan:
    from aftercare.plans.language.reading import read_plan

    reading = read_plan(text, "sample.yaml")
    assert reading.plan is not None, [fault.text("en") for fault in reading.faults]
    return reading.plan


def bound(document: Plan | None = None, version: int = 1, **when: datetime | None) -> terms.Bound:
    compiled = terms.compile_terms(version, document or plan(), holidays.china())
    since = when.get("since") or datetime(1900, 1, 1, tzinfo=UTC)
    return terms.Bound(compiled, since, when.get("until"))


class Story:
    """Events in the order they are recorded; `after` counts hours from Monday 09:00."""

    def __init__(self) -> None:
        self.happenings: list[Happening] = []

    def then(
        self, kind: str, after: float, *, recorded: float | None = None, **data: Any
    ) -> "Story":
        moment = MONDAY + timedelta(hours=after)
        seen = MONDAY + timedelta(hours=after if recorded is None else recorded)
        self.happenings.append(Happening(len(self.happenings) + 1, kind, moment, seen, data))
        return self

    def reported(self, after: float = 0, **facts: str) -> "Story":
        return self.then("case.reported", after, facts={"severity": "1", **facts})

    def derive(self, as_of: float = 1000, bounds: list[terms.Bound] | None = None) -> list[Derived]:
        moment = MONDAY + timedelta(hours=as_of)
        return engine.derive(bounds or [bound()], self.happenings, moment)

    def of(self, promise: str, **more: Any) -> list[Derived]:
        return [one for one in self.derive(**more) if one.promise == promise]

    def last(self, promise: str, **more: Any) -> Derived:
        return self.of(promise, **more)[-1]


def hours(moment: datetime | None) -> float | None:
    """A moment as hours from Monday 09:00."""
    return None if moment is None else (moment - MONDAY) / timedelta(hours=1)
