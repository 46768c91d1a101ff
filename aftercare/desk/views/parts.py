"""A case in parts: splitting it, the page of one part, the parts one has."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.desk import actions, history, queries
from aftercare.desk.answerable import all_answerable
from aftercare.desk.forms.parting import PART_ACTS, PartForm, SplitForm
from aftercare.desk.models import Part
from aftercare.desk.speech import voice_of
from aftercare.desk.states import PART_MOVES, PartState
from aftercare.desk.ticking import ticking
from aftercare.desk.views.access import at_desk, case_or_404
from aftercare.kit import forms as kit
from aftercare.kit.models import Event
from aftercare.kit.pages import Keyset
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment

PARTS = Keyset(("-forwarded_at",))
PART_LOOKS = {
    "forwarded": ("warn", "send"), "arranged": ("calm", "calendar-event"),
    "declined": ("bad", "arrow-back-up"), "done": ("good", "circle-check"),
    "withdrawn": ("idle", "ban"),
}  # fmt: skip
MOST_EVENTS = 100


@at_desk(Power.HANDLE_CASES)
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Several receivers, each with a part of the case."""
    case, me = case_or_404(request, number), person_of(request)
    form = SplitForm(request.POST or None, case=case, by=me, initial={"id": uuid.uuid4()})
    address = reverse("desk:case", args=[case.number])
    return kit.page(
        request, form, title=_("Split into parts"), lead=str(case), record=case, back=address,
        button=_("Split into parts"),
        act=lambda: actions.split_case(
            case, form.shares(), by=me, at=timezone.now(), despite=form.despite,
            revision=kit.revision(request), id=form.cleaned_data["id"],
        ),
        done=lambda _made: f"{address}#parts",
    )  # fmt: skip


@at_desk()
def parts(request: HttpRequest) -> HttpResponse:
    """The parts a person may see, the latest first; the open ones unless all are asked for."""
    rows = queries.parts_visible_to(person_of(request))
    if "all" not in request.GET:
        rows = rows.filter(state__in=sorted(PartState.open()))
    page, now = PARTS.shown(rows, request), timezone.now()
    context = {"page": page, "rows": rows_of(list(page), now), "now": now, "of_case": False,
               "all": "all" in request.GET}  # fmt: skip
    return render(request, "desk/parts_list.html", context)


@at_desk()
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """One part: what is to be done where, its clocks, what may be done, what happened."""
    me, now = person_of(request), timezone.now()
    found = get_object_or_404(queries.parts_visible_to(me), pk=pk)
    newest = Event.objects.filter(subject=found.reference).order_by("-sequence")
    voice = voice_of(found.case)
    commitments = Commitment.objects.select_related("plan_version", "responsible", "organisation")
    clocks = ticking(promises.of_subject(commitments, found.reference))
    context = {
        "part": found, "now": now, "look": PART_LOOKS[found.state],
        "answers": all_answerable([found], now).get(found.reference),
        "running": [one for one in clocks if one.runs],
        "ended": [one for one in clocks if not one.runs],
        "entries": [history.entry(found.case, event, voice) for event in newest[:MOST_EVENTS]],
        "buttons": _buttons(found, me),
        "sees_case": queries.cases_visible_to(me).filter(pk=found.case_id).exists(),
    }  # fmt: skip
    return render(request, "desk/part.html", context)


@at_desk(Power.HANDLE_CASES)
def act_on_part(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The form of something done to a part."""
    me = person_of(request)
    found = get_object_or_404(queries.parts_visible_to(me), pk=pk)
    form_class = PART_ACTS.get(what)
    if form_class is None:
        raise Http404
    posted = request.method == "POST"
    form = form_class(request.POST if posted else None, part=found, by=me)
    return kit.page(
        request, form, title=form.title, button=form.title, lead=str(found), record=found,
        back=reverse("desk:part", args=[found.pk]),
        act=lambda: _act(found, what, form, request, me),
        done=lambda _done: _after(found, me),
    )  # fmt: skip


def _act(part: Part, what: str, form: PartForm, request: HttpRequest, by: Person) -> Any:
    frame: dict[str, Any] = {"by": by, "at": timezone.now(), "revision": kit.revision(request)}
    if what == "check":
        return actions.check_part(part, **form.given(), **frame)
    return actions.move_part(part, what, **form.given(), **frame)


def _after(part: Part, me: Person) -> str:
    """Whoever has given the part away does not find it any more."""
    still = queries.parts_visible_to(me).filter(pk=part.pk).exists()
    return reverse("desk:part", args=[part.pk]) if still else reverse("desk:parts")


def rows_of(found: list[Part], now: Any) -> list[dict[str, Any]]:
    """Parts with their looks and who answers for each."""
    answers = all_answerable(found, now)
    return [
        {"part": one, "look": PART_LOOKS[one.state], "answers": answers.get(one.reference)}
        for one in found
    ]


def _buttons(part: Part, me: Person) -> list[dict[str, Any]]:
    """What this person may do to the part now."""
    ours = me.handles_every_case
    receives = me.may(Power.HANDLE_CASES) and actions.is_receiver(part, me)
    may = {"decline": receives, "arrange": ours or receives, "finish": ours or receives}
    open_ = [verb for verb, move in PART_MOVES.items() if part.state in move.sources]
    checks = ["check"] if part.is_open and part.checked_at is None else []
    icons = {"arrange": "calendar-event", "finish": "circle-check", "decline": "arrow-back-up",
             "forward": "send", "withdraw": "ban", "check": "list-check"}  # fmt: skip
    return [
        {"name": verb, "label": PART_ACTS[verb].title, "icon": icons[verb]}
        for verb in [*open_, *checks]
        if may.get(verb, ours)
    ]
