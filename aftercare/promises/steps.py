"""What was done about a commitment, in words: warnings, and what followed when it was late."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.kit.durations import parse_duration
from aftercare.plans import queries as plans
from aftercare.plans.language.wording import Speech
from aftercare.plans.reading import language
from aftercare.promises.models import Commitment
from aftercare.promises.rules.acting import AGAIN, WARNING


@dataclass(frozen=True)
class StepTaken:
    """One thing that was done about a commitment: when it was due, at which step, what."""

    key: str
    at: datetime
    name: str
    actions: list[str]


def steps_of(row: Commitment) -> list[StepTaken]:
    """What was done about a commitment, in words, in the order of time."""
    speech = Speech(plans.document(row.plan_version), language())
    return [
        StepTaken(
            one.step,
            one.planned_at,
            _name(one.step, speech),
            [_action(text, speech) for text in one.actions],
        )
        for one in sorted(row.consequences.all(), key=lambda one: (one.planned_at, one.pk))
    ]


def _name(step: str, speech: Speech) -> str:
    step, again, _number = step.partition(AGAIN)
    if again:
        return _("%(step)s, again") % {"step": _name(step, speech)}
    if step == "open":
        return _("The period began")
    if step.startswith(WARNING):
        told = speech.warning(step.removeprefix(WARNING))
        return told[:1].upper() + told[1:]
    if step == "late":
        return _("Overdue")
    after = speech.length(parse_duration(step.removeprefix("late ")))
    return _("Overdue for %(length)s") % {"length": after}


def _action(action: str, speech: Speech) -> str:
    if action == "notify responsible":
        return _("notify whoever is responsible")
    return speech.action(action)
