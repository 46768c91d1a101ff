"""Charges, price sources and the manner of paying, in words."""

from aftercare.plans.language.document import Charge, Paying
from aftercare.plans.language.wording import lexicon
from aftercare.plans.language.wording.rows import ChargeRow, Row
from aftercare.plans.language.wording.speech import Speech

__all__ = ["charge_row", "paying_text", "price_source_row"]


def charge_row(speech: Speech, index: int) -> ChargeRow:
    """One charge, in words."""
    charge = speech.plan.fees.charges[index]
    lines = _lines(speech, charge, index)
    conditions = speech.conditions(charge.when)
    payer = speech.say(lexicon.PAYERS[charge.payer]) if charge.payer else ""
    text = [
        _when(speech, speech.besides(charge.when))
        + speech.clauses([_said(speech, lines), _paid(speech, payer)]),
        _first(speech, charge, index),
        speech.say(lexicon.SETTLING[charge.settle]) if charge.settle else "",
    ]
    return ChargeRow(
        key=charge.name,
        title=speech.say(charge.title) if charge.title else charge.name,
        clauses=tuple(charge.clauses),
        note=speech.note(charge.note),
        text=speech.sentences(text),
        conditions=tuple(conditions),
        lines=tuple(lines),
        payer=payer,
        is_default=speech.plan.is_default("fees", "charges", index),
        service=speech.service(charge.when),
    )


def _lines(speech: Speech, charge: Charge, index: int) -> list[tuple[str, str]]:
    path = ("fees", "charges", index)
    return [
        (speech.say(word), speech.labelled(speech.price(price), *path, line))
        for line, word in lexicon.LINES.items()
        if (price := getattr(charge, line)) is not None
    ]


def _when(speech: Speech, conditions: list[str]) -> str:
    said = speech.clauses(conditions)
    return speech.pick(f"{said}：", f"{said}: ") if said else ""


def _said(speech: Speech, lines: list[tuple[str, str]]) -> str:
    """Lines with the same price in one breath: `配件和人工免费`."""
    by_price: dict[str, list[str]] = {}
    for line, price in lines:
        by_price.setdefault(price, []).append(line)
    return speech.clauses(
        speech.pick(f"{speech.both(same)}{price}", f"{speech.both(same)} {price}")
        for price, same in by_price.items()
    )


def _paid(speech: Speech, payer: str) -> str:
    return speech.pick(f"由{payer}承担", f"paid by {payer}") if payer else ""


def _first(speech: Speech, charge: Charge, index: int) -> str:
    if charge.first_free is None:
        return ""
    path = ("fees", "charges", index, "first_free")
    count = speech.labelled(str(charge.first_free), *path)
    return speech.pick(f"前{count}次免费", f"the first {count} free")


def price_source_row(speech: Speech, index: int) -> Row:
    """Where the price of a class of parts comes from, in words."""
    source = speech.plan.fees.price_sources[index]
    path = ("fees", "price_sources", index, "price")
    price = speech.labelled(speech.price(source.price), *path)
    title = speech.say(source.title) if source.title else source.part_class
    return Row(
        key=source.part_class,
        title=title,
        clauses=tuple(source.clauses),
        note=speech.note(source.note),
        text=speech.sentence(speech.pick(f"此类配件{price}", f"this class of parts: {price}")),
    )


def paying_text(speech: Speech, paying: Paying) -> str:
    """How charging is done, as sentences; empty when the plan leaves it all as it is."""
    if paying == Paying():
        return ""
    lines = speech.both(speech.say(lexicon.LINES[line]) for line in paying.quote)
    quoted = speech.pick(f"事先报价，列明{lines}", f"a quotation lists {lines}") if lines else ""
    shown = speech.pick("收费前出示收费标准", "the charge standard is shown before charging")
    consent = speech.pick(
        "收费维修须事先征得客户同意", "paid work starts once the customer consents"
    )
    receipt = speech.pick("收费均开具票据", "every amount gets a receipt")
    asked = speech.pick("应客户要求开具票据", "receipts on request")
    sales = speech.pick("电话询价转销售部门答复", "telephone price enquiries go to sales")
    return speech.sentences(
        [
            quoted,
            shown if paying.show_standard else "",
            consent if paying.consent == "before work" else "",
            receipt if paying.receipt == "always" else asked,
            sales if paying.phone_price == "route to sales" else "",
        ]
    )
