"""What a plan still gives when its terms are over: a proven abnormal life, service for life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aftercare.coverage.rules import days, terms
from aftercare.coverage.rules.conditions import Facts, demanded
from aftercare.coverage.rules.grants import Grant
from aftercare.coverage.rules.question import Component, Question
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.coverage.rules.terms import Milestone
from aftercare.plans.language.document import AfterExpiry, Words


@dataclass(frozen=True)
class Afterwards:
    """A promise for the time after the terms.

    state: `proven` by the paper it needs, so free (P01-62); `wanting` that paper; `possible`,
    should the paper ever come; `served`, at the plan's price.
    """

    state: Literal["proven", "wanting", "possible", "served"]
    told: Reason
    lines: tuple[str, ...]
    remedies: tuple[str, ...]
    needs: tuple[str, ...] = ()


def afterwards(
    question: Question,
    component: Component,
    milestones: Sequence[Milestone],
    of_plan: Sequence[Grant],
    facts: Facts,
) -> list[Afterwards]:
    """The promises for afterwards that are about these facts; none while a term may run."""
    if question.plan is None or any(grant.live for grant in of_plan):
        return []
    found = (
        _afterwards(question, component, milestones, of_plan, facts, entry)
        for entry in sorted(question.plan.after_expiry, key=lambda entry: entry.name)
    )
    return [entry for entry in found if entry is not None]


def _afterwards(
    question: Question,
    component: Component,
    milestones: Sequence[Milestone],
    of_plan: Sequence[Grant],
    facts: Facts,
    entry: AfterExpiry,
) -> Afterwards | None:
    if entry.covers.component and component.name not in entry.covers.component:
        return None
    service = {"service": entry.covers.service} if entry.covers.service else {}
    if not demanded(service, facts) or _over(question, component, of_plan, entry):
        return None
    if entry.needs is None:
        fits = demanded({"cause": entry.covers.cause} if entry.covers.cause else {}, facts)
        return _told(entry, "served") if fits else None
    if terms.counted_on(entry.needs, milestones, question.zone) is not None:
        fits = demanded({"cause": entry.covers.cause} if entry.covers.cause else {}, facts)
        return _told(entry, "proven") if fits else None
    wanted = entry.covers.cause or ["abnormal-life"]
    return _told(entry, "wanting" if demanded({"cause": wanted}, facts) else "possible")


def _over(
    question: Question, component: Component, of_plan: Sequence[Grant], entry: AfterExpiry
) -> bool:
    """The promise itself is over; one for the design life lasts as long as that is not known."""
    if entry.length == "lifetime":
        return False
    if entry.length == "design life":
        last = component.design_life_on or question.design_life_on
        return last is not None and question.on > last
    ends: list[date] = [grant.span.ends_on for grant in of_plan if grant.span.ends_on]
    if not ends:
        return False
    return question.on > days.last_day(max(ends), entry.length, 0, question.zone).on


def _told(
    entry: AfterExpiry, state: Literal["proven", "wanting", "possible", "served"]
) -> Afterwards:
    title = entry.title or Words(zh=entry.name, en=entry.name)
    told = reason(f"afterwards-{state}", title=title, needs=entry.needs, clauses=entry.clauses)
    needs = (entry.needs,) if entry.needs and state == "wanting" else ()
    remedies = () if state == "possible" else tuple(entry.remedies)
    return Afterwards(state, told, tuple(entry.covers.lines), remedies, needs)
