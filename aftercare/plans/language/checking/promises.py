"""Promises and schedules: a start, an end that can come, a time, warnings inside it."""

from collections.abc import Collection, Sequence

from aftercare.kit.durations import Duration
from aftercare.plans.language import phrases, tables
from aftercare.plans.language.checking import hours
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Promise, Schedule
from aftercare.plans.language.faults import Path, nearest
from aftercare.plans.language.lengths import longer
from aftercare.plans.language.phrases import REST
from aftercare.plans.language.vocabulary import EVENTS

RHYTHMS = ("every", "once", "each", "before")


def look(findings: Findings, emitted: Collection[str] | None) -> None:
    """Check each promise and each schedule by itself."""
    for name, promise in findings.plan.promises.items():
        path: Path = ("promises", name)
        _promise(findings, promise, path)
        starts = _starts(findings, promise)
        _end(findings, starts, promise.until, path, emitted)
        _opens(findings, promise, path)
    for name, schedule in findings.plan.schedules.items():
        path = ("schedules", name)
        _schedule(findings, schedule, path)
        starts = [event for event in (schedule.from_, *schedule.from_otherwise) if event]
        _end(findings, starts, schedule.until, path, emitted)
        _opens(findings, schedule, path)


def _promise(findings: Findings, promise: Promise, path: Path) -> None:
    if _count(findings, path, ("from", "chained")) != 1:
        findings.error_at_name(path, "no_start")
    if _count(findings, path, ("within", "by")) != 1:
        findings.error_at_name(path, "no_time")
    if promise.ahead is not None and promise.within != "agreed":
        findings.error((*path, "ahead"), "stray_ahead")
    if promise.nth > 1 and promise.by not in findings.plan.seasons:
        findings.error((*path, "nth"), "stray_nth")
    if isinstance(promise.within, dict):
        _table(findings, promise, promise.within, path)
    _warnings(findings, promise.warn_at, _times(promise), path)


def _count(findings: Findings, path: Path, names: Sequence[str]) -> int:
    return sum(_given(findings, path, name) for name in names)


def _given(findings: Findings, path: Path, name: str) -> bool:
    """True when the plan says it, readable or not."""
    part = findings.plan.promises if path[0] == "promises" else findings.plan.schedules
    value = getattr(part[str(path[1])], "from_" if name == "from" else name)
    return value is not None or findings.written((*path, name))


def _schedule(findings: Findings, schedule: Schedule, path: Path) -> None:
    if _count(findings, path, RHYTHMS) != 1:
        findings.error_at_name(path, "no_rhythm")
    if schedule.before and not _given(findings, path, "by"):
        findings.error((*path, "before"), "no_lead")
    if schedule.by and not _given(findings, path, "before"):
        findings.error((*path, "by"), "stray_lead")
    counts = _count(findings, path, ("every", "once"))
    if counts and not _given(findings, path, "from"):
        findings.error_at_name(path, "start_missing")
    warranted = findings.plan.warranty or findings.written(("warranty",))
    if schedule.during == "warranty" and not warranted:
        findings.error((*path, "during"), "nothing_warranted")
    length = schedule.every or schedule.once
    _warnings(findings, schedule.warn_at, [length] if length else [], path)


def _times(promise: Promise) -> list[Duration]:
    if isinstance(promise.within, dict):
        return list(promise.within.values())
    return [promise.within] if isinstance(promise.within, Duration) else []


def _warnings(
    findings: Findings, texts: Sequence[str], times: Sequence[Duration], path: Path
) -> None:
    for index, text in enumerate(texts):
        place = findings.entry((*path, "warn_at"), index)
        warning = phrases.warning(text)
        if warning is None:
            findings.error(place, "bad_warning", word=text)
        elif warning.before:
            short = [t for t in times if longer(t, warning.before) is False]
            if short:
                findings.error(place, "late_warning", word=text, limit=str(short[0]))


def _starts(findings: Findings, promise: Promise) -> list[str]:
    """The events that can start a promise."""
    if promise.from_:
        return [promise.from_]
    before = findings.plan.promises.get(promise.chained or "")
    return list(before.until) if before else []


def _end(
    findings: Findings,
    starts: Sequence[str],
    until: Sequence[str],
    path: Path,
    emitted: Collection[str] | None,
) -> None:
    subjects = {subject for event in starts if event in EVENTS for subject in EVENTS[event].subject}
    for index, event in enumerate(until):
        place = findings.entry((*path, "until"), index)
        if event in starts:
            findings.error(place, "same_event", word=event)
        elif event not in EVENTS:
            continue
        elif subjects and not subjects & set(EVENTS[event].subject):
            findings.warn(place, "other_subject", word=event, start=starts[0])
        elif emitted is not None and event not in emitted:
            findings.warn(place, "not_emitted", word=event)


def _opens(findings: Findings, clocked: Promise | Schedule, path: Path) -> None:
    name = clocked.calendar or findings.plan.calendar
    calendar = findings.plan.calendars.get(name)
    if calendar is not None and hours.never_opens(calendar) and findings.whole:
        place = (*path, "calendar") if clocked.calendar else path
        findings.warn(place, "never_open", word=name)


def _table(findings: Findings, promise: Promise, table: dict[str, Duration], path: Path) -> None:
    """A table goes by one fact, and says something for each of its values."""
    path = (*path, "within")
    names = [name for name in table if name != REST]
    if not names:
        findings.error(path, "empty_table")
        return
    fact = max(tables.ORDER, key=lambda fact: len(findings.values_of(fact) & set(names)))
    known = findings.values_of(fact)
    if not known & set(names):
        known = {value for each in tables.ORDER for value in findings.values_of(each)}
    strange = [name for name in names if name not in known]
    for name in strange:
        suggestion = nearest(name, sorted(known))
        findings.error_at_name((*path, name), "mixed_table", word=name, suggestion=suggestion)
    if not strange and REST not in table and findings.whole:
        _complete(findings, promise, fact, names, path)


def _complete(
    findings: Findings, promise: Promise, fact: str, names: Sequence[str], path: Path
) -> None:
    known = findings.values_of(fact)
    wanted = tables.allowed(promise.when.get(fact, []), known)
    for value in sorted(wanted & known - set(names)):
        noun = fact if fact in tables.OF_THE_PLAN else "value"
        findings.error(path, "incomplete_table", what=noun, word=value)
