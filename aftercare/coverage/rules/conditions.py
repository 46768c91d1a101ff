"""Conditions of a plan against the facts of a case, where a fact may not be known yet."""

from collections.abc import Mapping, Sequence

from aftercare.plans.language.document import Conditions

Facts = Mapping[str, str]
NOT = "not "
UNKNOWN = "unknown"


class NeedFact(Exception):
    """The answer depends on a fact that nobody has told."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


def allows(words: Sequence[str], value: str) -> bool:
    """Whether a list allows a value; an empty list allows all, `not x` leaves one out."""
    if value in words:
        return True
    return NOT + value not in words and all(word.startswith(NOT) for word in words)


def holds(conditions: Conditions, facts: Facts) -> bool | None:
    """Whether all conditions hold; None when that depends on a fact that is not known."""
    known = {
        fact: allows(words, facts[fact]) for fact, words in conditions.items() if fact in facts
    }
    if not all(known.values()):
        return False
    return True if len(known) == len(conditions) else None


def demanded(conditions: Conditions, facts: Facts) -> bool:
    """Whether all conditions hold; raises NeedFact for a fact that is not known and decides."""
    answer = holds(conditions, facts)
    if answer is None:
        raise NeedFact(min(fact for fact in conditions if fact not in facts))
    return answer


def known(facts: Facts) -> dict[str, str]:
    """The facts without those that say they are not known."""
    return {fact: value for fact, value in facts.items() if value and value != UNKNOWN}
