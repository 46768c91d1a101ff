"""What is a customer's own: units, open cases, what is promised, and how it was kept."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from aftercare.catalog.models import Unit
from aftercare.complaints import queries as complained
from aftercare.complaints.story import STATE_LOOKS
from aftercare.desk import queries as desk
from aftercare.desk.linking import UNITS
from aftercare.desk.speech import Voice
from aftercare.desk.states import OPEN
from aftercare.desk.ticking import ticking
from aftercare.kit.pages import Keyset
from aftercare.patches import queries as patches
from aftercare.people.requests import person_of
from aftercare.portal import queries, story
from aftercare.portal.views.access import for_customers

COMPLAINT_PAGE = Keyset(("-received_at",), size=10)
UNIT_PAGE = Keyset(("pk",), size=10)
CASE_PAGE = Keyset(("-reported_at",), size=10)
DUE_PAGE = Keyset(("due_at",), size=10, filled=("due_at",))
KEPT_PAGE = Keyset(("-ended_at",), size=10, filled=("ended_at",))
LOOKED_BACK = timedelta(days=365)


@for_customers
def my(request: HttpRequest) -> HttpResponse:
    """Everything of a customer on one page, in short lists."""
    person, now = person_of(request), timezone.now()
    units = Unit.objects.select_related("model", "site").filter(customer=person.organisation_id)
    cases = desk.cases_visible_to(person)
    if "all" not in request.GET:
        cases = cases.filter(state__in=OPEN)
    promised = queries.promised_to(person)
    due = DUE_PAGE.shown(queries.running(promised), request, "due")
    kept = KEPT_PAGE.shown(queries.ended(promised), request, "kept")
    complaints = COMPLAINT_PAGE.shown(complained.complaints_visible_to(person), request, "told")
    case_page, voice = CASE_PAGE.shown(cases, request, "cases"), Voice(None)
    content = {
        "now": now,
        "complaints": complaints,
        "shown_complaints": [(one, STATE_LOOKS[one.state]) for one in complaints],
        "units": UNIT_PAGE.shown(units, request, "units"),
        "cases": case_page,
        "shown_cases": [(case, story.standing(case, voice)) for case in case_page],
        "all_cases": "all" in request.GET,
        "patches_waiting": patches.waiting_for(person),
        "due": due,
        "running": ticking(due.rows),
        "kept": kept,
        "ended": ticking(kept.rows),
        "counts": queries.kept_since(promised, now - LOOKED_BACK),
    }
    return render(request, "portal/my.html", content)


@for_customers
def report_unit(request: HttpRequest, key: int) -> HttpResponse:
    """Report something about one of the own units."""
    own = Unit.objects.filter(customer=person_of(request).organisation_id)
    request.session[UNITS] = [get_object_or_404(own, pk=key).pk]
    return redirect("portal:report")
