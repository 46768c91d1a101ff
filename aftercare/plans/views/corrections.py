"""Correcting a milestone that was recorded wrong."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.kit.errors import Refusal
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.plans import actions, queries
from aftercare.plans.forms import CorrectionForm
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.reading import language


@login_required
def correct(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """Tell one milestone anew: when it really was, or that it never happened."""
    person = person_of(request)
    found = get_object_or_404(queries.agreements_visible_to(person), number=number)
    if not person.may(Power.RECORD_MILESTONES):
        raise PermissionDenied
    told = {first.sequence: (first, now) for first, now in queries.milestones_told(found)}
    if sequence not in told:
        raise Http404
    first, now = told[sequence]
    form = CorrectionForm(request.POST or None, event=now)
    if request.method == "POST" and form.is_valid():
        things = {thing.reference: thing for thing in queries.covered_things(found)}
        try:
            actions.correct_milestone(
                things[first.subject], first.sequence, by=person, at=timezone.now(),
                **form.correction(),
            )  # fmt: skip
        except Refusal as refusal:
            known = refusal.field if refusal.field in form.fields else None
            form.add_error(known, str(refusal.message))
        else:
            messages.success(request, _("Recorded. The promises that depend on it are up to date."))
            return redirect("plans:agreement", number)
    context = {
        "agreement": found,
        "form": form,
        "event": now,
        "words": getattr(EVENTS[first.kind], language()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/correct.html", context, status=status)
