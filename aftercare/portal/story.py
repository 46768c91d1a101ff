"""A case in plain words, for the people it belongs to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.desk import happenings, history, judging
from aftercare.desk.actions.telling import VISITOR
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice
from aftercare.desk.states import CaseState
from aftercare.kit.models import Event
from aftercare.kit.parts import Entry
from aftercare.portal import rules

S = CaseState
# state: (colour, drawing, short word, sentence)
STANDINGS: Mapping[str, tuple[str, str, Any, Any]] = {
    S.REGISTERED: ("calm", "inbox", _("received"),
                   _("We have your report and will get in touch with you.")),
    S.ANSWERED: ("calm", "message", _("being handled"), _("We are working on it.")),
    S.GUIDING: ("calm", "phone", _("help by phone"), _("We are helping you by phone.")),
    S.REMOTE: ("calm", "device-desktop", _("remote help"),
               _("We are working on it from afar.")),
    S.NEEDS_VISIT: ("calm", "map-pin", _("visit needed"),
                    _("Somebody has to come to you; we are arranging the visit.")),
    S.FORWARDED: ("calm", "send", _("being arranged"),
                  _("It is with the people who will do the work.")),
    S.ARRANGED: ("calm", "calendar-event", _("arranged"), _("The work is arranged.")),
    S.WAITING: ("idle", "player-pause", _("waiting"), _("We are waiting:")),
    S.SOLVED: ("good", "circle-check", _("solved?"),
               _("We think it is solved. Please tell us whether it is.")),
    S.CONFIRMED: ("good", "checks", _("solved"), _("You have confirmed that it is solved.")),
    S.CLOSED: ("idle", "archive", _("finished"), _("This case is finished.")),
    S.REOPENED: ("warn", "rotate", _("being handled again"),
                 _("It was not solved; we are working on it again.")),
    S.WITHDRAWN: ("idle", "ban", _("withdrawn"), _("This report was withdrawn.")),
}  # fmt: skip
COVERED: Mapping[str, Any] = {
    "yes": _("This is covered: you do not pay for what the warranty or the contract bears."),
    "no": _("By what we know, this is not covered. We tell you the price before we begin."),
    "advice": _("We advise you free of charge; a repair is not included."),
    "undetermined": _("It is not decided yet whether this is covered."),
}


@dataclass(frozen=True)
class Standing:
    """Where a case stands, in a word and a sentence."""

    tone: str
    icon: str
    word: Any
    sentence: Any
    waits_for: str = ""


@dataclass(frozen=True)
class Cover:
    """Whether it is covered, and the main reason; `settled` when that is decided."""

    words: Any
    tone: str
    icon: str
    why: str
    settled: bool


def standing(case: Case, voice: Voice) -> Standing:
    """Where a case stands."""
    waits_for = voice.waiting(case.waiting_reason) if case.waiting_reason else ""
    return Standing(*STANDINGS[case.state], waits_for)


def cover(case: Case, voice: Voice) -> Cover | None:
    """The coverage verdict in a sentence. Why a person decided otherwise than the rules stays in
    the house; the rules' own reason would then mislead."""
    if case.verdict is None:
        return None
    plan = voice.plan if case.agreement else None
    judged = judging.frozen(case.verdict, case.covered, plan)
    why = "" if judged.overruled_by or not judged.reasons else judged.reasons[0].words
    words = COVERED.get(judged.covered, COVERED["undetermined"])
    return Cover(words, judged.tone, judged.drawing, why, bool(judged.decided_by))


def entries(
    events: Collection[Event], voice: Voice, *, theirs: Collection[str], base: str
) -> list[Entry]:
    """The timeline; `theirs` are the people of the customer, `base` the address of the case."""
    newest = sorted(events, key=lambda one: (one.occurred_at, one.sequence), reverse=True)
    return [_entry(event, voice, theirs, base) for event in newest]


def _entry(event: Event, voice: Voice, theirs: Collection[str], base: str) -> Entry:
    icon, tone = happenings.LOOKS.get(event.kind, happenings.PLAIN)
    own = event.actor == VISITOR or event.actor in theirs
    is_file = event.kind == "file.added"
    return Entry(
        at=event.occurred_at,
        title=_title(event, voice, own),
        text=_text(event, voice, own),
        by=_by(event, own),
        icon=icon,
        tone=tone,
        href=f"{base}/files/{event.data['attachment']}" if is_file else "",
    )


def _title(event: Event, voice: Voice, own: bool) -> str:
    if event.kind == "case.noted":
        return str(_("Your message") if own else _("Message to you"))
    return history.title(event.kind, voice)


def _text(event: Event, voice: Voice, own: bool) -> str:
    shown = {"case.reported": "symptom", "case.solved": "solution", "case.noted": "text",
             "file.added": "name"}  # fmt: skip
    if event.kind in shown:
        return str(event.data.get(shown[event.kind], ""))
    if event.kind in {"case.reopened", "case.withdrawn"}:
        return str(event.data.get("reason", "")) if own else ""
    tell = history.TELLING.get(event.kind)
    return tell(event.data, voice) if tell else ""


def _by(event: Event, own: bool) -> str:
    if event.actor == VISITOR:
        return str(_("you"))
    if own:
        return event.actor_name
    if not event.actor.startswith("person/"):
        return ""
    return str(_("%(name)s, our staff") % {"name": rules.first_name(event.actor_name)})
