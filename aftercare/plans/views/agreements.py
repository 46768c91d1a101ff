"""Agreements: the list, one with everything it promises, moving on, recording what happened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.kit import states
from aftercare.kit.errors import Refusal
from aftercare.kit.pages import Filter, Filters, Keyset
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.plans import actions, queries
from aftercare.plans.forms import MilestoneForm, MoveForm
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement
from aftercare.plans.reading import language

LIST = Keyset(("-signed_on",))
FILTERS = (
    Filter("plan", gettext_lazy("Plan")),
    Filter("customer", gettext_lazy("Customer")),
    Filter("number", gettext_lazy("Number")),
)
FIELDS = {
    "plan": "plan_version__plan__startswith",
    "customer": "customer__name__contains",
    "number": "number__startswith",
}


@login_required
def agreement_list(request: HttpRequest) -> HttpResponse:
    """The agreements a person may see, the newest first."""
    filters = Filters(FILTERS, request.GET)
    rows = queries.agreements_visible_to(person_of(request))
    for name, value in filters.chosen.items():
        rows = rows.filter(**{FIELDS[name]: value})
    context = {"filters": filters, "page": LIST.shown(rows, request)}
    return render(request, "plans/agreements.html", context)


@login_required
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    """One agreement: what it covers, what happened, what is promised."""
    return render(request, "plans/agreement.html", _shown(request, _agreement(request, number)))


@login_required
@require_POST
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Follow another version of the plan."""
    found = _agreement(request, number)
    form = MoveForm(request.POST, agreement=found)
    if form.is_valid():
        try:
            states.expect(found, form.cleaned_data.pop("revision"))
            actions.move_agreement(
                found, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, str(refusal.message)
            )
        else:
            messages.success(request, _("The agreement follows the new version from now on."))
            return redirect("plans:agreement", number)
    context = {**_shown(request, found), "move_form": form}
    return render(request, "plans/agreement.html", context, status=422)


@login_required
@require_POST
def milestone(request: HttpRequest, number: str) -> HttpResponse:
    """Record what happened to something the agreement covers."""
    found = _agreement(request, number)
    form = MilestoneForm(request.POST, agreement=found)
    if form.is_valid():
        things = {thing.reference: thing for thing in queries.covered_things(found)}
        try:
            actions.record_milestone(
                things[form.cleaned_data["subject"]],
                form.cleaned_data["kind"],
                occurred_at=form.cleaned_data["occurred_at"],
                by=person_of(request),
                at=timezone.now(),
                data=form.data_of_event(),
            )
        except Refusal as refusal:
            known = refusal.field if refusal.field in form.fields else None
            form.add_error(known, str(refusal.message))
        else:
            messages.success(request, _("Recorded. The promises that depend on it are up to date."))
            return redirect("plans:agreement", number)
    context = {**_shown(request, found), "milestone_form": form}
    return render(request, "plans/agreement.html", context, status=422)


def _agreement(request: HttpRequest, number: str) -> Agreement:
    return get_object_or_404(queries.agreements_visible_to(person_of(request)), number=number)


def _shown(request: HttpRequest, found: Agreement) -> dict[str, object]:
    person = person_of(request)
    things = {thing.reference: thing for thing in queries.covered_things(found)}
    happened = [
        (getattr(EVENTS[now.kind], language()), things[now.subject], first, now)
        for first, now in queries.milestones_told(found)
    ]
    return {
        "agreement": found,
        "things": list(things.values()),
        "contacts": found.contacts.all(),
        "bindings": found.bindings.select_related("plan_version"),
        "happened": happened,
        "move_form": MoveForm(agreement=found) if person.may(Power.KEEP_AGREEMENTS) else None,
        "milestone_form": (
            MilestoneForm(agreement=found) if person.may(Power.RECORD_MILESTONES) else None
        ),
    }
