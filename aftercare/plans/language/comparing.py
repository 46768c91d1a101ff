"""What changed between two versions of a plan, and whether it binds more or less."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aftercare.plans.language import strictness
from aftercare.plans.language.document import Plan
from aftercare.plans.language.strictness import Effect

NAMING = ("name", "role", "part_class", "of", "area")
TOLD_APART_BY_TITLE = ("role", "of", "area")  # these may stand twice
AS_ONE = {"when", "title", "note", "about", "task", "means", "open", "exceptions"}


class Kind(StrEnum):
    """What happened to a part of the plan."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One difference.

    path: where, entries of lists by their name. old, new: plain values as they are written, None
    where there is none. effect: whether the company is bound more strictly or more loosely; None
    when that cannot be said.
    """

    path: tuple[str, ...]
    kind: Kind
    old: Any
    new: Any
    effect: Effect | None = None


def compare(old: Plan, new: Plan) -> list[Change]:
    """Every difference between two plans, in the order of the plan."""
    before, after = (plan.model_dump(by_alias=True) for plan in (old, new))
    found = _tables((), before, after)
    return [_judged(change, old, new) for change in found]


def _judged(change: Change, old: Plan, new: Plan) -> Change:
    effect = strictness.effect(change.path, change.old, change.new, old, new)
    return Change(change.path, change.kind, change.old, change.new, effect)


def _tables(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    names = [*old, *(name for name in new if name not in old)]
    for name in names:
        yield from _values((*path, str(name)), old.get(name), new.get(name))


def _values(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    one = len(path) != 2 and path[-1] in AS_ONE  # the second part is the name of an entry
    if isinstance(old, dict) and isinstance(new, dict) and not one:
        yield from _tables(path, old, new)
    elif _entries(old) and _entries(new):
        yield from _tables(path, _named(old), _named(new))
        yield from _order(path, list(_named(old)), list(_named(new)))
    elif _nothing(old) or _nothing(new):
        yield from _come_or_gone(path, old, new)
    else:
        yield Change(path, Kind.CHANGED, old, new)


def _order(path: tuple[str, ...], old: list[str], new: list[str]) -> Iterator[Change]:
    """The first charge that fits decides, so their order is part of the plan."""
    before = [name for name in old if name in new]
    after = [name for name in new if name in old]
    if path == ("fees", "charges") and before != after:
        yield Change((*path, "order"), Kind.CHANGED, before, after)


def _come_or_gone(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    """A whole section is told entry by entry; anything else as one thing."""
    if len(path) == 1 and isinstance(old or new, dict | list):
        sides = [_named(side) if isinstance(side, list) else side or {} for side in (old, new)]
        yield from _tables(path, *sides)
    elif not (_nothing(old) and _nothing(new)):
        kind = Kind.ADDED if _nothing(old) else Kind.REMOVED
        yield Change(path, kind, old, new)


def _nothing(value: Any) -> bool:
    return value is None or value in ([], {})


def _entries(value: Any) -> bool:
    """True for a list of entries, false for a list of words."""
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def names(entries: list[Any]) -> list[str]:
    """The names that the entries of a list have in a path."""
    return list(_named(entries))


def _named(entries: list[Any] | None) -> dict[str, Any]:
    """Entries by their name; a second one of the same name gets a number."""
    named: dict[str, Any] = {}
    for index, entry in enumerate(entries or ()):
        name = _name(entry, index)
        while name in named:
            name += "'"
        named[name] = entry
    return named


def _name(entry: Any, index: int) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    for field in NAMING:
        if field in entry:
            title = (entry.get("title") or {}).get("en", "")
            apart = field in TOLD_APART_BY_TITLE and title
            return f"{entry[field]}: {title}" if apart else str(entry[field])
    return str(index + 1)
