"""What the customer says to a case, and what is decided for them: by the actions of the pages."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.desk import actions, linking, queries
from aftercare.desk.api import shapes
from aftercare.desk.api.looking import shown
from aftercare.desk.api.shapes import CaseShape, cases
from aftercare.desk.models import Case
from aftercare.kit import http
from aftercare.people.roles import Power

CHANGED: dict[str, Any] = {"returns": CaseShape, "tagged": True}


@cases.post(
    "/cases/{number}/rating",
    _("Rate a case"),
    description=_("One to five stars by the customer, once; never changed."),
    **CHANGED,
)
def rate_case(request: http.Request, number: str, body: shapes.Rating) -> HttpResponse:
    """The customer's own rating."""
    case = _case(request, number)
    actions.rate_case(
        case, body.stars, text=body.text, by=request.user, at=timezone.now(),
        revision=http.expected(request), id=body.id,
    )  # fmt: skip
    return shown(request, case)


@cases.post(
    "/cases/{number}/loan/answer",
    _("Answer the offer of a loan unit"),
    description=_("By the customer, or by whoever handles the case for them."),
    **CHANGED,
)
def answer_loan(request: http.Request, number: str, body: shapes.LoanAnswer) -> HttpResponse:
    """Yes or no to the unit that is lent."""
    case = _case(request, number)
    actions.answer_loan(
        case, accepted=body.accepted, by=request.user, at=timezone.now(),
        revision=http.expected(request), id=body.id,
    )  # fmt: skip
    return shown(request, case)


@cases.post(
    "/cases/{number}/proposals/answer",
    _("Decide on a proposal"),
    description=_("What a late promise proposed, such as a new unit; the reason is recorded."),
    power=Power.HANDLE_CASES,
    **CHANGED,
)
def answer_proposal(
    request: http.Request, number: str, body: shapes.ProposalAnswer
) -> HttpResponse:
    """What was decided about a proposal."""
    case = _case(request, number)
    actions.answer_proposal(
        case, body.proposal, accepted=body.accepted, reason=body.reason, by=request.user,
        at=timezone.now(), revision=http.expected(request), id=body.id,
    )  # fmt: skip
    return shown(request, case)


@cases.post(
    "/cases/{number}/link",
    _("Renew the private link"),
    description=_(
        "The old link ends. The new one is in this answer and nowhere else: sent again with the "
        "same key, the request changes nothing and is told that the link was shown."
    ),
    returns=shapes.LinkShape,
    power=Power.HANDLE_CASES,
    shown_once=True,
)
def renew_link(request: http.Request, number: str) -> HttpResponse:
    """A new private link for the customer."""
    secret = actions.renew_link(_case(request, number), by=request.user, at=timezone.now())
    return http.answer({"link": linking.address_of(request, secret)})


def _case(request: http.Request, number: str) -> Case:
    return http.found(queries.cases_visible_to(request.user), number=number)
