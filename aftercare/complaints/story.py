"""The history of a complaint in words, for whoever reads it: the desk, or its complainant."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.complaints.models import About, Cause, Complaint, Outcome, Remedy, Severity
from aftercare.complaints.states import ComplaintState
from aftercare.desk import happenings, history
from aftercare.desk.actions.telling import VISITOR
from aftercare.desk.speech import Voice, plan_of
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.kit.parts import Entry, Step

LOOKS: Mapping[str, tuple[str, str]] = {
    "complaint.received": ("inbox", "warn"),
    "complaint.acknowledged": ("message", "calm"),
    "complaint.weighed": ("scale", "calm"),
    "complaint.investigated": ("zoom-question", "calm"),
    "complaint.decided": ("gavel", "calm"),
    "complaint.accepted": ("checks", "good"),
    "complaint.taken_further": ("arrow-up", "bad"),
    "complaint.closed": ("archive", "idle"),
    "complaint.withdrawn": ("ban", "idle"),
    "complaint.noted": ("note", "idle"),
    "complaint.asked": ("send", "calm"),
}
STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    "received": ("warn", "inbox"), "acknowledged": ("calm", "message"),
    "investigating": ("calm", "zoom-question"), "decided": ("calm", "gavel"),
    "accepted": ("good", "checks"), "recourse": ("bad", "arrow-up"),
    "closed": ("idle", "archive"), "withdrawn": ("idle", "ban"),
}  # fmt: skip
SENTENCES: Mapping[str, Any] = {
    "received": gettext_lazy("Your complaint has arrived; we will answer it."),
    "acknowledged": gettext_lazy("We have your complaint and will look into it."),
    "investigating": gettext_lazy("Somebody whom it is not about is looking into it."),
    "decided": gettext_lazy("We have decided. Please tell us whether you accept the decision."),
    "accepted": gettext_lazy("You have accepted the decision."),
    "recourse": gettext_lazy("You do not accept the decision; it goes to the next instance."),
    "closed": gettext_lazy("This complaint is finished."),
    "withdrawn": gettext_lazy("This complaint was withdrawn."),
}
STATIONS = ("complaint.received", "complaint.acknowledged", "complaint.investigated",
            "complaint.decided", "complaint.accepted", "complaint.closed")  # fmt: skip
HERE = {"received": 0, "acknowledged": 1, "investigating": 2, "decided": 3, "accepted": 4,
        "recourse": 4, "closed": 5, "withdrawn": 5}  # fmt: skip
INSTEAD = {"recourse": ("complaint.accepted", "complaint.taken_further"),
           "withdrawn": ("complaint.closed", "complaint.withdrawn")}  # fmt: skip


def voice_of(complaint: Complaint) -> Voice:
    """The voice in which a complaint speaks: of its plan, or ours."""
    return Voice(plan_of(complaint.agreement))


def entries(events: Iterable[Event], voice: Voice, *, own: str = "") -> list[Entry]:
    """The events as lines of a timeline, the newest first; `own` is said in place of the
    complainant's name when the complainant reads."""
    return [_entry(event, voice, own) for event in events]


def steps(complaint: Complaint, events: Iterable[Event]) -> list[Step]:
    """The way of a complaint from its receipt to its close."""
    voice, at = Voice(None), {}
    for event in events:  # the newest first, so that the first of each kind is what stays
        at[event.kind] = event.occurred_at
    instead = dict([INSTEAD[complaint.state]]) if complaint.state in INSTEAD else {}
    here, shown = HERE[complaint.state], []
    for place, station in enumerate(STATIONS):
        kind = instead.get(station, station)
        over = place == here and not complaint.is_open
        standing: Any = "done" if place < here or over else "current" if place == here else "todo"
        shown.append(Step(history.title(kind, voice), standing, at.get(kind)))
    return shown


def _entry(event: Event, voice: Voice, own: str) -> Entry:
    icon, tone = LOOKS.get(event.kind) or happenings.LOOKS.get(event.kind, happenings.PLAIN)
    letter = references.key_of(event.data.get("about", ""), "letter")
    return Entry(
        at=event.occurred_at, title=history.title(event.kind, voice), text=_text(event, voice, own),
        by=_by(event, own), icon=icon, tone=tone,
        href=reverse("mail:letter", args=[letter]) if letter is not None and not own else "",
    )  # fmt: skip


def _text(event: Event, voice: Voice, own: str) -> str:
    if own and event.kind == "complaint.investigated":
        return ""
    tell = TELLING.get(event.kind)
    return tell(event.data) if tell else history.details(event, voice)


def _by(event: Event, own: str) -> str:
    if event.actor == VISITOR:
        return own or event.actor_name
    name = history.who_acted(event)
    if own and event.actor.startswith("person/"):
        return ""
    if event.kind == "complaint.noted" and not own:
        return f"{name} · {history.INTERNAL if event.data.get('internal') else history.PUBLIC}"
    return name


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _received(data: Mapping[str, Any]) -> str:
    parts = [f"“{data.get('matter', '')}”", _label(About, data.get("about", "")),
             _("sought: %(remedy)s") % {"remedy": _label(Remedy, data.get("remedy", ""))},
    ]  # fmt: skip
    return " · ".join(parts)


def _weighed(data: Mapping[str, Any]) -> str:
    danger = [str(_("People are in danger"))] if data.get("safety") else []
    return " · ".join([*danger, _label(Severity, data.get("severity", ""))])


def _decided(data: Mapping[str, Any]) -> str:
    outcome = _label(Outcome, data.get("outcome", ""))
    return f"{outcome} · {data.get('decision', '')}"


TELLING: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "complaint.received": _received,
    "complaint.weighed": _weighed,
    "complaint.decided": _decided,
    "complaint.investigated": lambda data: f"→ {data.get('to_name', '')}",
    "complaint.taken_further": lambda data: str(data.get("reason", "")),
}


def cause_label(cause: str) -> str:
    """A cause in words."""
    return _label(Cause, cause)


def sentence(complaint: Complaint) -> Any:
    """Where it stands, to its complainant."""
    return SENTENCES[ComplaintState(complaint.state)]
