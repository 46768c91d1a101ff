"""The grants that are about the facts, with what speaks for and against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules import grants
from aftercare.coverage.rules.conditions import Facts
from aftercare.coverage.rules.exclusions import Ground
from aftercare.coverage.rules.expiry import Afterwards
from aftercare.coverage.rules.grants import Grant
from aftercare.coverage.rules.question import Question
from aftercare.coverage.rules.terms import Milestone


@dataclass(frozen=True)
class Weighed:
    """One component under one set of facts.

    of_plan: all terms for the component. plan, law: the live grants about these facts.
    ground: the exclusion that fits. barred: rules of law that forbid to use it.
    afterwards: what the plan promises when its terms are over.
    """

    question: Question
    facts: Facts
    of_plan: Sequence[Grant]
    plan: Sequence[Grant]
    law: Sequence[Grant]
    expired_law: Sequence[Grant]
    ground: Ground | None
    barred: tuple[str, ...]
    bars: Sequence[Floor]
    afterwards: Sequence[Afterwards]
    milestones: Sequence[Milestone]

    @cached_property
    def standing(self) -> list[Grant]:
        """The plan's live grants that no exclusion takes back."""
        if self.ground is None or self.barred:
            return list(self.plan)
        return [grant for grant in self.plan if grant.express(self.facts)]

    @cached_property
    def giving(self) -> list[Grant]:
        """The grants that cover now, the best first."""
        return grants.ranked(
            g for g in (*self.standing, *self.law) if g.state == "in force" or g.handing_over
        )

    @cached_property
    def open(self) -> list[Grant]:
        """The grants of which nobody can say yet."""
        return [g for g in (*self.standing, *self.law) if g.state == "unknown"]

    @property
    def doubtful(self) -> list[Grant]:
        """Unverified rules that have run out: they cannot carry a refusal."""
        return [grant for grant in self.expired_law if not grant.verified]
