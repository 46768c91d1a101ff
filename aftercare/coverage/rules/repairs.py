"""The repairs of a unit: how long each took, and which belong to the same fault.

Two repairs are of the same fault when component and fault are the same words; a person may
say otherwise by naming a chain. A fault that nobody has named is not the same as anything.
Replacing the whole unit begins all chains again (P09-36; lifecycle 19).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from aftercare.coverage.rules import days
from aftercare.promises.rules import counting

# Waiting that the customer brings about; it is never repair time.
CUSTOMERS_OWN = frozenset({
    "customer", "customer-time", "access", "authorisation", "payment-consent",
})  # fmt: skip
# Causes that count against the customer and so begin no chain.
NOT_OF_QUALITY = frozenset({
    "user", "own-dismantling", "unappointed-repair", "storage", "third-person", "force-majeure",
    "virus", "operating-system", "procedure-violation", "wrong-operation",
})  # fmt: skip


@dataclass(frozen=True)
class Wait:
    """A stretch of waiting inside or beside a repair; `ends_at` None while it runs."""

    reason: str
    begins_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Repair:
    """One repair of a unit, from handing in (or reporting) to handing back.

    fault: the word or symptom it was reported with. replaced: what was exchanged for new.
    remedy: the choice of the remedy ladder it fulfilled. chain: a person's word on which
    fault it belongs to, stronger than the words of the report.
    """

    number: str
    handed_in_at: datetime
    handed_back_at: datetime | None = None
    fault: str | None = None
    component: str | None = None
    cause: str = "unknown"
    waits: tuple[Wait, ...] = ()
    replaced: Literal["part", "assembly", "unit"] | None = None
    remedy: str | None = None
    chain: str | None = None

    @property
    def counts(self) -> bool:
        """A finished repair of a fault that is not the customer's doing."""
        return self.handed_back_at is not None and self.cause not in NOT_OF_QUALITY


Stretch = tuple[datetime, datetime]


def same_fault_key(
    component: str | None, fault: str | None, chain: str | None = None
) -> str | None:
    """What makes two faults the same; None for a fault without a name.

    Width, case, punctuation and spacing do not matter: `Tank  leak!` is `tank leak`.
    """
    if chain is not None:
        return f"chain:{chain}"
    told = _plain(fault or "")
    return f"{_plain(component or '')}/{told}" if told else None


def chain_of(repairs: Iterable[Repair], key: str | None) -> tuple[Repair, ...]:
    """The repairs of one fault, oldest first, since the unit was last replaced as a whole."""
    if key is None:
        return ()
    same = [r for r in since_new_unit(repairs) if key_of(r) == key]
    return tuple(same)


def key_of(repair: Repair) -> str | None:
    """The fault a repair belongs to."""
    return same_fault_key(repair.component, repair.fault, repair.chain)


def since_new_unit(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """The repairs after the one that exchanged the unit; all when none did."""
    ordered = in_order(repairs)
    new = [index for index, repair in enumerate(ordered) if repair.replaced == "unit"]
    return ordered[new[-1] + 1 :] if new else ordered


def in_order(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """Oldest first; the order they come in means nothing."""
    return tuple(sorted(repairs, key=lambda repair: (repair.handed_in_at, repair.number)))


def repair_days(repair: Repair, until: datetime, leaves_out: Collection[str] = ()) -> int:
    """Days of one repair: each full 24 hours is one and the rest is one (Order 43, Art. 40).

    until: where a repair that still runs is cut. leaves_out: waiting that does not count.
    """
    begins, ends = repair.handed_in_at, min(repair.handed_back_at or until, until)
    length = max(ends - begins, timedelta())
    for low, high in merged((w for w in repair.waits if w.reason in leaves_out), until):
        length -= max(min(high, ends) - max(low, begins), timedelta())
    return counting.days_begun(length)


def total_days(repairs: Iterable[Repair], until: datetime, leaves_out: Collection[str]) -> int:
    """Repair days in all; each repair is counted by itself and then added."""
    return sum(repair_days(repair, until, leaves_out) for repair in repairs)


def standing_still(
    repairs: Sequence[Repair], reasons: Collection[str], until: datetime
) -> tuple[Stretch, ...]:
    """The stretches in which a period stands still: repairs, or waits of the given reasons."""
    spans = [wait for repair in repairs for wait in repair.waits if wait.reason in reasons]
    if "repair" in reasons:
        spans += [Wait("repair", r.handed_in_at, r.handed_back_at) for r in repairs]
    return merged(spans, until)


def merged(waits: Iterable[Wait], until: datetime) -> tuple[Stretch, ...]:
    """Stretches in order, overlaps made one, cut at `until`."""
    found: list[Stretch] = []
    for low, high in sorted((w.begins_at, min(w.ends_at or until, until)) for w in waits):
        if high <= low:
            continue
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def still_days(stretch: Stretch) -> int:
    """Days of a stretch in which a period stood still, counted like a repair."""
    return counting.days_begun(stretch[1] - stretch[0])


def replaced_on(
    repairs: Iterable[Repair], component: str | None, zone: ZoneInfo, scopes: Collection[str]
) -> date | None:
    """The last day on which the component, or the whole unit, was exchanged; None if never.

    scopes: which exchanges count: `part`, `assembly`, `unit`.
    """
    found = [
        days.day_of(repair.handed_back_at, zone)
        for repair in repairs
        if repair.handed_back_at is not None
        and repair.replaced in scopes
        and (repair.replaced == "unit" or repair.component == component)
    ]
    return max(found, default=None)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))
