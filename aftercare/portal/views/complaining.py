"""Complaining, and following what becomes of it: by a private link, or from the own account."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.complaints import actions, queries, story
from aftercare.complaints.models import Complaint
from aftercare.desk import queries as desk
from aftercare.desk.linking import LINK
from aftercare.desk.models import Case
from aftercare.kit import forms as kit
from aftercare.kit import limits as counting
from aftercare.kit import links
from aftercare.kit.events import Actor
from aftercare.people.models import Organisation, Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Role
from aftercare.portal import limits, visitors
from aftercare.portal import queries as portal
from aftercare.portal.complaining import FOLLOWING, ComplainForm, FollowComplaintForm
from aftercare.portal.views.access import NoLink, exchange, page_of_portal

COMPLAINT = "portal_complaint"
MADE = "portal_complaint_made"


@dataclass(frozen=True)
class Spot:
    """A complaint, who looks at it, and the address under which they do."""

    complaint: Complaint
    by: Actor
    address: str


@page_of_portal
def complain(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes a complaint with its number and its private link."""
    case, customer = _about(request)
    form = ComplainForm(request.POST or None, case=case, initial=_known(request, case))
    if request.method == "POST":
        counting.spend(limits.SENDINGS, counting.address_of(request))
        if form.is_valid():
            kit.carried_out(form, lambda: _receive(request, form, case, customer))
            if not form.errors:
                return redirect("portal:complaint")
    visitors.sow(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/complain.html", {"form": form, "case": case}, status=status)


@page_of_portal
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Exchange a private link for a session that sees this complaint, and leave its address."""
    exchange(request, secret, find=queries.by_link, slot=COMPLAINT)
    return redirect("portal:complaint")


@page_of_portal
def complaint(request: HttpRequest, number: str = "") -> HttpResponse:
    """The complaint as its complainant sees it."""
    return _page(request, _spot(request, number))


@page_of_portal
@require_POST
def act(request: HttpRequest, what: str, number: str = "") -> HttpResponse:
    """Accept, do not accept, withdraw, write."""
    spot = _spot(request, number)
    if what not in FOLLOWING:
        raise Http404
    counting.spend(limits.ACTS, spot.complaint.reference)
    form = FOLLOWING[what](request.POST, what=what)
    if form.is_valid():
        made = visitors.event_id(request, form.cleaned_data["id"])
        kit.carried_out(
            form, lambda: form.carry_out(spot.complaint, by=spot.by, at=timezone.now(), id=made)
        )
        if not form.errors:
            messages.success(request, _("Thank you, it is recorded."))
            return redirect(spot.address)
    spot.complaint.refresh_from_db()
    return _page(request, spot, status=HTTPStatus.UNPROCESSABLE_ENTITY, **{what: form})


def _about(request: HttpRequest) -> tuple[Case | None, Organisation | None]:
    """The case a complaint is about, if it can be told, and the customer who complains."""
    number, user = request.GET.get("case", ""), request.user
    linked = portal.case_by_link(request.session.get(LINK, ""))
    if isinstance(user, Person) and user.role == Role.CUSTOMER:
        own = desk.cases_visible_to(user).filter(number=number).first() if number else None
        return own, user.organisation
    if number and linked is not None and linked.number == number:
        return linked, linked.customer
    return None, None


def _known(request: HttpRequest, case: Case | None) -> dict[str, str]:
    user = request.user
    if isinstance(user, Person) and user.role == Role.CUSTOMER:
        return {"name": user.name, "phone": user.phone, "email": user.email}
    if case is None:
        return {}
    return {"name": case.reporter_name, "phone": case.reporter_phone, "email": case.reporter_email}


def _receive(
    request: HttpRequest, form: ComplainForm, case: Case | None, customer: Organisation | None
) -> bool:
    made = visitors.event_id(request, form.cleaned_data["id"])
    by = visitors.actor_of(request, customer.pk if customer else 0, form.cleaned_data["name"])
    received = actions.receive_complaint(
        form.grievance(customer), by=by, at=timezone.now(), secret=visitors.secret_of(made), id=made
    )
    request.session[COMPLAINT] = received.complaint.link_hash
    request.session[MADE] = str(made)
    return True


def _spot(request: HttpRequest, number: str) -> Spot:
    """The complaint of the link that is open in this browser; with a number, of the account."""
    if number:
        person = person_of(request)
        if person.role != Role.CUSTOMER:
            raise Http404
        own = get_object_or_404(queries.complaints_visible_to(person), number=number)
        return Spot(own, person, reverse("portal:my-complaint", args=[number]))
    found = queries.by_link(request.session.get(COMPLAINT, ""))
    if found is None:
        raise NoLink
    by = visitors.actor_of(request, found.customer_id or 0, found.complainant_name)
    return Spot(found, by, reverse("portal:complaint"))


def _page(
    request: HttpRequest, spot: Spot, *, status: int = HTTPStatus.OK, **filled: FollowComplaintForm
) -> HttpResponse:
    visitors.sow(request)
    found = spot.complaint
    events = queries.history_of(found, told=True)
    context: dict[str, Any] = {
        "complaint": found,
        "base": spot.address,
        "now": timezone.now(),
        "look": story.STATE_LOOKS[found.state],
        "sentence": story.sentence(found),
        "entries": story.entries(events, story.voice_of(found), own=_("you")),
        "private_link": _private_link(request, found),
        "forms": {
            what: filled.get(what) or form(what=what)
            for what, form in FOLLOWING.items()
            if what in filled or form.offered(found)
        },
    }
    return render(request, "portal/complaint.html", context, status=status)


def _private_link(request: HttpRequest, found: Complaint) -> str:
    """The link of a complaint that this browser has made."""
    secret = visitors.secret_made(request, MADE, found.link_hash)
    path = reverse("portal:complaint-link", args=[secret]) if secret else ""
    return links.address(request, path) if path else ""
