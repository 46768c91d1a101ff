"""The facts of a case under its plan: which ones the plan asks about, and their words. Plain
Python."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Duty, Plan, Promise, Words
from aftercare.plans.language.vocabulary import VALUES, Word
from aftercare.plans.language.walking import sections

OWN = {
    "service": "services",
    "severity": "severities",
    "zone": "zones",
    "component": "components",
    "fault": "faults",
}
ALWAYS = ("kind", "cause", "needs")
# In the order in which a person asks for them.
ASKED = (
    "service", "severity", "component", "fault", "cause", "urgency", "difficulty", "needs", "zone",
    "condition", "dismissed_by",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One word a fact may take, how it reads, and what it means."""

    value: str
    words: Words | Word
    means: Words | None = None


def choices(plan: Plan | None, name: str) -> list[Choice]:
    """The words a fact may take under a plan, in the plan's order."""
    if name in VALUES:
        return [Choice(value, words) for value, words in VALUES[name].items()]
    known: Mapping[str, object] = getattr(plan, OWN[name]) if plan and name in OWN else {}
    return [_choice(value, thing) for value, thing in known.items()]


def words_of(plan: Plan | None, name: str) -> list[str]:
    """The words a fact may take under a plan."""
    return [choice.value for choice in choices(plan, name)]


def asked(plan: Plan | None) -> list[str]:
    """The facts that make a difference under a plan; the others need not be asked for."""
    if plan is None:
        return ["cause", "needs"]
    matters = {*ALWAYS, *_conditions(plan), *_tables(plan)}
    if any(term.covers.component for term in plan.warranty):
        matters.add("component")
    if any(term.covers.service for term in plan.warranty):
        matters.add("service")
    matters |= {name for name, own in OWN.items() if name != "service" and getattr(plan, own)}
    return [name for name in ASKED if name in matters and choices(plan, name)]


def agrees_a_time(plan: Plan | None) -> bool:
    """Whether the plan promises to keep a time that the customer sets when reporting (P03-12)."""
    promises = plan.promises.values() if plan else ()
    return any(one.from_ == "case.reported" and one.within == "agreed" for one in promises)


def spoken(plan: Plan | None, name: str, value: str) -> Words | Word:
    """How the value of a fact reads; one the plan no longer knows reads as it is written."""
    for choice in choices(plan, name):
        if choice.value == value:
            return choice.words
    return Word(value, value)


def _choice(value: str, thing: object) -> Choice:
    if isinstance(thing, Words):
        return Choice(value, thing)
    return Choice(value, thing.title, getattr(thing, "means", None))  # type: ignore[attr-defined]


def _conditions(plan: Plan) -> Iterator[str]:
    for _path, section in sections(plan):
        if not isinstance(section, Duty):
            yield from getattr(section, "when", {})


def _tables(plan: Plan) -> Iterator[str]:
    """The facts by whose words a time table goes."""
    for promise in plan.promises.values():
        yield from _facts_of(promise)


def _facts_of(promise: Promise) -> Iterator[str]:
    if isinstance(promise.within, Mapping):
        rows = set(promise.within) - {"rest"}
        yield from (name for name, words in vocabulary.VALUES.items() if rows <= set(words))
