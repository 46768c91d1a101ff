"""The history of an incident in words, and how its things look."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from aftercare.desk import happenings, history
from aftercare.desk.speech import Voice, capital, plan_of
from aftercare.emergency.models import Incident
from aftercare.emergency.states import IncidentState
from aftercare.kit import reading
from aftercare.kit.models import Event
from aftercare.kit.parts import Entry, Step

LOOKS: Mapping[str, tuple[str, str]] = {
    "incident.convened": ("alert-triangle", "bad"),
    "incident.case-joined": ("link", "calm"),
    "incident.called-in": ("user-plus", "calm"),
    "incident.answered": ("user-check", "good"),
    "incident.unanswered": ("clock-x", "bad"),
    "incident.plan-drafted": ("file-text", "calm"),
    "incident.plan-approved": ("shield-check", "good"),
    "incident.acted": ("player-play", "calm"),
    "incident.measure-added": ("list-check", "calm"),
    "incident.measure-changed": ("pencil", "calm"),
    "incident.measure-done": ("circle-check", "good"),
    "incident.measure-dropped": ("ban", "idle"),
    "incident.measure-overdue": ("clock-x", "bad"),
    "incident.noted": ("note", "idle"),
    "incident.closed": ("archive", "idle"),
}
STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    "convened": ("bad", "alert-triangle"), "planned": ("warn", "shield-check"),
    "acted": ("calm", "player-play"), "closed": ("idle", "archive"),
}  # fmt: skip
MEASURE_LOOKS: Mapping[str, tuple[str, str]] = {
    "open": ("calm", "list-check"), "done": ("good", "circle-check"), "dropped": ("idle", "ban"),
}  # fmt: skip
STATIONS = ("incident.convened", "incident.plan-approved", "incident.acted", "incident.closed")
HERE = {"convened": 0, "planned": 1, "acted": 2, "closed": 3}


def level_of(incident: Incident) -> str:
    """Its level in the words of the plan; nothing when nobody said one."""
    voice = Voice(plan_of(incident.agreement))
    return capital(voice.value("severity", incident.severity)) if incident.severity else ""


def entries(events: Iterable[Event]) -> list[Entry]:
    """The events as lines of a timeline, in their order."""
    return [_entry(one) for one in events]


def steps(incident: Incident, events: Iterable[Event]) -> list[Step]:
    """The way of an incident: convened, plan, acted, closed."""
    at = {}
    for event in events:  # the newest first, so that the first of each kind is what stays
        at[event.kind] = event.occurred_at
    here = HERE[incident.state]
    shown = []
    for place, kind in enumerate(STATIONS):
        over = place == here and incident.state == IncidentState.CLOSED
        passed = place < here and kind in at
        standing: Any = "done" if passed or over else "current" if place == here else "todo"
        shown.append(Step(happenings.OWN[kind], standing, at.get(kind)))
    return shown


def _entry(event: Event) -> Entry:
    icon, tone = LOOKS.get(event.kind, happenings.PLAIN)
    tell = TELLING.get(event.kind)
    return Entry(
        at=event.occurred_at, title=happenings.OWN.get(event.kind, event.kind),
        text=tell(event.data) if tell else "", by=history.who_acted(event), icon=icon, tone=tone,
    )  # fmt: skip


def _measure(data: Mapping[str, Any]) -> str:
    due = parse_datetime(data.get("due_at", ""))
    until = reading.moment_words(due, timezone.now()) if due else ""
    parts = [data.get("what", ""), data.get("owner_name", ""), until, data.get("result", "")]
    return " · ".join(part for part in parts if part)


def _version(data: Mapping[str, Any]) -> str:
    return _("version %(version)s") % {"version": data.get("version", "")}


def _called(data: Mapping[str, Any]) -> str:
    instead = data.get("instead_of", "")
    return f"{instead} → {data.get('name', '')}" if instead else str(data.get("name", ""))


TELLING: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "incident.convened": lambda data: str(data.get("text", "")),
    "incident.case-joined": lambda data: str(data.get("number", "")),
    "incident.called-in": _called,
    "incident.answered": lambda data: _("after the time") if data.get("late") else "",
    "incident.unanswered": lambda data: str(data.get("name", "")),
    "incident.plan-drafted": _version,
    "incident.plan-approved": _version,
    "incident.measure-added": _measure,
    "incident.measure-changed": _measure,
    "incident.measure-done": _measure,
    "incident.measure-dropped": _measure,
    "incident.measure-overdue": _measure,
    "incident.noted": lambda data: str(data.get("text", "")),
    "incident.closed": lambda data: str(data.get("reason", "")),
}
