"""The remedy ladder: what the customer may choose now, and what comes next.

The plan's remedies and the choices the law opens stand side by side; each says why it is
open. What lacks only another failed repair, or more days in repair, is shown as next. A
different fault begins its own count, a new unit begins all counts again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, Self

from aftercare.coverage.floors.records import Floor, Trigger
from aftercare.coverage.rules import checks, repairs
from aftercare.coverage.rules.checks import Check
from aftercare.coverage.rules.history import History
from aftercare.coverage.rules.reach import reaches
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.plans.language.document import Remedy, Section, Words

# How each condition a rule of law may state is looked at.
OF_TRIGGER: dict[str, Callable[[History, Trigger, date], Check]] = {
    "in_warranty": lambda past, _, __: checks.in_warranty(past),
    "quality_fault": lambda past, _, __: checks.of_quality(past),
    "circumstances": lambda past, wanted, _: checks.circumstances(past, wanted.circumstances),
    "fault_class": lambda past, wanted, _: checks.one_of(
        past.fault_class, wanted.fault_class, "fault-class"
    ),
    "fault": lambda past, wanted, _: checks.one_of(past.facts.get("fault"), wanted.fault, "fault"),
    "first_season_days": lambda past, wanted, on: checks.first_season(
        past, wanted.first_season_days or 0, on
    ),
    "same_fault_repaired": lambda past, wanted, _: checks.same_fault(
        past, wanted.same_fault_repaired or 0
    ),
    "repair_days_over": lambda past, wanted, on: checks.repair_days(
        past, wanted.repair_days_over or 0, wanted.leaves_out, past.until(on)
    ),
    "single_repair_over": lambda past, wanted, on: checks.single_repair(
        past, wanted.single_repair_over, wanted.leaves_out, past.until(on)
    ),
    "replaced": lambda past, wanted, _: checks.replaced(past, wanted.replaced),
    "after": lambda past, wanted, _: checks.after(past, wanted.after),
}


class Offer(Section):
    """A choice that is open.

    source, name: the remedy of the plan or the id of the rule. chooser: whose choice it is.
    obligor and recourse_to: who owes it, and who pays in the end. verified: for rules of law.
    """

    offers: tuple[str, ...]
    source: Literal["plan", "law"]
    name: str
    title: Words
    reasons: tuple[Reason, ...]
    chooser: str = "customer"
    scope: str | None = None
    free: bool = True
    obligor: str | None = None
    recourse_to: str | None = None
    clauses: tuple[str, ...] = ()
    verified: bool = True


class Ahead(Section):
    """A choice that is not open yet.

    short_of: `repairs` of the same fault or `days` in repair, with how many are `missing`.
    lacking: a fact that nobody knows and that would decide (besides).
    """

    offers: tuple[str, ...]
    source: Literal["plan", "law"]
    name: str
    short_of: Literal["repairs", "days"] | None
    missing: int
    lacking: str | None
    reason: Reason


class Ladder(Section):
    """What may be chosen on a day, what is next, and the counts behind it.

    suspended_days: in repair, but waiting for the customer, so that they are not counted.
    """

    on: date
    offers: tuple[Offer, ...]
    ahead: tuple[Ahead, ...]
    unsettled: tuple[Ahead, ...]
    same_fault_repaired: int
    repair_days: int
    repairs: tuple[str, ...]
    suspended_days: int = 0

    @property
    def choices(self) -> frozenset[str]:
        """Everything on offer, by its word."""
        return frozenset(word for offer in self.offers for word in offer.offers)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What `to_json` wrote; ValidationError when it is something else."""
        return cls.model_validate(data)


def ladder(
    history: History, remedies: Iterable[Remedy], floors: Iterable[Floor], on: date
) -> Ladder:
    """What the customer may choose on a day under a plan's remedies and the law."""
    until = history.until(on)
    found: list[Offer | Ahead] = [_of_plan(history, remedy, on) for remedy in _sorted(remedies)]
    for floor in sorted(floors, key=lambda floor: (not floor.verified, floor.id)):
        rung = _of_law(history, floor, on)
        if rung is not None:
            found.append(rung)
    counted = repairs.total_days(history.of_quality, until, repairs.CUSTOMERS_OWN)
    in_all = repairs.total_days(history.of_quality, until, ())
    later = [rung for rung in found if isinstance(rung, Ahead)]
    return Ladder(
        on=on,
        offers=tuple(rung for rung in found if isinstance(rung, Offer)),
        ahead=tuple(sorted(_short(later), key=lambda rung: (rung.missing, rung.name))),
        unsettled=tuple(
            rung for rung in later if rung.lacking is not None and rung.short_of is None
        ),
        same_fault_repaired=len(history.finished),
        repair_days=counted,
        suspended_days=in_all - counted,
        repairs=tuple(repair.number for repair in history.finished),
    )


def _of_plan(history: History, remedy: Remedy, on: date) -> Offer | Ahead:
    title = remedy.title or Words(zh=remedy.name, en=remedy.name)
    blank = Offer(
        offers=tuple(remedy.offer), source="plan", name=remedy.name, title=title, reasons=(),
        free=remedy.free, clauses=tuple(remedy.clauses),
    )  # fmt: skip
    return _rung(blank, _plan_checks(history, remedy, on), on)


def _plan_checks(history: History, remedy: Remedy, on: date) -> list[Check]:
    found = [checks.facts(history, remedy.when)]
    if remedy.during == "warranty":
        found.append(checks.in_warranty(history))
    if remedy.same_fault_repaired is not None:
        found.append(checks.same_fault(history, remedy.same_fault_repaired))
    if remedy.repair_days is not None:
        found.append(checks.repair_days(history, remedy.repair_days, (), history.until(on)))
    if remedy.late is not None:
        found.append(checks.late(history, remedy.late))
    if remedy.within is not None and remedy.from_ is not None:
        found.append(checks.inside(history, [remedy.from_], remedy.within, on))
    return found


def _of_law(history: History, floor: Floor, on: date) -> Offer | Ahead | None:
    """The rung of a rule; None when the rule opens no choice or does not reach."""
    if floor.kind != "choice" or (history.agreed and floor.mandatory != "floor"):
        return None
    reached = reaches(floor, history.setting, history.classes, on, history.promised)
    if reached is False:
        return None
    blank = Offer(
        offers=tuple(floor.remedies), source="law", name=floor.id, title=floor.says, reasons=(),
        chooser=floor.chooser or "customer", scope=floor.scope, free=True,
        obligor=floor.obligor, recourse_to=floor.recourse_to, verified=floor.verified,
    )  # fmt: skip
    unsure = [Check(None, lacking=_unsure(floor, history))] if reached is None else []
    return _rung(blank, [*unsure, *_law_checks(history, floor, on)], on)


def _law_checks(history: History, floor: Floor, on: date) -> list[Check]:
    """The window of the rule and every condition its trigger states."""
    found = [checks.window(history, floor.clock, on)] if floor.clock else []
    wanted = floor.trigger
    if wanted is None:
        return found
    stated = [check for name, check in OF_TRIGGER.items() if getattr(wanted, name)]
    return [*found, *(check(history, wanted, on) for check in stated)]


def _unsure(floor: Floor, history: History) -> str:
    wants_channel = floor.applies_to.channel and history.setting.channel is None
    return "channel" if wants_channel else "component class"


def _rung(blank: Offer, found: Sequence[Check], on: date) -> Offer | Ahead:
    """The offer when every condition is met; otherwise what it still lacks."""
    law = (blank.name,) if blank.source == "law" else ()
    refused = [check for check in found if check.met is False]
    open_ = [check for check in found if check.met is None]
    if not refused and not open_:
        told = [check.told for check in found if check.told is not None]
        opens = reason("opens", title=blank.title, law=law, clauses=blank.clauses)
        return blank.model_copy(update={"reasons": (*told, opens)})
    only_short = len(refused) == 1 and refused[0].short_of is not None
    lacking = open_[0].lacking if open_ and (only_short or not refused) else None
    return Ahead(
        offers=blank.offers, source=blank.source, name=blank.name,
        short_of=refused[0].short_of if only_short else None,
        missing=refused[0].missing if only_short else 0,
        lacking=lacking,
        reason=_why(blank, refused[0] if only_short else None, lacking, law),
    )  # fmt: skip


def _why(blank: Offer, short: Check | None, lacking: str | None, law: tuple[str, ...]) -> Reason:
    if short is not None:
        code = "one-more-repair" if short.short_of == "repairs" else "more-days"
        return reason(
            code, missing=short.missing, offers=blank.offers, law=law, clauses=blank.clauses
        )  # fmt: skip
    return reason(
        "must-know", missing=lacking, offers=blank.offers, law=law, clauses=blank.clauses
    )  # fmt: skip


def _short(later: Iterable[Ahead]) -> list[Ahead]:
    return [rung for rung in later if rung.short_of is not None]


def _sorted(remedies: Iterable[Remedy]) -> list[Remedy]:
    return sorted(remedies, key=lambda remedy: remedy.name)
