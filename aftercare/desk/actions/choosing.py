"""What the customer chose of what the plan and the law leave open."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.coverage.rules.ladder import Offer
from aftercare.desk import choosing
from aftercare.desk.actions.recording import answer_loan
from aftercare.desk.models import Case
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power

OF_THE_LADDER = "ladder"  # answers no proposal of a late promise


@transaction.atomic
def choose_remedy(
    case: Case,
    offer: str,
    *,
    by: Person,
    at: datetime,
    name: str = "",
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Record the customer's choice among what is open now; a later choice takes its place.

    offer: the word, such as `new-unit`. name: the remedy of the plan, or the rule of law, that
    opens it; the first that does if empty. Refused when nothing opens it, or the case is over.
    """
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    if known(case, id):
        return case
    states.expect(case, revision)
    if not case.is_open:
        raise Refusal(_("The case is over; reopen it first."), code="wrong-state")
    if offer == "loan-unit" and case.loan == "offered":
        return answer_loan(case, accepted=True, by=by, at=at, id=id)
    opened = _opened(case, offer, name, at)
    states.write(case, changes={})
    data = {
        "offer": offer, "accepted": True, "remedy": opened.name, "source": opened.source,
        "clauses": list(opened.clauses), "proposal": OF_THE_LADDER,
        "reasons": [one.model_dump(mode="json") for one in opened.reasons],
    }  # fmt: skip
    record(happened(case, "remedy.chosen", by=by, at=at, data=data, id=id), at=at)
    return case


def _opened(case: Case, offer: str, name: str, at: datetime) -> Offer:
    """What opens this choice now."""
    for one in choosing.ladder_of(case, at).offers:
        if offer in one.offers and name in ("", one.name):
            return one
    raise Refusal(_("Neither the plan nor the law opens this choice now."), field="offer")
