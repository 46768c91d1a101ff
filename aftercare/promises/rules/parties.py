"""To whom something is promised, and who therefore hears of it."""

from collections.abc import Mapping

from aftercare.plans.language.document import Plan, Promise, Schedule

DEALER = "dealer"
CUSTOMER = "customer"


def hidden_from(plan: Plan, party: str) -> frozenset[str]:
    """The promises and schedules of a plan that one party does not hear of.

    party: `customer` or `dealer`. A customer hears of what is promised to it; a dealer also of
    what is promised to the customers, and of all that it must keep itself.
    """
    told = {CUSTOMER} if party == CUSTOMER else {CUSTOMER, DEALER}
    clocked: Mapping[str, Promise | Schedule] = {**plan.promises, **plan.schedules}
    return frozenset(
        name
        for name, one in clocked.items()
        if one.to not in told and not (party == DEALER and one.who == DEALER)
    )
