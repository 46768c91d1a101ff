"""What was done about a commitment, in words: warnings, and what followed when it was late."""

from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.kit.durations import parse_duration
from aftercare.plans import queries as plans
from aftercare.plans.language.wording import Speech
from aftercare.plans.reading import language
from aftercare.promises.models import Commitment


def steps_of(row: Commitment) -> list[tuple[datetime, str, list[str]]]:
    """What was done about a commitment, in words: when, at which step, what."""
    speech = Speech(plans.document(row.plan_version), language())
    return [
        (one.planned_at, _name(one.step, speech), [_action(text, speech) for text in one.actions])
        for one in sorted(row.consequences.all(), key=lambda one: (one.planned_at, one.pk))
    ]


def _name(step: str, speech: Speech) -> str:
    if step == "open":
        return _("The period began")
    if step.startswith("warn "):
        told = speech.warning(step.removeprefix("warn "))
        return told[:1].upper() + told[1:]
    if step == "late":
        return _("Overdue")
    after = speech.length(parse_duration(step.removeprefix("late ")))
    return _("Overdue for %(length)s") % {"length": after}


def _action(action: str, speech: Speech) -> str:
    if action == "notify responsible":
        return _("notify whoever is responsible")
    return speech.action(action)
