"""Marks of the manager of a project, and who is put up for replacement."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import Project
from aftercare.kit import days, pages
from aftercare.kit import forms as kit
from aftercare.kit.errors import NotAllowed
from aftercare.kit.states import open_moves
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.satisfaction import actions, queries, rules
from aftercare.satisfaction.forms import KeepForm, MarkForm, ReplaceForm
from aftercare.satisfaction.models import ManagerReview
from aftercare.satisfaction.states import MOVES, ReviewState

NEWEST, LATEST = pages.Keyset(("-id",)), pages.Keyset(("-opened_at", "-id"))
LOOKS = {"open": ("warn", "clock-exclamation"), "kept": ("good", "circle-check"),
         "replaced": ("calm", "refresh")}  # fmt: skip


@login_required
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """What the parties said about the manager of a project, the latest first."""
    me = person_of(request)
    found = _project(me, pk)
    rule = queries.rule_of(found, timezone.now())
    context = {
        "project": found,
        "page": NEWEST.shown(queries.marks_visible_to(me).filter(project=found), request),
        "figure": queries.figure_of(found),
        "below": rules.threshold(rule.below) if rule else None,
        "reviews": [
            (one, LOOKS[one.state])
            for one in queries.reviews_visible_to(me).filter(project=found).order_by("-pk")[:5]
        ],
        "records": queries.records(me) and found.manager_id is not None,
    }  # fmt: skip
    return render(request, "satisfaction/project.html", context)


@login_required
def add_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down what a party says."""
    me = person_of(request)
    found = _project(me, pk)
    if not queries.records(me):
        raise NotAllowed(_("Marks of managers are taken down at the desk."))
    form = MarkForm(request.POST or None, initial={"said_on": days.today(timezone.now())})
    back = reverse("satisfaction:project", args=[pk])
    return kit.page(
        request, form, title=_("Take down a mark"), back=back,
        lead=f"{found} · {found.manager or ''}",
        act=lambda: actions.give_mark(
            found, actions.Said(**form.said()), by=me, at=timezone.now(),
            id=form.cleaned_data["id"],
        ),
        done=lambda _made: back,
    )  # fmt: skip


@login_required
def reviews(request: HttpRequest) -> HttpResponse:
    """Who was put up for replacement, the latest first."""
    me = _seeing(request)
    choices = pages.Filter("state", gettext_lazy("State"), choices=ReviewState.choices)
    filters = pages.Filters([choices], request.GET)
    rows = queries.reviews_visible_to(me)
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    page = LATEST.shown(rows, request)
    context = {"filters": filters, "page": page, "rows": [(one, LOOKS[one.state]) for one in page]}
    return render(request, "satisfaction/reviews.html", context)


@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with what may be decided."""
    me = _seeing(request)
    found = _review(me, pk)
    verbs = open_moves(MOVES, found.state) if queries.decides(me) else []
    context = {
        "review": found, "look": LOOKS[found.state],
        "buttons": [
            (MOVES[verb].label, reverse("satisfaction:decide", args=[pk, verb])) for verb in verbs
        ],
    }  # fmt: skip
    return render(request, "satisfaction/review.html", context)


@login_required
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Let the manager stay, or name a successor."""
    me = _seeing(request)
    found = _review(me, pk)
    if what not in MOVES:
        raise Http404
    if not queries.decides(me):
        raise NotAllowed(_("A head whom it is not about decides."))
    sent = request.POST or None
    form = ReplaceForm(sent, review=found) if what == "replace" else KeepForm(sent)
    back = reverse("satisfaction:review", args=[pk])

    def act() -> ManagerReview:
        frame: dict[str, Any] = {"by": me, "at": timezone.now(), "revision": kit.revision(request),
                                 "reason": form.cleaned_data["reason"]}  # fmt: skip
        if what == "replace":
            return actions.replace_manager(found, form.cleaned_data["successor"], **frame)
        return actions.keep_manager(found, **frame)

    return kit.page(
        request, form, title=MOVES[what].label, button=MOVES[what].label, lead=str(found),
        record=found, back=back, act=act, done=lambda _made: back,
    )  # fmt: skip


def _seeing(request: HttpRequest) -> Person:
    me = person_of(request)
    if not me.may(Power.SEE_ALL_CASES):
        raise Http404
    return me


def _project(me: Person, pk: int) -> Project:
    """A project whose manager the person may read about."""
    if not me.may(Power.SEE_ALL_CASES):
        raise Http404
    return get_object_or_404(catalog.projects_visible_to(me).exclude(manager=me), pk=pk)


def _review(me: Person, pk: int) -> ManagerReview:
    return get_object_or_404(queries.reviews_visible_to(me), pk=pk)
