"""The page of a case: how it stands, what is due, what may be done, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.desk import (
    actions,
    certifying,
    choosing,
    happenings,
    history,
    judging,
    lawful,
    queries,
)
from aftercare.desk.answerable import who_answers
from aftercare.desk.defaults import default_assignee
from aftercare.desk.forms.acting import ActFrame
from aftercare.desk.forms.handing import default_words
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice, voice_of
from aftercare.desk.states import MOVES, OPEN, CaseState
from aftercare.desk.ticking import Ticking, ticking
from aftercare.desk.views.access import at_desk, case_or_404
from aftercare.desk.views.parts import rows_of
from aftercare.documents import queries as documents
from aftercare.documents.rules import ACCEPTED
from aftercare.kit.events import length as history_so_far
from aftercare.kit.models import Event
from aftercare.kit.parts import Step
from aftercare.kit.states import open_moves
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment
from aftercare.skills import wording

STATE_LOOKS = {
    "registered": ("warn", "inbox"), "answered": ("calm", "message"), "guiding": ("calm", "phone"),
    "remote": ("calm", "device-desktop"), "needs-visit": ("warn", "map-pin"),
    "forwarded": ("calm", "send"), "arranged": ("calm", "calendar-event"),
    "waiting": ("idle", "player-pause"), "solved": ("good", "circle-check"),
    "confirmed": ("good", "checks"), "closed": ("idle", "archive"),
    "reopened": ("bad", "rotate"), "withdrawn": ("idle", "ban"),
}  # fmt: skip
FACTS_SHOWN = ("service", "kind", "source", "severity", "component", "fault", "cause", "urgency",
               "difficulty", "needs", "zone", "condition")  # fmt: skip
# The moves that have a form of their own need more than a click.
ASKING = frozenset(verb for verb, move in MOVES.items() if move.needs)
MOST_EVENTS = 300
# What is most often done next; where nothing is named, the fault gets solved.
LIKELY = {
    "registered": "answer", "answered": "arrange", "needs-visit": "arrange",
    "forwarded": "arrange", "reopened": "arrange", "waiting": "resume", "solved": "confirm",
    "confirmed": "close", "closed": "reopen",
}  # fmt: skip


@dataclass(frozen=True)
class Button:
    """Something that may be done now; with `asks` it opens a window."""

    name: str
    label: Any
    icon: str
    asks: bool
    first: bool = False
    shortcut: str = ""


@at_desk()
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a case."""
    return case_page(request, case_or_404(request, number))


def case_page(request: HttpRequest, case: Case, **more: Any) -> HttpResponse:
    """The page of a case, with something more to be said on it."""
    return render(request, "desk/case.html", {**_content(case, person_of(request)), **more})


def _content(case: Case, person: Person) -> dict[str, Any]:
    place = history_so_far()  # before anything is read: what comes later is news to this page
    voice, now = voice_of(case), timezone.now()
    newest = Event.objects.filter(subject=case.reference).order_by("-sequence")
    events = list(newest[: MOST_EVENTS + 1])
    clocks = ticking(promises.of_subject(_commitments(), case.reference))
    handles = person.may(Power.HANDLE_CASES)
    parts = _parts(case, now)
    return {
        "case": case,
        "place": place,
        "now": now,
        "look": STATE_LOOKS[case.state],
        "facts": _facts(case, voice),
        "parts": parts,
        "default": _default(case, now) if case.is_open and case.responsible is None else "",
        "may_split": handles and case.is_open and person.may(Power.SEE_ALL_CASES),
        "answers": who_answers(case, now),
        "papers": _papers(case, now) if case.is_open else [],
        "running": sorted(filter(lambda one: one.runs, clocks), key=_urgency),
        "ended": [one for one in clocks if not one.runs],
        "legal": lawful.clock_of(case),
        "waits_for": voice.waiting(case.waiting_reason) if case.waiting_reason else "",
        "steps": steps(case, events, voice),
        "entries": history.entries(case, events[:MOST_EVENTS]),
        "cut_off": len(events) > MOST_EVENTS,
        "verdict": _verdict(case, voice),
        "choices": choosing.in_words(choosing.ladder_of(case, now), voice),
        "may_choose": handles and case.is_open,
        "may_decide": handles and case.is_open and not (case.verdict or {}).get("decided"),
        "may_overrule": person.may(Power.OVERRULE) and case.verdict is not None,
        "contacts": _contacts(case, voice),
        "files": documents.attachments_of(case.reference),
        "accepted_files": ACCEPTED,
        "file_limit_mb": settings.FILE_LIMIT_BYTES // 1024 // 1024,
        "handles": handles,
        "remote_href": reverse("remote:of-case", args=[case.number]),
        "patched_href": reverse("patches:of-case", args=[case.number]),
        "complained_href": reverse("complaints:of-case", args=[case.number]),
        "incident_href": (
            reverse("emergency:of-case", args=[case.number]) if person.may(Power.SEE_DUTY) else ""
        ),
        "sees_letters": person.may(Power.SEE_ALL_CASES),
        "buttons": buttons(case) if handles else [],
        "act": ActFrame(case=case, by=person) if handles else None,
        "may_decline": (
            case.state == CaseState.FORWARDED and not parts and actions.is_receiver(case, person)
        ),
        "proposals": _proposals(case, voice) if case.is_open else [],
        "records": _often(voice) if handles and case.is_open else [],
        "duplicates": _duplicates(case, person),
    }


def _default(case: Case, now: datetime) -> str:
    """Whom the plan makes responsible, as long as nobody is."""
    found = default_assignee(case, now)
    return default_words(found) if found is not None else ""


def _papers(case: Case, now: datetime) -> list[dict[str, Any]]:
    """The certificates of whoever is responsible, as they are shown on arrival."""
    return [
        {
            "skill": one.skill, "certificate": one.certificate,
            "words": wording.said(one.standing, one.skill),
            "look": wording.LOOKS[one.standing.how],
        }
        for one in certifying.shown_on_arrival(case, now)
    ]  # fmt: skip


def _parts(case: Case, now: datetime) -> list[dict[str, Any]]:
    """The parts of the case; each with the case at hand, so that nothing is asked again."""
    found = list(case.parts.select_related("responsible", "department", "organisation"))
    for part in found:
        part.case = case
    return rows_of(sorted(found, key=lambda one: one.number), now)


def _commitments() -> Any:
    return Commitment.objects.select_related("plan_version", "responsible", "organisation")


def _urgency(one: Ticking) -> tuple[bool, datetime, int]:
    due_at = one.commitment.due_at
    return due_at is None, due_at or one.commitment.started_at, one.commitment.pk


def buttons(case: Case) -> list[Button]:
    """What may be done to a case now, from the table of moves."""
    icons = {
        "answer": "message", "guide": "phone", "connect": "device-desktop",
        "need_visit": "map-pin", "forward": "send", "arrange": "calendar-event",
        "wait": "player-pause", "resume": "player-play", "solve": "circle-check",
        "confirm": "checks", "close": "archive", "reopen": "rotate", "withdraw": "ban",
    }  # fmt: skip
    keys = {"answer": "a", "solve": "s", "wait": "w", "resume": "r", "forward": "f"}
    verbs = open_moves(MOVES, case.state)
    likely = LIKELY.get(case.state, "solve")
    verbs.sort(key=lambda verb: verb != likely)
    return [
        Button(verb, MOVES[verb].label, icons[verb], verb in ASKING, verb == likely,
               keys.get(verb, ""))
        for verb in verbs
        if MOVES[verb].to != case.state
    ]  # fmt: skip


def steps(case: Case, events: Sequence[Event], voice: Voice) -> list[Step]:
    """The way of a case from the report to the end."""
    first: dict[str, datetime] = {}
    for event in sorted(events, key=lambda one: one.occurred_at):
        first.setdefault(event.kind, event.occurred_at)
    ending = "case.withdrawn" if case.state == CaseState.WITHDRAWN else "case.closed"
    stations = ["case.reported", "case.answered", "", "case.solved", "case.confirmed", ending]
    here = _station(case.state)
    unconfirmed = here == 5 and "case.confirmed" not in first
    return [
        Step(
            voice.kind(kind) if kind else _in_work(case),
            _standing(place, here, case),
            first.get(kind) if place <= here else None,
        )
        for place, kind in enumerate(stations)
        if not (kind == "case.confirmed" and unconfirmed)
    ]


def _standing(place: int, here: int, case: Case) -> Literal["done", "current", "todo"]:
    if place == here:
        return "current" if case.is_open else "done"
    return "done" if place < here else "todo"


def _station(state: str) -> int:
    ends = {
        "registered": 0,
        "answered": 1,
        "solved": 3,
        "confirmed": 4,
        "closed": 5,
        "withdrawn": 5,
    }
    return ends.get(state, 2)


def _in_work(case: Case) -> str:
    if case.state in OPEN and _station(case.state) == 2:
        return str(case.stands_as.label)
    return _("in work")


def _facts(case: Case, voice: Voice) -> list[tuple[str, str]]:
    said = {name: getattr(case, name) for name in FACTS_SHOWN if getattr(case, name)}
    return voice.values(said)


def _verdict(case: Case, voice: Voice) -> judging.Judged | None:
    if case.verdict is None:
        return None
    return judging.frozen(case.verdict, case.covered, voice.plan if case.agreement else None)


def _contacts(case: Case, voice: Voice) -> list[dict[str, str]]:
    if case.agreement is None:
        return []
    return [
        {"role": voice.contact(one.role), "name": one.name, "phone": one.phone}
        for one in case.agreement.contacts.order_by("id")
    ]


def _proposals(case: Case, voice: Voice) -> list[dict[str, str]]:
    names = {"loan.offered": "loan", "reassignment.proposed": "assign"}
    return [
        {
            "words": history.title(kind, voice),
            "href": reverse("desk:act", args=[case.number, names.get(kind, f"answer-{kind}")]),
            "icon": happenings.LOOKS[kind][0],
        }
        for kind in queries.open_proposals(case)
    ]


def _often(voice: Voice) -> list[dict[str, str]]:
    kinds = [("visit.agreed", "calendar-due"), ("visit.arrived", "map-pin")]
    gates = voice.plan.gates.values()
    if any(gate.before == "cause.decided" for gate in gates):
        kinds = [("file.checked", "file-text"), ("file.rechecked", "file-text"), *kinds]
    return [
        *({"name": kind, "words": voice.kind(kind), "icon": icon} for kind, icon in kinds),
        {"name": "cause", "words": voice.kind("cause.decided"), "icon": "scale"},
    ]


def _duplicates(case: Case, person: Person) -> list[Case]:
    if not case.is_open:
        return []
    found = queries.likely_duplicates(
        person, customer=case.customer, unit=case.unit, site=case.site, limit=6
    )
    return [one for one in found if one.pk != case.pk]
