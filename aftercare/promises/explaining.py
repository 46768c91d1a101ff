"""Explaining a commitment so that a person can check it with a pencil.

Clause, start, every stretch that counted, every pause and holiday that did not, the due moment,
the evidence and the outcome: as structured parts, and as text in both languages.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aftercare.kit.durations import Duration, parse_duration
from aftercare.kit.models import Event
from aftercare.plans import queries as plans
from aftercare.plans.catalogue import clauses
from aftercare.plans.catalogue.clauses import Clause
from aftercare.plans.language.document import Promise, Schedule, Words
from aftercare.plans.language.vocabulary import EVENTS, WAITING
from aftercare.promises import sources
from aftercare.promises.actions.following import promise_of
from aftercare.promises.models import Commitment
from aftercare.promises.rules import arithmetic, counting, recurrences, terms
from aftercare.promises.rules.counting import Due, Pause, Reading
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
class Explanation:
    """A commitment taken apart.

    title: the promise in the plan's words. target: the time as promised. started_by, met_by: the
    events. lines, sums: how the due moment was counted, as figures and in words. reason: why it
    ended, if not met.
    """

    commitment: Commitment
    promise: Promise | Schedule
    title: Words
    clauses: tuple[Clause, ...]
    started_by: Event | None
    met_by: Event | None
    lines: tuple[Line, ...]
    sums: tuple[Words, ...]
    zone: ZoneInfo
    outcome: Words
    reason: Words | None


def explain(commitment: Commitment) -> Explanation:
    """Everything about one commitment; two queries besides the row."""
    plan = plans.document(commitment.plan_version)
    promise = promise_of(plan, commitment.promise)
    numbers = [number for number in (commitment.started_by, commitment.met_by) if number]
    events = {event.sequence: event for event in Event.objects.filter(sequence__in=numbers)}
    compiled = sources.terms_of(commitment.plan_version_id)
    calendar = compiled.calendar(promise.calendar)
    found = _counted(commitment, promise, compiled)
    known = clauses()
    return Explanation(
        commitment=commitment,
        promise=promise,
        title=promise.title or Words(zh=commitment.promise, en=commitment.promise),
        clauses=tuple(known[one] for one in promise.clauses if one in known),
        started_by=events.get(commitment.started_by),
        met_by=events.get(commitment.met_by or 0),
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
        f"{labels['target']}: {row.target}{f' ({row.row})' if row.row else ''}",
        f"{labels['start']}: {started}",
        *(f"  {getattr(one, language)}" for one in explanation.sums),
        f"{labels['due']}: {_moment(row.due_at, explanation.zone, ending=True) or labels['stands']}"
        f"{labels['provisional'] if row.provisional else ''}",
        f"{labels['outcome']}: {getattr(explanation.outcome, language)}",
    ]
    if explanation.reason is not None:
        lines.append(f"  {getattr(explanation.reason, language)}")
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
    closed = Words(zh="已结束，后重新打开", en="closed, then reopened")
    return Words(zh=word.zh, en=word.en) if word else closed


def _counted(row: Commitment, promise: Promise | Schedule, compiled: terms.Terms) -> Due:
    calendar = compiled.calendar(promise.calendar)
    reading = terms.reading_of(promise.reading, Reading.NARROW)
    pauses = pauses_of(row)
    if isinstance(promise, Schedule):
        return _of_schedule(row, promise, compiled)
    if row.target[:1].isdigit() and "ahead" not in row.target:
        return counting.explain(
            row.started_at, parse_duration(row.target), calendar, pauses, reading=reading
        )
    return Due(row.due_at)


def _of_schedule(row: Commitment, schedule: Schedule, compiled: terms.Terms) -> Due:
    """The n-th time from the anchor, or once; seasons explain themselves by their dates."""
    calendar = compiled.calendar(schedule.calendar)
    reading = terms.reading_of(schedule.reading, Reading.NARROW)
    length = schedule.once or schedule.every
    if length is None:
        return Due(row.due_at)
    if schedule.once is None and schedule.first_within is None:
        length = Duration(length.amount * row.number, length.unit)
        return counting.explain(row.started_at, length, calendar, reading=reading)
    if schedule.once is not None or row.number == 1:
        first = schedule.once or schedule.first_within or length
        return counting.explain(row.started_at, first, calendar, reading=reading)
    on = recurrences.occurrence(row.started_at.astimezone(calendar.zone).date(), length, row.number)
    return counting.explain(row.started_at, on, calendar, reading=reading)


def _event(
    event: Event | None, at: datetime | None, explanation: Explanation, language: str
) -> str:
    if event is None or at is None:
        return "?"
    known = EVENTS.get(event.kind)
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
        "evidence": "证据", "recorded": "，记录于", "stands": "计时暂停，尚无到期时间",
        "provisional": "（暂定：涉及尚未公布节假日的年份）",
    },
    "en": {
        "promise": "Promise", "target": "Time", "start": "Start", "due": "Due",
        "outcome": "Outcome",
        "evidence": "Evidence", "recorded": ", recorded", "stands": "the clock stands still",
        "provisional": " (provisional: counted over a year whose holidays are not published)",
    },
}  # fmt: skip
