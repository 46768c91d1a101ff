"""What the remedy ladder looks at: the fault at hand and the past of the unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from aftercare.coverage.rules import days, repairs, terms
from aftercare.coverage.rules.question import Setting
from aftercare.coverage.rules.repairs import Repair
from aftercare.coverage.rules.terms import Milestone
from aftercare.plans.language.document import Words


@dataclass(frozen=True)
class History:
    """The fault at hand, which is there now, and everything that was done before.

    facts: component, fault, cause, kind, condition …; one that is not in it is not known.
    chain: a person's word on which fault this is. fault_class: light, ordinary, serious or
    safety. classes: the component's words in the law. levels: milestones, nearest first.
    in_warranty: from the verdict; None when not known. late: promises of the plan that were
    not kept in this case; titles: what promises are called. promised: the sets of legal rules the
    plan says it observes.
    agreed: there is an agreement, before which rules that only fill a gap step back.
    """

    setting: Setting = field(default_factory=Setting)
    facts: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    in_warranty: bool | None = None
    late: frozenset[str] = frozenset()
    titles: Mapping[str, Words] = field(default_factory=dict)
    chain: str | None = None
    fault_class: str | None = None
    classes: frozenset[str] = frozenset()
    levels: tuple[tuple[Milestone, ...], ...] = ()
    first_season_on: date | None = None
    km: int | None = None
    promised: tuple[str, ...] = ()
    agreed: bool = False
    zone: ZoneInfo = days.SHANGHAI

    @cached_property
    def key(self) -> str | None:
        """What makes another fault the same as this one; None when nobody named it."""
        return repairs.same_fault_key(
            self.facts.get("component"), self.facts.get("fault"), self.chain
        )

    @property
    def blamed(self) -> bool:
        """The fault at hand is not one of quality."""
        return self.facts.get("cause") in repairs.NOT_OF_QUALITY

    @cached_property
    def of_this_fault(self) -> tuple[Repair, ...]:
        """The repairs of this fault since the unit was new, the running one too."""
        return repairs.chain_of(self.repairs, self.key)

    @cached_property
    def finished(self) -> tuple[Repair, ...]:
        """Those that are over and count: each failed, because the fault is there again."""
        return tuple(repair for repair in self.of_this_fault if repair.counts)

    @cached_property
    def of_quality(self) -> tuple[Repair, ...]:
        """All repairs since the unit was new that are not the customer's doing."""
        return tuple(
            repair
            for repair in repairs.since_new_unit(self.repairs)
            if repair.cause not in repairs.NOT_OF_QUALITY
        )

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """The milestones that count."""
        return terms.nearest(self.levels)

    def until(self, on: date) -> datetime:
        """The end of a day, up to which a repair that still runs is counted."""
        return days.end_of(on, self.zone)
