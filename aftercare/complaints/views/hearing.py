"""The list of complaints, the page of one, taking one down, and what is done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.complaints import actions, lawful, queries, story
from aftercare.complaints.forms import (
    ActForm,
    CloseForm,
    ComplaintForm,
    DecideForm,
    InvestigatorForm,
    NoteForm,
    PlainForm,
    ReasonForm,
    WeighForm,
)
from aftercare.complaints.models import Complaint
from aftercare.complaints.states import MOVES, ComplaintState
from aftercare.desk.ticking import ticking
from aftercare.desk.views.access import at_desk
from aftercare.kit import forms, pages
from aftercare.kit.states import open_moves
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment

QUEUE = pages.Keyset(("rank", "received_at"))
NEWEST = pages.Keyset(("-received_at",))
WAITING = "open"
YEAR = timedelta(days=365)
ICONS = {"acknowledge": "message", "investigate": "zoom-question", "decide": "gavel",
         "accept": "checks", "take_further": "arrow-up", "close": "archive",
         "withdraw": "ban", "ask": "send"}  # fmt: skip
FORMS: dict[str, type[ActForm]] = {
    "acknowledge": PlainForm, "investigate": InvestigatorForm, "decide": DecideForm,
    "accept": PlainForm, "take_further": ReasonForm, "close": CloseForm, "withdraw": ReasonForm,
    "weigh": WeighForm, "note": NoteForm, "ask": PlainForm,
}  # fmt: skip
TITLES: dict[str, Any] = {
    **{verb: move.label for verb, move in MOVES.items()},
    "weigh": gettext_lazy("Weigh the complaint"), "note": gettext_lazy("Write a note"),
    "ask": gettext_lazy("Ask whether it is accepted"),
}  # fmt: skip
BUTTONS: dict[str, Any] = {
    "decide": gettext_lazy("Send the decision"), "note": gettext_lazy("Add the note"),
    "ask": gettext_lazy("Send the question"),
}  # fmt: skip
LEADS: dict[str, Any] = {
    "acknowledge": gettext_lazy(
        "The complainant gets the number and the link to follow it, or has been told."
    ),
    "ask": gettext_lazy("The complainant gets the decision once more, with the question."),
    "accept": gettext_lazy("The complainant accepts the decision."),
    "take_further": gettext_lazy(
        "The complaint stays open: a further instance, mediation or a court may decide."
    ),
}


@dataclass(frozen=True)
class Button:
    """Something that may be done now."""

    label: Any
    href: str
    icon: str
    first: bool


@at_desk(Power.SEE_ALL_CASES)
def complaints(request: HttpRequest) -> HttpResponse:
    """The open ones, danger to people first; or any state, the newest first."""
    person = person_of(request)
    filters = pages.Filters(_filters(), _asked(request))
    rows = queries.complaints_visible_to(person)
    if filters["q"]:
        rows = rows.filter(number__startswith=filters["q"].upper())
    wanted = filters["state"]
    if wanted in ComplaintState.values:
        rows = rows.filter(state=wanted)
    if filters["about"]:
        rows = rows.filter(about=filters["about"])
    if wanted == WAITING:
        page = QUEUE.shown(queries.waiting(rows), request)
    else:
        page = NEWEST.shown(rows, request)
    causes = queries.causes_since(queries.complaints_visible_to(person), timezone.now() - YEAR)
    context = {
        "now": timezone.now(),
        "filters": filters,
        "page": page,
        "rows": [(one, story.STATE_LOOKS[one.state]) for one in page],
        "causes": [(story.cause_label(cause), count) for cause, count in causes],
        "takes": person.may(Power.HANDLE_CASES),
    }
    return render(request, "complaints/complaints.html", context)


@at_desk()
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """One complaint: how it stands, what is due, what may be done, what happened."""
    person, found = person_of(request), _found(request, number)
    events = queries.history_of(found)
    clocks = ticking(promises.of_subject(_commitments(), found.reference))
    works = _works(person, found)
    context = {
        "now": timezone.now(),
        "complaint": found,
        "look": story.STATE_LOOKS[found.state],
        "source": story.voice_of(found).value("source", found.source),
        "steps": story.steps(found, events),
        "entries": story.entries(events, story.voice_of(found)),
        "running": [one for one in clocks if one.runs],
        "ended": [one for one in clocks if not one.runs],
        "legal": lawful.clock_of(found),
        "corrects": queries.corrects(person),
        "corrective": queries.corrective_actions_visible_to(person).filter(origin=found.reference),
        "works": works,
        "buttons": _buttons(found) if works else [],
        "reach": actions.reach_of(found),
        "sees_letters": person.may(Power.SEE_ALL_CASES),
    }
    return render(request, "complaints/complaint.html", context)


@at_desk(Power.HANDLE_CASES)
def add(request: HttpRequest) -> HttpResponse:
    """Take a complaint down."""
    person = person_of(request)
    initial = {"case": request.GET.get("case", "")[:20]}
    form = ComplaintForm(request.POST or None, by=person, initial=initial)
    return forms.page(
        request, form, title=_("Take a complaint"), back=reverse("complaints:complaints"),
        button=_("Take a complaint"),
        act=lambda: actions.receive_complaint(
            form.grievance(), by=person, at=timezone.now(), id=form.cleaned_data["id"]
        ),
        done=lambda made: reverse("complaints:complaint", args=[made.complaint.number]),
    )  # fmt: skip


@at_desk()
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """The form of one act; sent, it is carried out."""
    found = _found(request, number)
    if what not in FORMS:
        raise Http404
    form = FORMS[what](request.POST or None, complaint=found)
    back = reverse("complaints:complaint", args=[found.number])
    return forms.page(
        request, form, title=TITLES[what], lead=LEADS.get(what, found), back=back, record=found,
        button=BUTTONS.get(what, TITLES[what]),
        act=lambda: _carry_out(request, found, what, form), done=lambda _made: back,
    )  # fmt: skip


def _carry_out(request: HttpRequest, found: Complaint, what: str, form: ActForm) -> bool:
    said, at, by = form.said(), timezone.now(), person_of(request)
    frame = {"id": form.cleaned_data["id"], "revision": forms.revision(request)}
    doing: dict[str, Callable[[], Any]] = {
        "investigate": lambda: actions.appoint_investigator(
            found, said["investigator"], by=by, at=at, **frame
        ),
        "decide": lambda: actions.decide_complaint(found, **said, by=by, at=at, **frame),
        "weigh": lambda: actions.weigh_complaint(
            found, **said, by=by, at=at, revision=frame["revision"]
        ),
        "ask": lambda: actions.ask_complainant(found, by=by, at=at, id=frame["id"]),
        "note": lambda: actions.note_complaint(
            found, said["text"], internal=not said["shown"], by=by, at=at, id=frame["id"]
        ),
    }
    if what in doing:
        doing[what]()
    else:
        actions.move_complaint(found, what, data=said, by=by, at=at, **frame)
    return True


def _found(request: HttpRequest, number: str) -> Complaint:
    return get_object_or_404(queries.complaints_visible_to(person_of(request)), number=number)


def _works(person: Person, found: Complaint) -> bool:
    """Whether a person may do something about it."""
    handles = person.handles_every_case
    appointed = found.investigator_id == person.pk
    return (handles or appointed) and queries.partiality_of(person, found) is None


def _buttons(found: Complaint) -> list[Button]:
    verbs = list(open_moves(MOVES, found.state))
    if found.state == ComplaintState.DECIDED:
        verbs.append("ask")
    return [
        Button(TITLES[verb], reverse("complaints:act", args=[found.number, verb]), ICONS[verb],
               place == 0)
        for place, verb in enumerate(verbs)
    ]  # fmt: skip


def _commitments() -> Any:
    return Commitment.objects.select_related("plan_version", "responsible", "organisation")


def _asked(request: HttpRequest) -> QueryDict:
    """What the address asks for; the open ones when it says nothing about it."""
    asked = request.GET.copy()
    if not {"state", "q"} & set(asked):
        asked["state"] = WAITING
    return asked


def _filters() -> tuple[pages.Filter, ...]:
    about = Complaint._meta.get_field("about").choices or ()
    return (
        pages.Filter("q", gettext_lazy("Number of the complaint"), "text"),
        pages.Filter("state", gettext_lazy("State"), choices=(
            (WAITING, _("all open")), *ComplaintState.choices)),
        pages.Filter("about", gettext_lazy("It is about"), choices=list(about)),
    )  # fmt: skip
