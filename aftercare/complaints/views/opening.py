"""What a case page shows of complaints, and opening the one that a case is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from aftercare.complaints import actions, queries, story
from aftercare.complaints.forms import OpeningForm
from aftercare.desk.models import Case
from aftercare.desk.views.access import at_desk, case_or_404
from aftercare.kit import forms
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

MOST_OF_CASE = 20


@at_desk()
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The complaints about one case: a part of its page."""
    case, person = case_or_404(request, number), person_of(request)
    return render(request, "complaints/of_case.html", _content(case, person))


@at_desk(Power.HANDLE_CASES)
@require_POST
def open_from_case(request: HttpRequest, number: str) -> HttpResponse:
    """Open the complaint that the case is, and go to it."""
    case, person = case_or_404(request, number), person_of(request)
    form = OpeningForm(request.POST)
    if form.is_valid():
        made = forms.carried_out(
            form,
            lambda: actions.open_from_case(case, **form.cleaned_data, by=person, at=timezone.now()),
        )
        if made and not form.errors:
            return redirect("complaints:complaint", made.number)
    for faults in form.errors.values():
        messages.error(request, " ".join(map(str, faults)))
    return redirect("desk:case", number)


def _content(case: Case, person: Person) -> dict[str, Any]:
    visible = queries.complaints_visible_to(person).filter(case=case)
    rows = list(visible.order_by("-received_at", "-pk")[:MOST_OF_CASE])
    takes = person.handles_every_case
    asks = takes and queries.is_complaint(case) and queries.opened_from(case) is None
    return {
        "case": case,
        "rows": [(one, story.STATE_LOOKS[one.state]) for one in rows],
        "takes": takes,
        "opening": OpeningForm() if asks else None,
    }
