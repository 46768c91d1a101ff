"""The list of incidents, the page of one, its report, and the part of a case's page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.desk import queries as desk
from aftercare.desk.views.access import case_or_404
from aftercare.emergency import actions, queries, story
from aftercare.emergency.models import Incident, Summons
from aftercare.emergency.states import MOVES, IncidentState
from aftercare.emergency.views.access import in_house, incident_or_404
from aftercare.kit import pages
from aftercare.kit.events import length as history_so_far
from aftercare.kit.states import open_moves
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

NEWEST = pages.Keyset(("-declared_at",))
WAITING = "open"


@dataclass(frozen=True)
class Button:
    """Something that may be done now."""

    label: Any
    href: str
    icon: str
    first: bool = False


@in_house
def incidents(request: HttpRequest) -> HttpResponse:
    """The open ones, or any, the newest first."""
    person, now = person_of(request), timezone.now()
    choices = ((WAITING, gettext_lazy("all open")), *IncidentState.choices)
    filters = pages.Filters(
        [pages.Filter("state", gettext_lazy("State"), choices=choices)], request.GET
    )
    rows = queries.counted(queries.incidents_visible_to(person))
    if filters["state"] == WAITING:
        rows = queries.waiting(rows)
    elif filters["state"]:
        rows = rows.filter(state=filters["state"])
    page = NEWEST.shown(rows, request)
    context = {
        "now": now, "filters": filters, "page": page,
        "rows": [(one, story.STATE_LOOKS[one.state], story.level_of(one)) for one in page],
        "declares": person.may(Power.HANDLE_CASES),
    }  # fmt: skip
    return render(request, "emergency/incidents.html", context)


@in_house
def incident(request: HttpRequest, number: str) -> HttpResponse:
    """One incident: who is there, the plan, the measures, what happened."""
    place = history_so_far()  # before anything is read: what comes later is news to this page
    person, found = person_of(request), incident_or_404(request, number)
    summons = queries.summons_of(found)
    events = queries.history_of(found)
    own = next((one for one in summons if one.person_id == person.pk), None)
    works = _works(found, summons, person)
    context = {
        **_content(found, summons, person),
        "place": place,
        "steps": story.steps(found, events),
        "entries": story.entries(events),
        "awaited": found.is_open and own is not None and own.here_at is None,
        "works": works,
        "buttons": _buttons(found, person) if works or _closes(found, person) else [],
        "may_approve": _may_approve(found, person),
    }
    return render(request, "emergency/incident.html", context)


@in_house
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about an incident on paper, in the order it happened."""
    person, found = person_of(request), incident_or_404(request, number)
    content = _content(found, queries.summons_of(found), person)
    on_paper = {
        "entries": story.entries(reversed(queries.history_of(found))),
        "measures": [(*row[:3], False) for row in content["measures"]],  # nothing to click
    }
    return render(request, "emergency/report.html", {**content, **on_paper})


@in_house
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The incidents of one case: a part of its page."""
    person, case = person_of(request), case_or_404(request, number)
    rows = list(queries.of_case(case)[:20])
    context = {
        "case": case,
        "rows": [(one, story.STATE_LOOKS[one.state]) for one in rows],
        "declares": (
            case.is_open and person.may(Power.HANDLE_CASES)
            and not any(one.is_open for one in rows)
        ),
    }  # fmt: skip
    return render(request, "emergency/of_case.html", context)


def _content(found: Incident, summons: list[Summons], person: Person) -> dict[str, Any]:
    now = timezone.now()
    plans = list(found.plans.select_related("drafted_by", "approved_by"))
    measures = list(found.measures.select_related("owner"))
    return {
        "now": now,
        "incident": found,
        "look": story.STATE_LOOKS[found.state],
        "level": story.level_of(found),
        "summons": [(one, found.is_open and one.is_missing(now)) for one in summons],
        "missing": [one for one in summons if found.is_open and one.is_missing(now)],
        "plan": next((one for one in plans if one.approved_at), None),
        "draft": plans[0] if plans and not plans[0].approved_at else None,
        "older": plans[1:],
        "measures": [
            (one, story.MEASURE_LOOKS[one.state], one.is_overdue(now), _own(one, person))
            for one in measures
        ],
        "open_measures": sum(one.is_open for one in measures),
        "cases": _cases(found, person),
    }


def _own(measure: Any, person: Person) -> bool:
    return bool(measure.owner_id == person.pk)


def _cases(found: Incident, person: Person) -> list[tuple[Any, bool]]:
    """The cases that belong to it, and whether the person may open each."""
    cases = list(queries.cases_of(found))
    keys = [one.pk for one in cases]
    seen = set(desk.cases_visible_to(person).filter(pk__in=keys).values_list("pk", flat=True))
    return [(one, one.pk in seen) for one in cases]


def _works(found: Incident, summons: list[Summons], person: Person) -> bool:
    convened = person.pk in {one.person_id for one in summons}
    return found.is_open and (convened or person.handles_every_case)


def _closes(found: Incident, person: Person) -> bool:
    return "close" in open_moves(MOVES, found.state) and actions.closes(found, person)


def _may_approve(found: Incident, person: Person) -> bool:
    last = found.plans.first()
    waits = found.is_open and last is not None and last.approved_at is None
    return bool(waits and last and actions.unfitness(found, last, person) is None)


def _buttons(found: Incident, person: Person) -> list[Button]:
    """What may be done now, the likeliest first."""
    wanted = [
        ("draft", pgettext_lazy("incident", "Write the emergency plan"), "file-text"),
        ("measure", pgettext_lazy("incident", "Add a measure"), "list-check"),
        ("call-in", pgettext_lazy("incident", "Convene somebody more"), "user-plus"),
        ("join", pgettext_lazy("incident", "Add a case"), "link"),
        ("note", pgettext_lazy("incident", "Write a note"), "note"),
    ]
    if _closes(found, person):
        wanted.append(("close", MOVES["close"].label, "archive"))
    likely = {"convened": "draft", "planned": "measure", "acted": "measure"}.get(found.state)
    return [
        Button(label, reverse("emergency:act", args=[found.number, what]), icon, what == likely)
        for what, label, icon in wanted
    ]
