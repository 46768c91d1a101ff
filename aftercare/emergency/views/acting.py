"""Declaring an incident, saying `here`, and everything that is done about one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.emergency import actions, queries
from aftercare.emergency.forms import (
    ActForm,
    ApproveForm,
    CallInForm,
    ChangeMeasureForm,
    CloseForm,
    DeclareForm,
    DraftForm,
    EndMeasureForm,
    JoinForm,
    MeasureForm,
    NoteForm,
)
from aftercare.emergency.models import Incident, Measure
from aftercare.emergency.views.access import in_house, incident_or_404
from aftercare.kit import forms
from aftercare.kit.errors import NotAllowed
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

FORMS: dict[str, tuple[type[ActForm], Any]] = {
    "draft": (DraftForm, pgettext_lazy("incident", "Write the emergency plan")),
    "approve": (ApproveForm, pgettext_lazy("incident", "Approve the plan")),
    "measure": (MeasureForm, pgettext_lazy("incident", "Add a measure")),
    "call-in": (CallInForm, pgettext_lazy("incident", "Convene somebody more")),
    "join": (JoinForm, pgettext_lazy("incident", "Add a case")),
    "note": (NoteForm, pgettext_lazy("incident", "Write a note")),
    "close": (CloseForm, pgettext_lazy("incident", "Close with a report")),
}
MEASURE_TITLES: dict[str, Any] = {
    "finish": gettext_lazy("The measure is done"), "drop": gettext_lazy("Drop the measure"),
    "change": gettext_lazy("Change the measure"),
}  # fmt: skip


@in_house
def declare(request: HttpRequest) -> HttpResponse:
    """Declare an incident; the leading group is convened at once."""
    person = person_of(request)
    if not person.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not declare an incident."))
    case = _named_case(request)
    given = {}
    if case is not None:
        given = {"title": case.symptom, "description": case.description, "severity": case.severity,
                 "case": case.number}  # fmt: skip
    form = DeclareForm(request.POST or None, by=person, case=case, initial=given)

    def act() -> Incident:
        said = form.said()
        cases = [said["case"]] if said["case"] else []
        told = actions.Declared(said["title"], said["description"], said.get("severity", ""), cases)
        return actions.declare(told, by=person, at=timezone.now(), id=form.cleaned_data["id"])

    return forms.page(
        request, form, title=_("Declare an incident"), act=act,
        button=_("Declare it and convene the leading group"),
        lead=_("Every member of the leading group is told at once, at night too."),
        done=lambda made: reverse("emergency:incident", args=[made.number]),
        back=reverse("desk:case", args=[case.number]) if case else reverse("emergency:incidents"),
    )  # fmt: skip


@in_house
@require_POST
def here(request: HttpRequest, number: str) -> HttpResponse:
    """Whoever was convened is there."""
    found = incident_or_404(request, number)
    actions.say_here(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("Everybody sees that you are there."))
    return redirect("emergency:incident", number)


@in_house
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """The form of one act; sent, it is carried out."""
    found, person = incident_or_404(request, number), person_of(request)
    if what not in FORMS or (what == "approve" and not found.plans.exists()):
        raise Http404
    if what != "close" or not actions.closes(found, person):
        actions.check_worker(found, person)  # before anything is written, not after
    form_class, title = FORMS[what]
    form = form_class(request.POST or None, incident=found, by=person, initial=_given(found, what))
    back = reverse("emergency:incident", args=[found.number])
    return forms.page(
        request, form, title=title, lead=found, back=back, record=found, button=title,
        act=lambda: _carry_out(request, found, what, form), done=lambda _made: back,
        beside="emergency/plan_beside.html" if what == "approve" else "",
    )  # fmt: skip


@in_house
def act_on_measure(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """A measure is done, dropped, or changed."""
    person = person_of(request)
    found = get_object_or_404(queries.measures_visible_to(person), pk=pk)
    if what not in MEASURE_TITLES:
        raise Http404
    changes = what == "change"
    data = request.POST or None
    form: forms.Once = ChangeMeasureForm(data, measure=found) if changes else EndMeasureForm(data)

    def carry_out() -> Measure:
        more: dict[str, Any] = {
            **form.said(), "by": person, "at": timezone.now(), "id": form.cleaned_data["id"],
            "revision": forms.revision(request),
        }  # fmt: skip
        if changes:
            return actions.change_measure(found, **more)
        return actions.end_measure(found, what, **more)

    title = MEASURE_TITLES[what]
    back = reverse("emergency:incident", args=[found.incident.number])
    return forms.page(
        request, form, title=title, lead=found, act=carry_out, button=title, record=found,
        done=lambda _made: back, back=back,
    )  # fmt: skip


def _carry_out(request: HttpRequest, found: Incident, what: str, form: ActForm) -> bool:
    said, revision = form.said(), forms.revision(request)
    frame: dict[str, Any] = {
        "by": person_of(request), "at": timezone.now(), "id": form.cleaned_data["id"],
    }  # fmt: skip
    doing: dict[str, Callable[[], Any]] = {
        "draft": lambda: actions.draft_plan(found, said["text"], after=said["after"], **frame),
        "approve": lambda: actions.approve_plan(found, said["version"], revision=revision, **frame),
        "measure": lambda: actions.add_measure(found, **said, **frame),
        "call-in": lambda: actions.call_in(
            found, said["person"], instead_of=said["instead_of"], **frame
        ),
        "join": lambda: actions.join_case(found, said["case"], **frame),
        "note": lambda: actions.note_incident(found, said["text"], **frame),
        "close": lambda: actions.close_incident(
            found, actions.Report(**said), revision=revision, **frame
        ),
    }
    doing[what]()
    return True


def _given(found: Incident, what: str) -> dict[str, Any]:
    """What a form begins with: the plan is written on from its latest version."""
    last = found.plans.first() if what in {"draft", "approve"} else None
    if what == "draft":
        return {"text": last.text if last else "", "after": last.version if last else 0}
    return {"version": last.version} if last is not None else {}


def _named_case(request: HttpRequest) -> Case | None:
    """The case whose page it was opened from, or whose number was filled in."""
    number = (request.POST.get("case") or request.GET.get("case") or "").strip().upper()[:20]
    if not number or "\0" in number:
        return None
    return desk.cases_visible_to(person_of(request)).filter(number=number).first()
