"""What a plan takes back: exclusions, advice only, and the grounds the law forbids to use."""

from collections.abc import Iterable
from dataclasses import dataclass

from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules.conditions import Facts, demanded
from aftercare.coverage.rules.outcome import Code
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.plans.language.document import Conditions, Exclusion, Plan, Words

# When several fit, the mildest for the customer is the one that counts.
MILDEST = ("advice only", "charged", "owner bears the loss", "not served")


@dataclass(frozen=True)
class Ground:
    """The exclusion that fits the facts.

    code: what a line becomes; None when it is charged, at whatever price the plan has.
    advice: the company gives advice and nothing else (P07-36).
    """

    title: Words
    told: Reason
    code: Code | None
    advice: bool


def ground(plan: Plan | None, facts: Facts) -> Ground | None:
    """The exclusion of a plan that fits, the mildest first; raises NeedFact when unsure."""
    if plan is None:
        return None
    listed = [(exclusion.then, exclusion) for exclusion in plan.exclusions]
    listed += [("advice only", exclusion) for exclusion in plan.advice_only]
    fitting = [
        (MILDEST.index(then), exclusion.name, exclusion)
        for then, exclusion in listed
        if not _about_expiry(exclusion) and demanded(conditions(exclusion), facts)
    ]
    if not fitting:
        return None
    mildness, _, exclusion = min(fitting, key=lambda found: found[:2])
    return _ground(exclusion, MILDEST[mildness], facts)


def conditions(exclusion: Exclusion) -> Conditions:
    """The causes and the other conditions of an exclusion as one table."""
    return {**({"cause": exclusion.cause} if exclusion.cause else {}), **exclusion.when}


def barred(bars: Iterable[Floor], found: Ground | None, facts: Facts) -> tuple[str, ...]:
    """The rules of law that forbid the ground; empty when none does."""
    if found is None:
        return ()
    cause = facts.get("cause")
    return tuple(bar.id for bar in bars if bar.bars and cause in bar.bars.causes)


def past_its_own_term(plan: Plan, facts: Facts) -> list[Exclusion]:
    """Exclusions that only say what the terms say already: a part past its own term (P09-25)."""
    return [
        exclusion
        for exclusion in plan.exclusions
        if _about_expiry(exclusion) and demanded(conditions(exclusion), {**facts, "covered": "no"})
    ]


def _about_expiry(exclusion: Exclusion) -> bool:
    return "covered" in exclusion.when


def _ground(exclusion: Exclusion, then: str, facts: Facts) -> Ground:
    title = exclusion.title or Words(zh=exclusion.name, en=exclusion.name)
    code = {
        "advice only": "advice-only", "charged": "excluded",
        "owner bears the loss": "loss-is-the-owners", "not served": "not-served",
    }[then]  # fmt: skip
    told = reason(code, title=title, cause=facts.get("cause"), clauses=exclusion.clauses)
    advice_only = then in ("advice only", "not served")
    return Ground(title, told, "advice-only" if advice_only else None, then == "advice only")
