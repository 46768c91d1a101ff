"""Approvals, gates, satisfaction, records, contacts and duties in words."""

from dataclasses import replace

from aftercare.kit.durations import Duration
from aftercare.plans.language.document import (
    Approval,
    Assignee,
    Contact,
    Duty,
    Gate,
    Satisfaction,
)
from aftercare.plans.language.wording import lexicon
from aftercare.plans.language.wording.rows import ApprovalRow, RecordRow, Row
from aftercare.plans.language.wording.speech import Speech

__all__ = [
    "approval_row", "assignee_row", "contact_row", "duty_row", "gate_row", "record_row",
    "satisfaction_row",
]  # fmt: skip


def approval_row(speech: Speech, key: str, approval: Approval) -> ApprovalRow:
    """One flow of signatures, in words."""
    conditions = speech.conditions(approval.when)
    steps = [_step(speech, key, index) for index in range(len(approval.steps))]
    arrow = speech.pick("，再", ", then ")
    text = _bracketed(speech, arrow.join(steps), speech.besides(approval.when))
    return ApprovalRow(
        key=key,
        title=speech.say(approval.title) if approval.title else key,
        clauses=tuple(approval.clauses),
        note=speech.note(approval.note),
        text=speech.sentence(text),
        conditions=tuple(conditions),
        steps=tuple(steps),
        service=speech.service(approval.when),
    )


def _step(speech: Speech, key: str, index: int) -> str:
    step = speech.plan.approvals[key].steps[index]
    path = ("approvals", key, "steps", index, "by")
    by = speech.labelled(speech.role(step.by), *path)
    does = speech.say(lexicon.SIGNING[step.do])
    return speech.pick(f"由{by}{does}", f"{does} by the {by}")


def _bracketed(speech: Speech, text: str, conditions: list[str]) -> str:
    said = speech.clauses(conditions)
    return text + speech.pick(f"（适用于：{said}）", f" ({said})") if said else text


def gate_row(speech: Speech, key: str, gate: Gate) -> Row:
    """One gate, in words."""
    needs = speech.both(speech.deed([kind]) for kind in gate.needs)
    before = speech.deed([gate.before])
    text = speech.pick(f"须先{needs}，方可{before}", f"{before} only after this: {needs}")
    approval = speech.plan.approvals.get(gate.unless or "")
    title = speech.say(approval.title) if approval and approval.title else gate.unless
    unless = speech.quoted(title) if title else ""
    open_ = speech.pick(f"经{unless}批准的除外", f"unless approved under {unless}")
    return _row(speech, key, gate, speech.clauses([text, open_ if unless else ""]))


def _row(
    speech: Speech, key: str, told: Gate | Satisfaction | Contact | Assignee | Duty, text: str
) -> Row:
    conditions = speech.besides(told.when)
    applies = speech.clauses(conditions)
    alone = speech.pick(f"适用于：{applies}", applies) if applies else ""
    return Row(
        key=key,
        title=speech.say(told.title) if told.title else "",
        clauses=tuple(told.clauses),
        note=speech.note(told.note),
        text=speech.sentence(_bracketed(speech, text, conditions) if text else alone),
        service=speech.service(told.when),
    )


def satisfaction_row(speech: Speech, index: int) -> Row:
    """One measure of satisfaction, in words."""
    measure = speech.plan.satisfaction[index]
    below = speech.labelled(measure.below, "satisfaction", index, "below")
    of, then = speech.role(measure.of), speech.both(speech.action(text) for text in measure.then)
    text = speech.pick(
        f"对{of}的满意度低于{below}的，{then}",
        f"when satisfaction with the {of} is below {below}: {then}",
    )
    return _row(speech, measure.of, measure, text)


def record_row(speech: Speech, index: int) -> RecordRow:
    """One rule about keeping records, in words."""
    kept = speech.plan.records[index]
    length = (
        speech.length(kept.keep)
        if isinstance(kept.keep, Duration)
        else speech.say(lexicon.LENGTHS[kept.keep])
    )
    keep = speech.labelled(length, "records", index, "keep")
    start, files = speech.event(kept.from_), [speech.say(file) for file in kept.file]
    listed = speech.both(files)
    counted = isinstance(kept.keep, Duration)
    lasting = f"for {keep}" if counted else keep
    zh_lasting = f"保存{keep}" if counted else f"{keep}保存"
    text = [
        speech.pick(f"自{start}之日起{zh_lasting}", f"kept {lasting} from {start}"),
        speech.pick(f"归档：{listed}", f"in the file: {listed}") if listed else "",
    ]
    return RecordRow(
        key=kept.name,
        title=speech.say(kept.title) if kept.title else kept.name,
        clauses=tuple(kept.clauses),
        note=speech.note(kept.note),
        text=speech.sentences(text),
        keep=keep,
        start=start,
        files=tuple(files),
        is_default=speech.plan.is_default("records", index),
    )


def contact_row(speech: Speech, contact: Contact) -> Row:
    """One contact the customer is given, in words."""
    role = speech.role(contact.role)
    row = _row(speech, contact.role, contact, "")
    return row if row.title else replace(row, title=role)


def assignee_row(speech: Speech, assignee: Assignee) -> Row:
    """Who is responsible by default, and who dispatches somebody otherwise, in words."""
    role, otherwise = speech.role(assignee.role), speech.role(assignee.otherwise)
    text = speech.pick(
        f"默认由{role}负责；其已调离且附近没有其工程的，由{otherwise}另行派人",
        f"the {role} by default; when transferred, with no project of theirs nearby, the "
        f"{otherwise} dispatches somebody specially",
    )
    return _row(speech, assignee.role, assignee, text)


def duty_row(speech: Speech, duty: Duty) -> Row:
    """One standing duty, in words; its title is the whole of it."""
    return _row(speech, duty.area, duty, "")
