"""The history of a case in words, for its timeline."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from aftercare.desk.actions.telling import VISITOR
from aftercare.desk.happenings import LOOKS, OWN, PLAIN
from aftercare.desk.models import Case
from aftercare.desk.speech import COVERED, Voice, voice_of
from aftercare.desk.states import Means
from aftercare.kit import reading, references
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.kit.parts import Entry
from aftercare.promises.steps import step_name
from aftercare.skills import wording

LATE_BY = timedelta(minutes=1)  # so much later may a row be written without a word about it

INTERNAL = pgettext_lazy("note", "internal")
PUBLIC = pgettext_lazy("note", "shown to the customer")


def entries(case: Case, events: Iterable[Event]) -> list[Entry]:
    """The events of a case as lines of its timeline, the last recorded first."""
    voice = voice_of(case)
    return [entry(case, event, voice) for event in sorted(events, key=_newest)]


def entry(case: Case, event: Event, voice: Voice) -> Entry:
    """One line of the timeline."""
    kind = _written_as(event)
    icon, tone = LOOKS.get(kind, PLAIN)
    late = event.recorded_at - event.occurred_at > LATE_BY
    return Entry(
        at=event.occurred_at,
        title=title(kind, voice),
        text=details(event, voice),
        by=_by(event),
        icon=icon,
        tone=tone,
        href=_href(case, event),
        recorded_at=event.recorded_at if late else None,
    )


def title(kind: str, voice: Voice) -> str:
    """What an event kind is called on a page."""
    return str(OWN[kind]) if kind in OWN else voice.kind(kind)


def details(event: Event, voice: Voice) -> str:
    """What is to be said about an event besides its kind."""
    tell = TELLING.get(event.kind)
    told = tell(event.data, voice) if tell else _plain(event.data)
    return voice.groups([told, *(_passed(one) for one in event.data.get("passed", []))])


def _newest(event: Event) -> tuple[float, int]:
    return -event.occurred_at.timestamp(), -event.sequence


def who_acted(event: Event) -> str:
    """Who did it, by name; what the system did by itself says so."""
    return str(_("system")) if event.actor == SYSTEM.reference else event.actor_name


def _by(event: Event) -> str:
    name = who_acted(event)
    if "internal" not in event.data:
        return name
    return f"{name} · {INTERNAL if event.data['internal'] else PUBLIC}"


def _written_as(event: Event) -> str:
    """The kind under which an event is shown: a note that is a letter is one."""
    if event.kind == "case.noted" and references.key_of(event.data.get("about", ""), "letter"):
        return "letter.joined" if event.actor == VISITOR else "letter.answered"
    return event.kind


def _href(case: Case, event: Event) -> str:
    letter = event.data.get("letter") or references.key_of(event.data.get("about", ""), "letter")
    if letter is not None:
        return reverse("mail:letter", args=[letter])
    if event.kind.startswith("emergency."):
        return reverse("emergency:incident", args=[event.data["incident"]])
    if event.kind == "consultation.attached":
        return reverse("chat:consultation", args=[event.data["consultation"]])
    if event.kind != "file.added":
        return ""
    return reverse("desk:file", args=[case.number, event.data["attachment"]])


PLAIN_PARTS = ("text", "reason", "solution", "opinion", "result", "report", "part", "decision",
               "note")  # fmt: skip


def _plain(data: Mapping[str, Any]) -> str:
    return " ".join(str(data[name]) for name in PLAIN_PARTS if data.get(name))


def _passed(passed: Mapping[str, str]) -> str:
    return _("let through by %(name)s: %(reason)s") % {
        "name": passed["approver_name"], "reason": passed["reason"],
    }  # fmt: skip


def _reported(data: Mapping[str, Any], voice: Voice) -> str:
    shown = ("source", "kind", "severity")
    facts = data.get("facts", {})
    words = [voice.value(name, facts[name]) for name in shown if facts.get(name)]
    return voice.groups([f"“{data.get('symptom', '')}”", voice.listed(words)])


def _triaged(data: Mapping[str, Any], voice: Voice) -> str:
    before, after = data.get("before", {}), data.get("after", {})
    changed = []
    for name, value in after.items():
        old = voice.value(name, before[name]) if before.get(name) else "—"
        new = voice.value(name, value) if value else "—"
        changed.append(f"{voice.fact(name)} {old} → {new}")
    return voice.groups(changed)


def _handed(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.groups([f"→ {data.get('to_name', '')}", data.get("note", "")])


def _caused(data: Mapping[str, Any], voice: Voice) -> str:
    texts = [str(data.get(name, "")) for name in ("explanation", "help", "items")]
    return voice.groups([voice.value("cause", data.get("cause", "")), *texts])


def _supplied(data: Mapping[str, Any], voice: Voice) -> str:
    means = str(Means(data["means"]).label) if data.get("means") in Means.values else ""
    told = [data.get("supplier_name", ""), _moment(data.get("agreed_for", ""))]
    return voice.groups([*told, means or data.get("to", "")])


def _split(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.groups(
        [f"{one.get('what', '')} → {one.get('to_name', '')}" for one in data.get("parts", [])]
    )


def _declined(data: Mapping[str, Any], voice: Voice) -> str:
    back = f"{data.get('receiver_name', '')} → {data.get('to_name', '')}"
    return voice.groups([back, data.get("reason", "")])


def _checked(data: Mapping[str, Any], voice: Voice) -> str:
    found = {"arranged": _("it is arranged"), "nothing": _("nothing is arranged")}
    return voice.groups([found.get(data.get("found", ""), ""), data.get("result", "")])


def _neglected(data: Mapping[str, Any], voice: Voice) -> str:
    what = {"declined": pgettext("hand-over", "declined"), "not arranged": _("nothing is arranged")}
    who = " ".join(filter(None, (data.get("part", ""), data.get("receiver_name", ""))))
    return voice.groups([who, what.get(data.get("what", ""), "")])


def _covered(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.groups([voice.look_up(COVERED, data.get("covered", "")), data.get("reason", "")])


def _agreed(data: Mapping[str, Any], _voice: Voice) -> str:
    return _moment(data.get("agreed_for", ""))


def _authorised(data: Mapping[str, Any], voice: Voice) -> str:
    until = _moment(data.get("until", ""))
    lasts = _("until %(at)s") % {"at": until} if until else ""
    return voice.groups([data.get("authorised_by", ""), data.get("scope", ""), lasts])


def _rated(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.groups(["★" * data.get("stars", 0), data.get("text", "")])


def _loan(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.offer("loan-unit") if data.get("free") else ""


def _chosen(data: Mapping[str, Any], voice: Voice) -> str:
    opened_by = data.get("clauses") or [data[name] for name in ("remedy",) if data.get(name)]
    return voice.groups([voice.offer(data.get("offer", "")), _answer(data), " ".join(opened_by)])


def _answered(data: Mapping[str, Any], voice: Voice) -> str:
    about = title(data.get("proposal", ""), voice)
    return voice.groups([about, _answer(data), data.get("reason", "")])


def _answer(data: Mapping[str, Any]) -> str:
    return _("accepted") if data.get("accepted") else _("declined")


def _promised(data: Mapping[str, Any], voice: Voice) -> str:
    name = voice.promise(data.get("promise", ""))
    steps = [
        voice.action(action) for action in data.get("actions", []) if "responsible" not in action
    ]
    due = _moment(data.get("due_at") or "")
    passed = _passed_step(data.get("step", ""), voice)
    told_due = _("due %(at)s") % {"at": due} if due else ""
    return voice.groups([name, passed, told_due, voice.listed(steps)])


def _passed_step(step: str, voice: Voice) -> str:
    """Which warning, or how long after the due moment; `late` itself says no more than the line."""
    return "" if step == "late" else step_name(step, voice)


def _let_go(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.groups([voice.promise(data.get("promise", "")), data.get("reason", "")])


def _delayed(data: Mapping[str, Any], voice: Voice) -> str:
    due = _("until %(at)s") % {"at": _moment(data.get("due_at") or "")}
    return voice.groups([data.get("rule", ""), due, voice.listed(data.get("told_names", []))])


def _filed(data: Mapping[str, Any], voice: Voice) -> str:
    whom = " ".join([data.get("department_name", ""), *data.get("told_names", [])]).strip()
    return voice.groups([data.get("receiver", ""), f"→ {whom}"])


def _contacted(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.groups([str(data.get("to", "")), _plain(data)])


def _file(data: Mapping[str, Any], voice: Voice) -> str:
    return voice.groups([data.get("name", ""), str(PUBLIC) if data.get("public") else ""])


def _moment(text: str) -> str:
    at: datetime | None = parse_datetime(text) if text else None
    return reading.moment_words(at, timezone.now()) if at else ""


TELLING: Mapping[str, Callable[[Mapping[str, Any], Voice], str]] = {
    "case.reported": _reported,
    "case.triaged": _triaged,
    "case.forwarded": _handed,
    "case.assigned": _handed,
    "certificate.overruled": lambda data, voice: voice.groups(
        [
            f"→ {data.get('to_name', '')}",
            wording.told(data.get("lacks", [])),
            data.get("reason", ""),
        ]
    ),
    "case.split": _split,
    "cause.decided": _caused,
    "supplier.notified": _supplied,
    "case.declined": _declined,
    "case.arrangement_checked": _checked,
    "neglect.noted": _neglected,
    "case.waiting": lambda data, voice: voice.groups(
        [voice.waiting(data.get("reason", "")), data.get("evidence", "")]
    ),
    "case.covered": _covered,
    "case.complained": lambda data, voice: voice.groups(
        [data.get("person_name", ""), data.get("complaint", "")]
    ),
    "case.rated": _rated,
    "visit.agreed": _agreed,
    "visit.arrived": lambda data, voice: voice.groups(
        [_plain(data), wording.told(data.get("certificates", []))]
    ),
    "session.authorised": _authorised,
    "session.declined": _authorised,
    "session.changed": lambda data, _voice: str(data.get("text", "")),
    "session.ended": lambda data, _voice: str(data.get("result", "")),
    "session.requested": lambda data, voice: voice.groups(
        [data.get("purpose", ""), data.get("scope", "")]
    ),
    "patch.linked": lambda data, voice: voice.groups(
        [data.get("number", ""), data.get("title", "")]
    ),
    "loan.offered": _loan,
    "remedy.chosen": _chosen,
    "proposal.answered": _answered,
    "promise.warned": _promised,
    "promise.overdue": _promised,
    "promise.explained": _let_go,
    "promise.waived": _let_go,
    "promise.voided": _let_go,
    "delay.warned": _delayed,
    "delay.overdue": _delayed,
    "file.added": _file,
    "arrangement.filed": _filed,
    "case.contacted": _contacted,
}
