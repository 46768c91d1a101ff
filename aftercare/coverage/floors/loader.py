"""Reading the legal floors from their files; a bad record stops the reading, naming the place."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from aftercare.coverage.floors.records import (
    FAULT_CLASSES,
    RESTARTS,
    SAID_BY_NONE,
    Counting,
    Floor,
    RuleNotInForce,
    Trigger,
)
from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Words

FOLDER = Path(__file__).parent
STANDSTILLS = frozenset({"repair", *vocabulary.WAITING}) | SAID_BY_NONE
READ_WHERE = {
    "V1": "full text read",
    "V2": "publisher's excerpt",
    "V3": "secondary page",
    "OK-H": "general knowledge, high confidence",
    "OK-M": "general knowledge, medium confidence",
    "OK-L": "general knowledge, low confidence",
}


class BadFloor(ValueError):
    """A record of law that cannot be trusted: file, rule and what is wrong with it."""


@dataclass(frozen=True)
class Book:
    """All rules of law known, repealed ones included."""

    rules: tuple[Floor, ...]
    titles: dict[str, Words]

    def in_force(self, on: date) -> tuple[Floor, ...]:
        """The rules that are law on a day."""
        return tuple(rule for rule in self.rules if rule.instrument.in_force(on))

    def rule(self, rule_id: str, on: date) -> Floor:
        """One rule; KeyError when unknown, RuleNotInForce when it is not law on that day."""
        found = next((rule for rule in self.rules if rule.id == rule_id), None)
        if found is None:
            raise KeyError(rule_id)
        if not found.instrument.in_force(on):
            raise RuleNotInForce(_why_not(found, on))
        return found


@cache
def book() -> Book:
    """The floors shipped with the product."""
    return read(FOLDER)


@lru_cache(maxsize=16)
def in_force(on: date) -> tuple[Floor, ...]:
    """The rules of the product's book that are law on a day; most questions are about today."""
    return book().in_force(on)


def read(folder: Path) -> Book:
    """All `*.yaml` of a folder; BadFloor at the first file that is not as it should be."""
    rules: list[Floor] = []
    titles: dict[str, Words] = {}
    for path in sorted(folder.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        titles[document["set"]] = Words.model_validate(document["title"])
        rules.extend(_rules(path.name, document))
    _check(rules)
    return Book(tuple(rules), titles)


def _rules(file: str, document: dict[str, Any]) -> Iterable[Floor]:
    instruments = {key: {"key": key, **told} for key, told in document["instruments"].items()}
    for record in document["rules"]:
        yield _rule(file, document, instruments, record)


def _rule(
    file: str, document: dict[str, Any], instruments: dict[str, Any], record: dict[str, Any]
) -> Floor:
    known = {"jurisdiction": document.get("jurisdiction", "CN"), "set": document["set"]}
    confidence = str(record.get("confidence"))
    known["status"] = "verified" if confidence == "V1" else "unverified"
    known["source"] = READ_WHERE.get(confidence, "")
    try:
        instrument = instruments[record["instrument"]]
        return Floor.model_validate({**known, **record, "instrument": instrument})
    except (ValidationError, KeyError) as error:
        raise BadFloor(f"{file}: {record.get('id')}: {error}") from error


def _check(rules: list[Floor]) -> None:
    """What one record alone cannot show; BadFloor names the first rule that is wrong."""
    for rule_id, count in Counter(rule.id for rule in rules).items():
        if count > 1:
            raise BadFloor(f"{rule_id}: stands there {count} times")
    for rule in rules:
        _check_words(rule)
    _check_main_parts(rules)


def _check_words(rule: Floor) -> None:
    counting, trigger, bars = rule.counting or Counting(), rule.trigger or Trigger(), rule.bars
    events = [*(rule.clock.from_ if rule.clock else []), *counting.begins_later]
    offers = [*rule.remedies, *([trigger.after] if trigger.after else [])]
    said: list[tuple[Iterable[str], Collection[str]]] = [
        (events, vocabulary.EVENTS),
        (offers, vocabulary.OFFERS),
        ([*rule.causes, *(bars.causes if bars else [])], vocabulary.VALUES["cause"]),
        ([*counting.suspended_by, *trigger.leaves_out], STANDSTILLS),
        (counting.restarted_by, RESTARTS),
        (trigger.fault_class, FAULT_CLASSES),
    ]
    unknown = [word for words, known in said for word in words if word not in known]
    if unknown:
        raise BadFloor(f"{rule.id}: unknown words {', '.join(unknown)}")


def _check_main_parts(rules: list[Floor]) -> None:
    """A main part never has a shorter period than the whole machine: that is a misprint."""
    days = {rule.id: _days(rule) for rule in rules if rule.kind == "period"}
    for rule_id, length in days.items():
        main = days.get(rule_id + "m")
        if main is not None and length is not None and main < length:
            raise BadFloor(f"{rule_id}m: main parts shorter than the whole machine")


def _days(rule: Floor) -> int | None:
    length = rule.clock.length if rule.clock else None
    if length is None or isinstance(length, str):
        return None
    return length.amount * {"day": 1, "month": 30, "year": 360}.get(str(length.unit), 0)


def _why_not(rule: Floor, on: date) -> str:
    instrument = rule.instrument
    if on < instrument.effective_from:
        return f"{rule.id} is not in force before {instrument.effective_from}"
    return f"{rule.id} was repealed on {instrument.effective_to}, see {instrument.superseded_by}"
