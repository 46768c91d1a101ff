"""Commitments: the list, one explained, letting one go."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.kit.errors import Refusal
from aftercare.kit.forms import carried_out
from aftercare.kit.pages import Filter, Filters, Keyset
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.plans import queries as plans
from aftercare.plans.language.wording import Speech
from aftercare.plans.reading import language
from aftercare.promises import actions, explaining, queries, subjects
from aftercare.promises.models import OPEN_STATES, RUNS, Commitment
from aftercare.promises.rules.deriving import State
from aftercare.promises.steps import StepTaken, steps_of

RUNNING = Keyset(("due_at",), filled=("due_at",))
ENDED = Keyset(("-ended_at",), filled=("ended_at",))
STANDINGS = (
    ("late", gettext_lazy("late and still open")),
    ("running", gettext_lazy("running")),
    ("paused", gettext_lazy("paused")),
    ("ended", gettext_lazy("ended")),
)
FILTERS = (
    Filter("standing", pgettext_lazy("promise", "Standing"), choices=STANDINGS),
    Filter("plan", gettext_lazy("Plan")),
    Filter("customer", gettext_lazy("Customer")),
    Filter("person", gettext_lazy("Responsible")),
)
FIELDS = {
    "plan": "plan_version__plan__startswith",
    "customer": "agreement__customer__name__contains",
    "person": "responsible__name__contains",
}
SHOWN_OF_AGREEMENT = 30


class DecisionForm(forms.Form):
    """Letting a promise go: how, and why."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            ("waive", gettext_lazy("waive it")),
            ("void", gettext_lazy("it should not exist")),
        ],
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class LatenessForm(forms.Form):
    """Why a promise is late."""

    why = forms.CharField(
        label=gettext_lazy("Why it is late"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands in the report of the day; the clock goes on."),
    )  # fmt: skip


@login_required
def commitment_list(request: HttpRequest) -> HttpResponse:
    """The commitments a person may see, the most urgent first."""
    filters = Filters(FILTERS, request.GET)
    rows = queries.commitments_visible_to(person_of(request))
    for name in FIELDS.keys() & filters.chosen.keys():
        rows = rows.filter(**{FIELDS[name]: filters[name]})
    keyset, rows = _standing(filters["standing"], rows)
    page = keyset.shown(rows, request)
    context = {"filters": filters, "page": page, "lines": [_line(row) for row in page]}
    return render(request, "promises/commitments.html", context)


@login_required
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """One commitment, taken apart so that a person can check it with a pencil."""
    return render(request, "promises/commitment.html", _shown(request, _found(request, pk)))


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive or void one commitment."""
    row, form = _found(request, pk), DecisionForm(request.POST)
    if form.is_valid():
        act = actions.waive if form.cleaned_data["how"] == "waive" else actions.void
        try:
            act(row, reason=form.cleaned_data["reason"], by=person_of(request), at=timezone.now())
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, str(refusal.message)
            )
        else:
            messages.success(request, _("Recorded, with your name and the reason."))
            return redirect("promises:commitment", pk)
    context = {**_shown(request, row), "form": form}
    return render(request, "promises/commitment.html", context, status=422)


@login_required
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why one commitment is late."""
    row, form = _found(request, pk), LatenessForm(request.POST)
    if form.is_valid() and carried_out(form, lambda: _explained(request, row, form)):
        messages.success(request, _("Recorded, with your name and the reason."))
        return redirect("promises:commitment", pk)
    context = {**_shown(request, row), "lateness": form}
    return render(request, "promises/commitment.html", context, status=422)


def _explained(request: HttpRequest, row: Commitment, form: LatenessForm) -> bool:
    reason, now = form.cleaned_data["why"], timezone.now()
    actions.explain_lateness(row, reason=reason, by=person_of(request), at=now)
    return True


@login_required
def of_agreement(request: HttpRequest, number: str) -> HttpResponse:
    """What is promised under one agreement now: a part of its page."""
    agreement = get_object_or_404(plans.agreements_visible_to(person_of(request)), number=number)
    rows = queries.running(queries.commitments_visible_to(person_of(request))).filter(
        agreement=agreement
    )
    lines = [_line(row) for row in rows.order_by("due_at", "id")[:SHOWN_OF_AGREEMENT]]
    return render(request, "promises/of_agreement.html", {"lines": lines, "agreement": agreement})


def _standing(standing: str, rows: QuerySet[Commitment]) -> tuple[Keyset, QuerySet[Commitment]]:
    if standing == "ended":
        return ENDED, rows.filter(ended_at__isnull=False)
    if standing == "paused":
        return Keyset(("id",)), rows.filter(state=State.PAUSED)
    running = rows.filter(RUNS, due_at__isnull=False)
    if standing == "late":
        running = running.filter(due_at__lt=timezone.now())
    return RUNNING, running


def _line(row: Commitment) -> dict[str, Any]:
    plan = plans.document(row.plan_version)
    promise = plan.promises.get(row.promise) or plan.schedules.get(row.promise)
    title = getattr(promise.title, language()) if promise and promise.title else row.promise
    return {"row": row, "title": title}


def _shown(request: HttpRequest, row: Commitment) -> dict[str, Any]:
    explanation = explaining.explain(row)
    person = person_of(request)
    may_decide = person.may(Power.WAIVE) and row.state in OPEN_STATES
    works = person.may(Power.HANDLE_CASES) or person.may(Power.WAIVE)
    late = queries.is_late(row, timezone.now())
    inside = works or person.may(Power.SEE_REPORTS)
    return {
        "row": row,
        "explanation": explanation,
        "title": getattr(explanation.title, language()),
        "outcome": getattr(explanation.outcome, language()),
        "reason": getattr(explanation.reason, language()) if explanation.reason else "",
        "clauses": [
            (one.id, getattr(explaining.clause_words(one), language()))
            for one in explanation.clauses
        ],
        "target": getattr(explanation.target, language()),
        "sums": [getattr(one, language()) for one in (*explanation.preface, *explanation.sums)],
        "pauses": [(getattr(one.reason, language()), one) for one in explanation.pauses],
        "about": subjects.about(row),
        "steps": _steps(row),
        "said": queries.explanations_of([row]).get(row.pk, []) if inside else [],
        "lateness": LatenessForm() if works and late else None,
        "form": DecisionForm() if may_decide else None,
    }


def _steps(row: Commitment) -> list[tuple[StepTaken, str]]:
    """What was done about it, and who was told."""
    told: dict[str, list[str]] = {}
    for step, name in row.alerts.order_by("id").values_list("step", "person__name"):
        told.setdefault(step, []).append(name)
    both = Speech(plans.document(row.plan_version), language()).both
    return [(one, both(told.get(one.key, []))) for one in steps_of(row)]


def _found(request: HttpRequest, pk: int) -> Commitment:
    return get_object_or_404(queries.commitments_visible_to(person_of(request)), pk=pk)
