"""Who pays for each line and by which price: no amounts yet.

A line the verdict makes free is the company's. Any other goes by the first fee rule of the
plan that prices it. The damage a third person did is that person's bill (P02-35); what a
dealer forfeits by missing papers is the dealer's bill and never the customer's (P06-17).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from aftercare.coverage.rules import conditions, prices
from aftercare.coverage.rules.conditions import Facts
from aftercare.coverage.rules.prices import Priced
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.coverage.rules.verdict import Line, Verdict
from aftercare.plans.language.document import Fees, Rate, Section

FREE = ("warranty", "contract", "goodwill")
BY_CLASS = "by class"
BESIDES = ("service", "freight", "training")
Route = Literal["answer", "route to sales"]


@dataclass(frozen=True)
class Work:
    """The job to be charged.

    facts: as for the verdict. part_classes: the classes of the parts used.
    before: how often a charge came before, by its name (for what is free so many times).
    dealer_fault: what the dealer failed to send in (`receipt-card`, `old-part`).
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    part_classes: tuple[str, ...] = ()
    before: Mapping[str, int] = field(default_factory=dict)
    dealer_fault: str | None = None


class ChargeLine(Section):
    """One line: who pays, at which price.

    price: `free`, `cost`, `market`, `list`, `preferential`, `agreed` or a rate such as
    `10 CNY/h`, which is fixed, a cap or a floor (`bound`). bearer: who bears a free line
    behind the scenes. settle: when it is paid.
    """

    line: str
    component: str | None = None
    part_class: str | None = None
    payer: str
    price: str
    bound: Literal["fixed", "cap", "floor"] | None = None
    bearer: str | None = None
    recourse_to: str | None = None
    settle: str | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def charged(self) -> bool:
        """Somebody outside the company is asked for money."""
        return self.price != "free" and self.payer not in ("company", "unknown")


class Charging(Section):
    """The lines with the manner of paying.

    consent: the payer agrees before work begins (P09-17). show_standard: the charge standard
    is shown first. quote: what a quotation lists. receipt: for every amount (P09-28).
    may_ask_for_material: the customer may be asked to buy material, only in a repair at the
    customer's cost (P06-90), never under warranty (P06-89). open: the verdict is not settled.
    """

    lines: tuple[ChargeLine, ...]
    consent: bool
    show_standard: bool
    quote: tuple[str, ...]
    receipt: Literal["always", "on request", "none"]
    may_ask_for_material: bool
    open: bool


def charge_lines(verdict: Verdict, fees: Fees, work: Work) -> Charging:
    """Who pays what for a job, after its verdict."""
    covered = {"covered": verdict.covered} if verdict.covered != "undetermined" else {}
    facts = {**conditions.known(work.facts), **covered}
    lines = [line for told in verdict.lines for line in _lines(told, fees, facts, work)]
    lines += _besides(fees, facts, work)
    charged = [line for line in lines if line.charged]
    listed = [line.line for line in lines if line.charged or line.payer == "unknown"]
    return Charging(
        lines=tuple(lines),
        consent=bool(charged) and fees.paying.consent == "before work",
        show_standard=bool(charged) and fees.paying.show_standard,
        quote=tuple(line for line in fees.paying.quote if line in listed),
        receipt=fees.paying.receipt if charged else "none",
        may_ask_for_material=_at_the_customers_cost(lines),
        open=any(line.payer == "unknown" for line in lines),
    )


def price_question(fees: Fees, source: str) -> Route:
    """Where somebody who asks for a price is sent: on the phone perhaps to sales (P08-18)."""
    return fees.paying.phone_price if source == "phone" else "answer"


def keeps(rate: Rate, amount: Decimal) -> bool:
    """Whether an amount per unit of the rate keeps to it; a cap and a floor include the figure."""
    figure = Decimal(rate.rate.split(" ", 1)[0])
    if rate.is_ == "cap":
        return amount <= figure
    return amount >= figure if rate.is_ == "floor" else amount == figure


def _lines(told: Line, fees: Fees, facts: Facts, work: Work) -> Iterable[ChargeLine]:
    if told.code == "unknown-yet":
        return [_line(told, "unknown", "unknown")]
    if told.code == "advice-only":
        return [_line(told, "free", "company")]
    if told.code in FREE:
        return [_free(told, facts, work)]
    return _charged(told, fees, work)


def _line(told: Line, price: str, payer: str) -> ChargeLine:
    return ChargeLine(
        line=told.line, component=told.component, payer=payer, price=price, reasons=(told.reason,)
    )  # fmt: skip


def _free(told: Line, facts: Facts, work: Work) -> ChargeLine:
    """Free for the customer; a supplier or a dealer may bear it in the end."""
    free = _line(told, "free", "company")
    if work.dealer_fault is not None:
        note = reason("dealer-bears", why=work.dealer_fault)
        return free.model_copy(update={"bearer": "dealer", "reasons": (*free.reasons, note)})
    if facts.get("cause") == "supplier":
        note = reason("recourse", party="supplier")
        changed = {"recourse_to": "supplier", "reasons": (*free.reasons, note)}
        return free.model_copy(update=changed)
    return free


def _charged(told: Line, fees: Fees, work: Work) -> list[ChargeLine]:
    """A line at the price of the fee rule the verdict names; parts by their class if it says so."""
    charge = next((charge for charge in fees.charges if charge.name == told.rule), None)
    price = getattr(charge, told.line) if charge else None
    if charge is None or price is None:
        return [_line(told, "list", told.payer)]
    line = _at(_line(told, "list", told.payer), Priced(price, charge, told.payer), work)
    if line.price != BY_CLASS or not work.part_classes:
        return [line]
    return [_of_class(line, fees, part_class) for part_class in work.part_classes]


def _at(line: ChargeLine, price: Priced, work: Work) -> ChargeLine:
    """The line at a price, or free while there are free ones left."""
    charge = price.charge
    changed: dict[str, object] = {"payer": price.payer, "price": price.name, "bound": _bound(price)}
    if charge is not None:
        changed["settle"] = charge.settle
        before = work.before.get(charge.name, 0)
        if charge.first_free is not None and before < charge.first_free:
            note = reason(
                "first-free", line=line.line, count=charge.first_free, before=before,
                clauses=charge.clauses,
            )  # fmt: skip
            changed = {"payer": "company", "price": "free", "reasons": (*line.reasons, note)}
    return line.model_copy(update=changed)


def _of_class(line: ChargeLine, fees: Fees, part_class: str) -> ChargeLine:
    """Parts of a class at the price of their source; by class all the same when it has none."""
    source = prices.source_of(fees.price_sources, part_class)
    if source is None:
        return line.model_copy(update={"part_class": part_class})
    price = Priced(source.price, None, line.payer)
    note = reason(
        "price-by-class", line=line.line, part_class=part_class, price=price.name,
        title=source.title or source.part_class, clauses=source.clauses,
    )  # fmt: skip
    changed = {
        "part_class": part_class, "price": price.name, "bound": _bound(price),
        "reasons": (*line.reasons, note),
    }  # fmt: skip
    return line.model_copy(update=changed)


def _bound(price: Priced) -> str | None:
    return price.price.is_ if isinstance(price.price, Rate) else None


def _besides(fees: Fees, facts: Facts, work: Work) -> list[ChargeLine]:
    """Service, freight and training, when a rule of the plan prices them for this job."""
    found = []
    for line in BESIDES:
        price = prices.priced(fees, line, facts, settled=True)
        if price is not None:
            blank = ChargeLine(
                line=line, payer=price.payer, price="list", reasons=(price.told(line),)
            )
            found.append(_at(blank, price, work))
    return found


def _at_the_customers_cost(lines: Iterable[ChargeLine]) -> bool:
    """No part is free and some part is at the customer's cost."""
    parts = [line for line in lines if line.line == "parts"]
    return bool(parts) and all(line.charged and line.payer == "customer" for line in parts)
