"""Whether a rule of law reaches a unit, a customer and a place on a day."""

from collections.abc import Iterable
from datetime import date

from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules.conditions import NOT, allows
from aftercare.coverage.rules.question import Setting

# A plan that names a set of rules promises them to customers whom the law would leave out.
PROMISED_KINDS = frozenset({"period", "counting", "burden", "bar"})


def reaches(
    floor: Floor,
    setting: Setting,
    classes: frozenset[str],
    on: date,
    promised: Iterable[str] = (),
) -> bool | None:
    """Whether a rule applies; None when the class of the part or the channel would decide.

    classes: the component's words in the law; empty when not known.
    promised: the sets of rules a plan says it observes; they reach every customer.
    """
    if not floor.instrument.in_force(on) or floor.jurisdiction not in setting.jurisdictions:
        return False
    answers = (
        _customer(floor, setting, promised),
        _product(floor, {setting.product_class, *classes}),
        not set(floor.applies_to.exceptions) & setting.circumstances,
        _channel(floor, setting.channel),
        _component(floor, classes),
    )
    if any(answer is False for answer in answers):
        return False
    return None if None in answers else True


def within(product: str, wanted: str) -> bool:
    """Whether a class of products lies in another: `farm.tractor.small` in `farm`."""
    return product == wanted or product.startswith(wanted + ".")


def _customer(floor: Floor, setting: Setting, promised: Iterable[str]) -> bool:
    if floor.kind in PROMISED_KINDS and floor.set_ in promised:
        return True
    return allows(floor.applies_to.customer, setting.customer_class)


def _product(floor: Floor, products: set[str]) -> bool:
    wanted = floor.applies_to.product
    return not wanted or any(within(product, word) for product in products for word in wanted)


def _channel(floor: Floor, channel: str | None) -> bool | None:
    if not floor.applies_to.channel:
        return True
    return None if channel is None else channel in floor.applies_to.channel


def _component(floor: Floor, classes: frozenset[str]) -> bool | None:
    """A class that is left out must be known to be left out; one that is named, to be it."""
    words = floor.applies_to.component
    if any(word.removeprefix(NOT) in classes for word in words if word.startswith(NOT)):
        return False
    named = {word for word in words if not word.startswith(NOT)}
    if not named or named & classes:
        return True
    return False if classes else None
