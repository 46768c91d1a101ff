"""Words from the closed lists and names of other parts of the plan."""

from collections import Counter
from collections.abc import Sequence

from aftercare.plans.language import phrases
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Consequences, Promise, Schedule, Step
from aftercare.plans.language.faults import Path
from aftercare.plans.language.vocabulary import (
    EVENTS,
    FLOORS,
    OFFERS,
    ROLES,
    SCHEDULE_KINDS,
    VERBS,
    WAITING,
)


def look(findings: Findings) -> None:
    """Look up every word that stands for something listed elsewhere."""
    plan = findings.plan
    findings.expect("calendar", plan.calendar, findings.named("calendars"), ("calendar",))
    for name, promise in plan.promises.items():
        _promise(findings, promise, ("promises", name))
    for name, schedule in plan.schedules.items():
        _schedule(findings, schedule, ("schedules", name))
    findings.expect_all("floor", plan.floors, FLOORS, ("floors",))
    _warranty(findings)
    _people(findings)
    for section, what in LISTS.items():
        _unique(findings, section, what)


LISTS = {
    "warranty": "term",
    "after_expiry": "term",
    "exclusions": "exclusion",
    "advice_only": "exclusion",
    "remedies": "remedy",
    "records": "record rule",
}


def _promise(findings: Findings, promise: Promise, path: Path) -> None:
    _clocked(findings, promise, path)
    findings.expect("promise", promise.chained, findings.named("promises"), (*path, "chained"))
    findings.expect_all("waiting reason", promise.pause_while, WAITING, (*path, "pause_while"))
    dated = findings.named("dates") | findings.named("seasons")
    findings.expect("dates", promise.by, dated, (*path, "by"))


def _schedule(findings: Findings, schedule: Schedule, path: Path) -> None:
    _clocked(findings, schedule, path)
    seasons = findings.named("seasons")
    findings.expect("season", schedule.each, seasons, (*path, "each"))
    findings.expect("season", schedule.before, seasons, (*path, "before"))
    findings.expect("kind", schedule.kind, SCHEDULE_KINDS, (*path, "kind"))
    components = findings.named("components")
    findings.expect_all("component", schedule.component, components, (*path, "component"))
    findings.expect_all("event", schedule.from_otherwise, EVENTS, (*path, "from_otherwise"))


def _clocked(findings: Findings, clocked: Promise | Schedule, path: Path) -> None:
    """What promises and schedules have in common."""
    findings.expect("event", clocked.from_, EVENTS, (*path, "from"))
    findings.expect_all("event", clocked.until, EVENTS, (*path, "until"))
    calendars = findings.named("calendars")
    findings.expect("calendar", clocked.calendar, calendars, (*path, "calendar"))
    findings.expect("role", clocked.who, ROLES, (*path, "who"))
    consequences(findings, clocked.if_late, (*path, "if_late"))


def consequences(findings: Findings, listed: Consequences, path: Path) -> None:
    """Look up each late action and the role it goes to."""
    for index, consequence in enumerate(listed):
        place = findings.entry(path, index)
        if isinstance(consequence, Step):
            actions(findings, consequence.do, (*place, "do"))
        else:
            _action(findings, consequence, place)


def actions(findings: Findings, listed: Sequence[str], path: Path) -> None:
    """Look up actions that have no time of their own."""
    for index, text in enumerate(listed):
        _action(findings, text, findings.entry(path, index))


def _action(findings: Findings, text: str, path: Path) -> None:
    action = phrases.action(text)
    if action is None:
        known = [
            f"{verb} {role}" if word.takes_role else verb
            for verb, word in VERBS.items()
            for role in (ROLES if word.takes_role else [""])
        ]
        findings.expect("action", text, known, path)
    else:
        findings.expect("role", action.role, ROLES, path)


def _warranty(findings: Findings) -> None:
    plan = findings.plan
    for index, term in enumerate(plan.warranty):
        path: Path = ("warranty", index)
        findings.expect("event", term.starts, EVENTS, (*path, "starts"))
        findings.expect_all("event", term.starts_otherwise, EVENTS, (*path, "starts_otherwise"))
        findings.expect("event", term.missing_papers, EVENTS, (*path, "missing_papers"))
        findings.expect_all("offer", term.remedies, OFFERS, (*path, "remedies"))
    for index, after in enumerate(plan.after_expiry):
        path = ("after_expiry", index)
        findings.expect("event", after.needs, EVENTS, (*path, "needs"))
        findings.expect_all("offer", after.remedies, OFFERS, (*path, "remedies"))
    for index, remedy in enumerate(plan.remedies):
        path = ("remedies", index)
        findings.expect_all("offer", remedy.offer, OFFERS, (*path, "offer"))
        findings.expect("promise", remedy.late, findings.named("promises"), (*path, "late"))
        findings.expect("event", remedy.from_, EVENTS, (*path, "from"))


def _people(findings: Findings) -> None:
    plan = findings.plan
    for name, approval in plan.approvals.items():
        for index, step in enumerate(approval.steps):
            findings.expect("role", step.by, ROLES, ("approvals", name, "steps", index, "by"))
    for index, measure in enumerate(plan.satisfaction):
        findings.expect("role", measure.of, ROLES, ("satisfaction", index, "of"))
        actions(findings, measure.then, ("satisfaction", index, "then"))
    for index, contact in enumerate(plan.contacts):
        findings.expect("role", contact.role, ROLES, ("contacts", index, "role"))
    for index, assignee in enumerate(plan.assignees):
        findings.expect("role", assignee.role, ROLES, ("assignees", index, "role"))
        findings.expect("role", assignee.otherwise, ROLES, ("assignees", index, "otherwise"))
    for index, kept in enumerate(plan.records):
        findings.expect("event", kept.from_, EVENTS, ("records", index, "from"))
    for name, gate in plan.gates.items():
        path: Path = ("gates", name)
        findings.expect("event", gate.before, EVENTS, (*path, "before"))
        findings.expect_all("event", gate.needs, EVENTS, (*path, "needs"))
        approvals = findings.named("approvals")
        findings.expect("approval", gate.unless, approvals, (*path, "unless"))


def _unique(findings: Findings, section: str, what: str) -> None:
    entries = getattr(findings.plan, section)
    counted = Counter(entry.name for entry in entries)
    for index, entry in enumerate(entries):
        if counted[entry.name] > 1 and index != _first(entries, entry.name):
            path = (section, index, "name")
            findings.error(path, "duplicate_name", what=what, word=entry.name)


def _first(entries: Sequence[object], name: str) -> int:
    return next(i for i, entry in enumerate(entries) if getattr(entry, "name", None) == name)
