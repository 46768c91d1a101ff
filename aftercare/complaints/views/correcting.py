"""Corrective actions: the list, one, opening, planning, doing, checking the effect."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.complaints import actions, queries
from aftercare.complaints.forms import CheckForm, FinishForm, OpenForm, PlanForm
from aftercare.complaints.models import CorrectiveAction
from aftercare.complaints.states import CORRECTING, CorrectiveState
from aftercare.desk.views.access import at_desk
from aftercare.kit import days, pages
from aftercare.kit import forms as kit
from aftercare.kit.errors import NotAllowed
from aftercare.kit.states import open_moves
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.promises import subjects

NEWEST = pages.Keyset(("-opened_at",))
LOOKS = {"open": ("warn", "gavel"), "planned": ("calm", "calendar-due"),
         "done": ("calm", "zoom-question"), "effective": ("good", "circle-check")}  # fmt: skip
ICONS = {"plan": "pencil", "finish": "check", "confirm": "circle-check", "reject": "rotate"}
FORMS: dict[str, type[forms.Form]] = {
    "plan": PlanForm, "finish": FinishForm, "confirm": CheckForm, "reject": CheckForm,
}  # fmt: skip


@at_desk(Power.SEE_ALL_CASES)
def actions_listed(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first; those whose day has passed say so."""
    person = person_of(request)
    choices = CorrectiveState.choices
    filters = pages.Filters(
        [pages.Filter("state", gettext_lazy("State"), choices=choices)], request.GET
    )
    rows = queries.corrective_actions_visible_to(person)
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    page, today = NEWEST.shown(rows, request), days.today(timezone.now())
    context = {
        "filters": filters,
        "page": page,
        "rows": [(one, LOOKS[one.state], one.is_late(today)) for one in page],
        "opens": queries.corrects(person),
    }
    return render(request, "complaints/corrective.html", context)


@at_desk(Power.SEE_ALL_CASES, Power.HANDLE_CASES)
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    found, person = _found(request, pk), person_of(request)
    kind = found.origin.partition("/")[0]
    context = {
        "action": found,
        "look": LOOKS[found.state],
        "late": found.is_late(days.today(timezone.now())),
        "origin_href": subjects.told(found.origin)[1] if kind in {"case", "complaint"} else "",
        "buttons": [
            (CORRECTING[verb].label, reverse("complaints:act-corrective", args=[pk, verb]),
             ICONS[verb], place == 0)
            for place, verb in enumerate(_verbs(found, person))
        ],
    }  # fmt: skip
    return render(request, "complaints/corrective_action.html", context)


@at_desk(Power.SEE_ALL_CASES)
def add(request: HttpRequest) -> HttpResponse:
    """Open one, for a complaint or for anything else."""
    person = person_of(request)
    if not queries.corrects(person):
        raise NotAllowed(_("Corrective actions are for heads and quality."))
    number = request.GET.get("complaint", "")
    complaint = queries.complaints_visible_to(person).filter(number=number).first()
    form = OpenForm(request.POST or None)
    origin = complaint.reference if complaint else person.reference
    name = str(complaint) if complaint else person.name
    return kit.page(
        request, form, title=_("Open a corrective action"), lead=name if complaint else "",
        button=_("Open a corrective action"),
        act=lambda: actions.open_action(
            origin=origin, origin_name=name, matter=form.cleaned_data["matter"], by=person,
            at=timezone.now(), id=form.cleaned_data["id"],
        ),
        done=lambda made: reverse("complaints:corrective-action", args=[made.pk]),
        back=reverse("complaints:corrective"),
    )  # fmt: skip


@at_desk(Power.SEE_ALL_CASES, Power.HANDLE_CASES)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Plan it, say that it is done, say whether it helped."""
    found = _found(request, pk)
    if what not in FORMS:
        raise Http404
    initial = {name: getattr(found, name) for name in ("cause", "action", "owner", "due_on")}
    form = FORMS[what](request.POST or None, initial=initial if what == "plan" else {})
    back = reverse("complaints:corrective-action", args=[pk])
    return kit.page(
        request, form, title=CORRECTING[what].label, record=found, back=back,
        button=CORRECTING[what].label, lead=found.matter,
        act=lambda: _carry_out(request, found, what, form), done=lambda _made: back,
    )  # fmt: skip


def _carry_out(request: HttpRequest, found: CorrectiveAction, what: str, form: Any) -> bool:
    said = form.cleaned_data
    frame: dict[str, Any] = {
        "by": person_of(request), "at": timezone.now(), "revision": kit.revision(request),
    }  # fmt: skip
    if what == "plan":
        actions.plan_action(found, actions.Plan(**said), **frame)
    elif what == "finish":
        actions.finish_action(found, said["report"], **frame)
    else:
        actions.check_effect(found, said["effect"], effective=what == "confirm", **frame)
    return True


def _found(request: HttpRequest, pk: int) -> CorrectiveAction:
    rows = queries.corrective_actions_visible_to(person_of(request))
    return get_object_or_404(rows, pk=pk)


def _verbs(found: CorrectiveAction, person: Person) -> list[str]:
    verbs = open_moves(CORRECTING, found.state)
    own = found.owner_id == person.pk
    if not queries.corrects(person):
        return [verb for verb in verbs if verb == "finish" and own]
    return [verb for verb in verbs if not (own and verb in {"confirm", "reject"})]
