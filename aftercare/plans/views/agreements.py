"""Agreements: the list, one with everything it promises, moving on, recording what happened."""

from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.kit import forms as kit
from aftercare.kit import states
from aftercare.kit.errors import Refusal
from aftercare.kit.models import Event
from aftercare.kit.pages import Filter, Filters, Keyset
from aftercare.people import queries as people
from aftercare.people.models import Organisation, Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power
from aftercare.plans import actions, queries
from aftercare.plans.forms import AgreementForm, CustomerForm, MilestoneForm, MoveForm
from aftercare.plans.language.vocabulary import EVENTS, ROLES
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
    may_add = person_of(request).may(Power.KEEP_AGREEMENTS)
    context = {"filters": filters, "page": LIST.shown(rows, request), "may_add": may_add}
    return render(request, "plans/agreements.html", context)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """A new agreement: first whose, then under which plan and for what."""
    me = person_of(request)
    require(me, Power.KEEP_AGREEMENTS)
    customer = _customer(me, request.GET.get("customer", ""))
    if customer is None:
        return _whose(request, me)
    form = AgreementForm(request.POST or None, customer=customer, person=me)
    return kit.page(
        request, form, title=_("Make an agreement"), lead=customer.name,
        back=reverse("plans:agreements"),
        act=lambda: actions.make_agreement(
            **form.terms(), customer=customer, by=me, at=timezone.now()
        ),
        done=lambda made: reverse("plans:agreement", args=[made.number]),
    )  # fmt: skip


def _customer(me: Person, key: str) -> Organisation | None:
    if not key.isdecimal() or len(key) > 18:
        return None
    return people.organisations_visible_to(me).filter(pk=key).first()


def _whose(request: HttpRequest, me: Person) -> HttpResponse:
    form = CustomerForm(request.POST or None, person=me)
    if request.method == "POST" and form.is_valid():
        customer = form.cleaned_data["customer"]
        return redirect(f"{reverse('plans:add-agreement')}?customer={customer.pk}")
    context = {"form": form, "title": _("Make an agreement"), "button": _("Continue"),
               "back": reverse("plans:agreements")}  # fmt: skip
    return render(request, "kit/form_page.html", context, status=422 if form.errors else 200)


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


def _signatures(event: Event) -> list[tuple[str, date]]:
    """Who signed on which day; a warranty counts from the later one."""
    signed = event.data.get("signatures") or {}
    parties = {"provider": _("Signed by us on"), "customer": _("Signed by the customer on")}
    return [
        (words, timezone.localdate(datetime.fromisoformat(signed[party])))
        for party, words in parties.items()
        if party in signed
    ]


def _shown(request: HttpRequest, found: Agreement) -> dict[str, object]:
    person = person_of(request)
    things = {thing.reference: thing for thing in queries.covered_things(found)}
    happened = [
        (getattr(EVENTS[now.kind], language()), things[now.subject], first, now, _signatures(now))
        for first, now in queries.milestones_told(found)
    ]
    return {
        "agreement": found,
        "things": list(things.values()),
        "contacts": [
            (getattr(ROLES[one.role], language()) if one.role in ROLES else one.role, one)
            for one in found.contacts.order_by("id")
        ],
        "bindings": found.bindings.select_related("plan_version"),
        "happened": happened,
        "move_form": MoveForm(agreement=found) if person.may(Power.KEEP_AGREEMENTS) else None,
        "milestone_form": (
            MilestoneForm(agreement=found) if person.may(Power.RECORD_MILESTONES) else None
        ),
    }
