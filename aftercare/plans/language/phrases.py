"""Small phrases inside a plan: `notify service-manager`, `not virus`, `80%`, `30 min before`."""

import re
from dataclasses import dataclass

from aftercare.kit.durations import Duration, parse_duration
from aftercare.plans.language.vocabulary import VERBS

NOT = "not "
REST = "rest"


@dataclass(frozen=True)
class Action:
    """A late action: a verb of `vocabulary.VERBS`, and the role it goes to when it takes one."""

    verb: str
    role: str | None = None


@dataclass(frozen=True)
class Warning:
    """When to warn: so many percent of the time gone, or so long before it ends."""

    percent: int | None = None
    before: Duration | None = None


def action(text: str) -> Action | None:
    """The action that `notify manager` means; None when no verb of the language fits."""
    if text in VERBS and not VERBS[text].takes_role:
        return Action(text)
    for verb, word in VERBS.items():
        if word.takes_role and text.startswith(verb + " "):
            return Action(verb, text[len(verb) + 1 :])
    return None


def warning(text: str) -> Warning | None:
    """The warning that `80%` or `30 min before` means; None when it is neither."""
    percent = re.fullmatch(r"(\d{1,2})%", text)
    if percent:
        return Warning(percent=int(percent[1])) if int(percent[1]) else None
    if not text.endswith(" before"):
        return None
    try:
        return Warning(before=parse_duration(text.removesuffix(" before")))
    except ValueError:
        return None


def excluded(value: str) -> str | None:
    """The value that `not virus` excludes; None for a plain value."""
    return value.removeprefix(NOT).strip() if value.startswith(NOT) else None


def bare(value: str) -> str:
    """The value without its `not`."""
    return excluded(value) or value
