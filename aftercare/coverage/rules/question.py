"""What a decision is asked about: the unit, its papers and its past, and whose law applies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules.days import SHANGHAI
from aftercare.coverage.rules.repairs import Repair
from aftercare.coverage.rules.terms import Milestone
from aftercare.plans.language.document import Plan

CustomerClass = Literal["consumer", "farmer", "business"]


@dataclass(frozen=True)
class Setting:
    """Whose law applies.

    product_class: such as `farm.tractor.small`; see docs/rules/floors.md for the words.
    jurisdictions: the country and the province, such as (`CN`, `CN-ZJ`).
    channel: how it was sold (`shop`, `network`, …); None when not known.
    circumstances: facts that open or close a rule of law, such as `made-to-order`.
    """

    product_class: str = ""
    customer_class: CustomerClass = "business"
    jurisdictions: tuple[str, ...] = ("CN",)
    channel: str | None = None
    circumstances: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Component:
    """A part with a life of its own.

    name: its word in the plan. classes: its words in the law (`main`, `wear`,
    `building.waterproofing`). milestones: its own dates. design_life_on: its last day.
    """

    name: str
    classes: frozenset[str] = frozenset()
    milestones: tuple[Milestone, ...] = ()
    design_life_on: date | None = None


@dataclass(frozen=True)
class SeasonDates:
    """The first and the last day of one season, as published for the place."""

    begins_on: date
    ends_on: date


@dataclass(frozen=True)
class Change:
    """A recorded act that ends a plan's term early, or moves its end, from a day on.

    kind: `void` ends it the day before; `shorten` and `extend` give a new last day;
    `restart` counts it again from the day. term, component: None means all of them.
    """

    kind: Literal["void", "shorten", "extend", "restart"]
    on: date
    why: str
    ends_on: date | None = None
    term: str | None = None
    component: str | None = None


@dataclass(frozen=True)
class Question:
    """Is this covered, line by line?

    on: the day that counts, normally the day the fault was reported.
    plan: None when there is no agreement; then only the floors decide.
    levels: milestones by nearness: of the unit, the project, the agreement.
    asked: the components in question; empty when nobody knows yet.
    facts: service, cause, fault, kind, severity, zone …; a fact not in it is not known.
    circumstances such as `papers-lost` stand in the setting.
    km: of a vehicle. seasons: heating, cooling, … at the place.
    """

    on: date
    setting: Setting = Setting()
    plan: Plan | None = None
    floors: tuple[Floor, ...] = ()
    levels: tuple[tuple[Milestone, ...], ...] = ()
    components: tuple[Component, ...] = ()
    asked: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    changes: tuple[Change, ...] = ()
    design_life_on: date | None = None
    km: int | None = None
    seasons: Mapping[str, tuple[SeasonDates, ...]] = field(default_factory=dict)
    zone: ZoneInfo = SHANGHAI

    def component(self, name: str | None) -> Component:
        """The component of that name; one without a past when the unit does not list it."""
        found = [component for component in self.components if component.name == name]
        return found[0] if found else Component(name or "")
