"""What was done about a commitment, in words: warnings, and what followed when it was late."""

from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.kit.durations import parse_duration
from aftercare.kit.reading import length_words
from aftercare.plans import queries as plans
from aftercare.plans.language.wording import Speech
from aftercare.plans.reading import language
from aftercare.promises.models import Commitment


def steps_of(row: Commitment) -> list[tuple[datetime, str, list[str]]]:
    """What was done about a commitment, in words: when, at which step, what."""
    speech = Speech(plans.document(row.plan_version), language())
    return [
        (one.planned_at, _step(one.step, speech), [speech.action(text) for text in one.actions])
        for one in sorted(row.consequences.all(), key=lambda one: (one.planned_at, one.pk))
    ]


def _step(step: str, speech: Speech) -> str:
    kind, _space, rest = step.partition(" ")
    if kind == "warn":
        return str(speech.warning(rest))
    if kind == "late":
        length = length_words(parse_duration(rest)) if rest else ""
        return _("late by %(length)s") % {"length": length} if rest else _("late")
    return _("begins")
