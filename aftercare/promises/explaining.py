"""Explaining a commitment so that a person can check it with a pencil.

Clause, start, every stretch that counted, every pause and holiday that did not, the due moment,
the evidence and the outcome: as structured parts, and as text in both languages.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aftercare.kit.models import Event
from aftercare.plans import queries as plans
from aftercare.plans.catalogue import clauses
from aftercare.plans.catalogue.clauses import Clause
from aftercare.plans.language.document import Promise, Schedule, Words
from aftercare.plans.language.vocabulary import EVENTS, WAITING
from aftercare.promises import sources, whence
from aftercare.promises.actions.following import promise_of
from aftercare.promises.models import Commitment
from aftercare.promises.rules import arithmetic
from aftercare.promises.rules.counting import Pause
from aftercare.promises.rules.lives import ENGINE_EVENTS
from aftercare.promises.rules.steps import Line

OUTCOMES = {
    "open": Words(zh="进行中", en="running"),
    "paused": Words(zh="暂停", en="paused"),
    "kept": Words(zh="按时履行", en="kept"),
    "late": Words(zh="逾期履行", en="kept late"),
    "broken": Words(zh="未履行", en="broken"),
    "waived": Words(zh="豁免", en="waived"),
    "void": Words(zh="作废", en="void"),
}
DECISIONS = {
    "promise.waived": Words(zh="豁免", en="waived"),
    "promise.voided": Words(zh="作废", en="voided"),
}
REASONS = {
    "superseded": Words(zh="被新的一次取代", en="replaced by a new occasion"),
    "conditions": Words(zh="条件不再成立", en="its conditions no longer hold"),
    "changed": Words(
        zh="适用的时限改变，另起新项", en="another time applies; it goes on as a new one"
    ),
    "moot": Words(zh="事项已结束，不再需要", en="the matter ended before it was needed"),
    "decided": Words(zh="由授权人决定", en="decided by an authorised person"),
}


@dataclass(frozen=True)
class Stood:
    """A pause with what is behind it: why, who said so and when it was recorded, what shows it."""

    pause: Pause
    reason: Words
    event: Event | None

    @property
    def evidence(self) -> str:
        """What was given as evidence, if anything was."""
        return str(self.event.data.get("evidence", "")) if self.event else ""


@dataclass(frozen=True)
class Explanation:
    """A commitment taken apart.

    title: the promise in the plan's words. target: the time as promised. started_by, met_by: the
    events. corrected_by: the event that told the start anew. preface: where a date that is not
    counted comes from. lines, sums: how the due moment was counted, as figures and in words.
    decided_by: who let it go. reason: why it ended, if not met.
    """

    commitment: Commitment
    promise: Promise | Schedule
    title: Words
    target: Words
    clauses: tuple[Clause, ...]
    started_by: Event | None
    met_by: Event | None
    corrected_by: Event | None
    decided_by: Event | None
    preface: tuple[Words, ...]
    pauses: tuple[Stood, ...]
    lines: tuple[Line, ...]
    sums: tuple[Words, ...]
    zone: ZoneInfo
    outcome: Words
    reason: Words | None


def explain(commitment: Commitment) -> Explanation:
    """Everything about one commitment; a few queries besides the row, however long its history."""
    plan = plans.document(commitment.plan_version)
    promise = promise_of(plan, commitment.promise)
    pauses = pauses_of(commitment)
    numbers = {commitment.started_by, commitment.met_by, *(one.event for one in pauses)}
    events = {
        event.sequence: event
        for event in Event.objects.filter(sequence__in=[one for one in numbers if one])
    }
    compiled = sources.terms_of(commitment.plan_version_id)
    calendar = compiled.calendar(promise.calendar)
    preface, found = whence.counted(commitment, promise, compiled, pauses)
    known = clauses()
    return Explanation(
        commitment=commitment,
        promise=promise,
        title=promise.title or Words(zh=commitment.promise, en=commitment.promise),
        target=whence.target_of(commitment, promise, plan),
        clauses=tuple(known[one] for one in promise.clauses if one in known),
        started_by=events.get(commitment.started_by),
        met_by=events.get(commitment.met_by or 0),
        corrected_by=_correction(commitment, events.get(commitment.started_by)),
        decided_by=_decision(commitment),
        preface=preface,
        pauses=tuple(Stood(one, waiting(one.reason), events.get(one.event or 0)) for one in pauses),
        lines=found.lines,
        sums=tuple(arithmetic.sentences(found.lines, calendar.zone)),
        zone=calendar.zone,
        outcome=OUTCOMES[commitment.state],
        reason=REASONS.get(commitment.reason),
    )


def text_of(explanation: Explanation, language: str) -> str:
    """The explanation as lines of text, in `zh` or `en`."""
    row = explanation.commitment
    labels = _LABELS[language]
    started = _event(explanation.started_by, row.started_at, explanation, language)
    lines = [
        f"{labels['promise']}: {getattr(explanation.title, language)}",
        *(f"  [{one.id}] {getattr(clause_words(one), language)}" for one in explanation.clauses),
        f"{labels['target']}: {getattr(explanation.target, language)}",
        f"{labels['start']}: {started}",
        *_correction_told(explanation, language),
        *(f"  {getattr(one, language)}" for one in (*explanation.preface, *explanation.sums)),
        f"{labels['due']}: {_moment(row.due_at, explanation.zone, ending=True) or labels['stands']}"
        f"{labels['provisional'] if row.provisional else ''}",
        *(_pause_told(one, explanation, language) for one in explanation.pauses),
        f"{labels['outcome']}: {getattr(explanation.outcome, language)}",
    ]
    if explanation.reason is not None:
        lines.append(f"  {getattr(explanation.reason, language)}")
    if explanation.decided_by is not None:
        told = _event(explanation.decided_by, row.ended_at, explanation, language)
        lines.append(f"  {told}: {explanation.decided_by.data.get('reason', '')}")
    if explanation.met_by is not None:
        met = _event(explanation.met_by, row.met_at, explanation, language)
        lines.append(f"{labels['evidence']}: {met}")
    return "\n".join(lines)


def pauses_of(commitment: Commitment) -> tuple[Pause, ...]:
    """The pauses of a row, as the rules take them."""
    return tuple(
        Pause(
            datetime.fromisoformat(pause["begins_at"]),
            datetime.fromisoformat(pause["ends_at"]) if pause["ends_at"] else None,
            pause["reason"],
            pause["event"],
        )
        for pause in commitment.pauses
    )


def clause_words(clause: Clause) -> Words:
    """A clause of the catalogue: its rule in English, in Chinese the trade's words for it."""
    return Words(zh=clause.said("zh"), en=clause.said("en"))


def waiting(reason: str) -> Words:
    """A reason of standing still in both languages."""
    word = WAITING.get(reason)
    return Words(zh=word.zh, en=word.en) if word else arithmetic.REOPENED


def _correction(row: Commitment, started_by: Event | None) -> Event | None:
    """The last event that told the start anew."""
    known = EVENTS.get(started_by.kind) if started_by else None
    if started_by is None or known is None or not known.milestone:
        return None
    told = Event.objects.filter(subject=row.subject, kind=started_by.kind)
    corrections = told.filter(data__corrects=started_by.sequence)
    return corrections.order_by("-sequence").first()


def _decision(row: Commitment) -> Event | None:
    """The event by which a person let it go."""
    if row.reason != "decided":
        return None
    told = Event.objects.filter(
        subject=row.subject, context=row.agreement.reference, kind__in=sorted(ENGINE_EVENTS)
    )
    return told.filter(data__commitment=row.key).order_by("sequence").first()


def _correction_told(explanation: Explanation, language: str) -> list[str]:
    event = explanation.corrected_by
    if event is None:
        return []
    told = _event(event, event.occurred_at, explanation, language)
    return [f"  {_LABELS[language]['corrected']}: {told}: {event.data.get('reason', '')}"]


def _pause_told(one: Stood, explanation: Explanation, language: str) -> str:
    labels, zone = _LABELS[language], explanation.zone
    until = _moment(one.pause.ends_at, zone) or labels["runs"]
    told = f"{labels['pause']}: {getattr(one.reason, language)}"
    told += f" {_moment(one.pause.begins_at, zone)} – {until}"
    if one.event is not None:
        told += f" {_event(one.event, one.event.occurred_at, explanation, language)}"
    return f"{told} {labels['shown']}: {one.evidence}" if one.evidence else told


def _event(
    event: Event | None, at: datetime | None, explanation: Explanation, language: str
) -> str:
    if event is None or at is None:
        return "?"
    known = EVENTS.get(event.kind) or DECISIONS.get(event.kind)
    name = getattr(known, language) if known else event.kind
    told = f"{_moment(at, explanation.zone)} {name} ({event.actor_name}, #{event.sequence})"
    if abs((event.recorded_at - event.occurred_at).total_seconds()) >= 60:
        told += f" {_LABELS[language]['recorded']} {_moment(event.recorded_at, explanation.zone)}"
    return told


def _moment(at: datetime | None, zone: ZoneInfo, *, ending: bool = False) -> str:
    return arithmetic.moment(at, zone, ending=ending) if at else ""


_LABELS = {
    "zh": {
        "promise": "承诺", "target": "时限", "start": "起算", "due": "到期", "outcome": "结果",
        "evidence": "证据", "pause": "暂停", "runs": "尚未恢复", "shown": "佐证",
        "corrected": "更正", "recorded": "，记录于", "stands": "计时暂停，尚无到期时间",
        "provisional": "（暂定：涉及尚未公布节假日的年份）",
    },
    "en": {
        "promise": "Promise", "target": "Time", "start": "Start", "due": "Due",
        "outcome": "Outcome",
        "evidence": "Evidence", "pause": "Pause", "runs": "still running", "shown": "shown by",
        "corrected": "Corrected", "recorded": ", recorded", "stands": "the clock stands still",
        "provisional": " (provisional: counted over a year whose holidays are not published)",
    },
}  # fmt: skip
