"""What a case says about itself, in the language of whoever reads: a plan's words, or ours."""

from collections.abc import Iterable

from aftercare.desk.models import Case
from aftercare.plans.language.document import Plan, Promise, Schedule, Words
from aftercare.plans.language.vocabulary import EVENTS, FACTS, OFFERS, ROLES, WAITING, Word
from aftercare.plans.language.wording import Speech
from aftercare.plans.models import Agreement
from aftercare.plans.reading import language
from aftercare.promises import sources

NO_PLAN = Plan(plan="none", title=Words(zh="", en=""), catalogue="P00")
COVERED = {
    "yes": Word("保修内", "covered"),
    "no": Word("保修外", "not covered"),
    "advice": Word("仅提供建议", "advice only"),
    "undetermined": Word("待判定", "not decided yet"),
}


class Voice(Speech):
    """A plan, or none, in the language of the page."""

    def __init__(self, plan: Plan | None) -> None:
        super().__init__(plan or NO_PLAN, language())

    def kind(self, event: str) -> str:
        """What an event kind is called."""
        found = EVENTS.get(event)
        return capital(self.pick(found.zh, found.en)) if found else event

    def fact(self, name: str) -> str:
        """What a fact is called."""
        return capital(self.look_up(FACTS, name))

    def waiting(self, reason: str) -> str:
        """A reason for waiting."""
        return self.look_up(WAITING, reason)

    def offer(self, offer: str) -> str:
        """What a customer is offered."""
        return self.look_up(OFFERS, offer)

    def contact(self, role: str) -> str:
        """The role in which somebody is named to the customer."""
        return capital(self.look_up(ROLES, role))

    def promise(self, name: str) -> str:
        """The title of a promise or schedule."""
        found: Promise | Schedule | None = self.plan.promises.get(name)
        found = found or self.plan.schedules.get(name)
        return self.say(found.title) if found and found.title else name

    def clauses_of(self, name: str) -> tuple[str, ...]:
        """The clauses a promise or schedule comes from."""
        found: Promise | Schedule | None = self.plan.promises.get(name)
        found = found or self.plan.schedules.get(name)
        return tuple(found.clauses) if found else ()

    def listed(self, items: Iterable[str]) -> str:
        """`甲、乙`, `a, b`."""
        return self.pick("、", ", ").join(items)

    def values(self, facts: dict[str, str]) -> list[tuple[str, str]]:
        """Facts as (name, value) pairs in words."""
        return [(self.fact(name), self.value(name, value)) for name, value in facts.items()]


def capital(text: str) -> str:
    """A text that begins like a heading."""
    return text[:1].upper() + text[1:]


def plan_of(agreement: Agreement | None) -> Plan | None:
    """The plan an agreement follows; kept in memory, because a version never changes."""
    return sources.terms_of(agreement.plan_version_id).plan if agreement else None


def voice_of(case: Case) -> Voice:
    """The voice in which a case speaks."""
    return Voice(plan_of(case.agreement))
