"""Which fee rule decides a line: the first of the plan that prices it and whose conditions hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from aftercare.coverage.rules.conditions import Facts, demanded, holds
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.plans.language.document import Charge, Fees, PriceSource, Rate, Words

# Facts about the fault itself, for each of which an answer is worked out when it is not known.
DECISIVE = frozenset({"service", "component", "cause"})
AT_COST = ("cost", "preferential")
PriceTag = str | Rate


@dataclass(frozen=True)
class Priced:
    """A price for a line: the word or the rate, the rule it comes from, and who pays."""

    price: PriceTag
    charge: Charge | None
    payer: str

    @property
    def free(self) -> bool:
        return self.price == "free"

    @property
    def at_cost(self) -> bool:
        return self.price in AT_COST

    @property
    def name(self) -> str:
        """The price as a word; a rate as it is written."""
        return self.price.rate if isinstance(self.price, Rate) else self.price

    @property
    def title(self) -> Words | str:
        """The rule in the words of the plan."""
        return self.charge.title or self.charge.name if self.charge else ""

    def told(self, line: str) -> Reason:
        """That a rule of the plan prices a line, and whether its rate is a cap or a floor."""
        bound = self.price.is_ if isinstance(self.price, Rate) else "fixed"
        code = {"fixed": "price-rule", "cap": "price-cap", "floor": "price-floor"}[bound]
        return reason(
            code, line=line, title=self.title, price=self.name, clauses=self.clauses
        )  # fmt: skip

    @property
    def clauses(self) -> tuple[str, ...]:
        return tuple(self.charge.clauses) if self.charge else ()


def priced(fees: Fees | None, line: str, facts: Facts, *, settled: bool = False) -> Priced | None:
    """The first rule that prices a line; None when there is none for it.

    A condition on a fact that nobody knows does not hold; but where the service, the component
    or the cause would decide, NeedFact is raised (unless `settled`), so that the answer can be
    given for each.
    """
    for charge in fees.charges if fees else ():
        price = getattr(charge, line)
        if price is not None and _fits(charge, facts, settled):
            return Priced(price, charge, _payer(charge, price))
    return None


def _fits(charge: Charge, facts: Facts, settled: bool) -> bool:
    open_ = {fact for fact in charge.when if fact not in facts}
    if settled or open_ - DECISIVE:
        return holds(charge.when, facts) is True
    return demanded(charge.when, facts)


def _payer(charge: Charge, price: PriceTag) -> str:
    """Nobody is charged for what is free, so the company pays for it."""
    if charge.payer is not None:
        return charge.payer
    return "company" if price == "free" else "customer"


def source_of(sources: Sequence[PriceSource], part_class: str | None) -> PriceSource | None:
    """Where the price of a class of parts comes from; None when the plan does not say."""
    return next((source for source in sources if source.part_class == part_class), None)
