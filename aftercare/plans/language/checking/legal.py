"""Warranty terms against the shortest the law allows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from aftercare.kit.durations import Duration
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Plan, Term
from aftercare.plans.language.faults import Path
from aftercare.plans.language.lengths import longer


class Minimum(Protocol):
    """The shortest warranty a legal rule allows.

    Attributes: `length`, None where the law gives no length that can be compared; `component`,
    None for the whole; `products`, the classes of products it reaches, all when empty; `rule`, its
    id; `says_zh` and `says_en`, the rule in a sentence.
    """

    @property
    def component(self) -> str | None: ...

    @property
    def length(self) -> Duration | None: ...

    @property
    def products(self) -> Collection[str]: ...

    @property
    def rule(self) -> str: ...

    @property
    def says_zh(self) -> str: ...

    @property
    def says_en(self) -> str: ...


Floors = Mapping[str, Collection[Minimum]]  # name of a floor, such as CN-consumer -> its minimums


def look(findings: Findings, floors: Floors) -> None:
    """Check the classes of products, then each term against the floors of the plan."""
    _products(findings, floors)
    for floor in findings.plan.floors:
        for minimum in floors.get(floor, ()):
            if minimum.length is not None:
                _terms(findings, floor, minimum, minimum.length)


def _products(findings: Findings, floors: Floors) -> None:
    named = {word for each in floors.values() for one in each for word in one.products}
    known = {".".join(parts[: end + 1]) for word in named if (parts := word.split(".")) for end in
             range(len(parts))}  # fmt: skip
    for path, products in _stated(findings.plan):
        for index, word in enumerate(products):
            if not any(_within(word, one) for one in named):
                findings.expect("product", word, known, findings.entry(path, index))


def _stated(plan: Plan) -> Iterator[tuple[Path, list[str]]]:
    yield ("products",), plan.products
    for name, service in plan.services.items():
        yield ("services", name, "products"), service.products


def _terms(findings: Findings, floor: str, minimum: Minimum, length: Duration) -> None:
    reached = [(index, term) for index, term in enumerate(findings.plan.warranty)
               if _reaches(findings.plan, term, minimum)]  # fmt: skip
    if any(
        _names(findings.plan, term, minimum) and not _below(term, length)
        for term in findings.plan.warranty
    ):
        return  # a term of its own for these components grants enough
    for index, term in reached:
        if _below(term, length):
            law = f"{floor} {minimum.rule}".strip()
            params = {"own": str(term.length), "floor": law, "limit": str(length)}
            told = {"rule": minimum.says_en, "rule_zh": minimum.says_zh}
            findings.warn(("warranty", index, "length"), "below_floor", **params, **told)


def _reaches(plan: Plan, term: Term, minimum: Minimum) -> bool:
    named = term.covers.component
    about = minimum.component is None or not named or minimum.component in named
    return about and (not minimum.products or _alike(_products_of(plan, term), minimum.products))


def _names(plan: Plan, term: Term, minimum: Minimum) -> bool:
    """Whether a term is for the very components a rule is about.

    The law's own classes (main parts) are no components of a plan: any components will do then.
    """
    named = term.covers.component
    if minimum.component is None or minimum.component in plan.components:
        return minimum.component in named
    return bool(named)


def _products_of(plan: Plan, term: Term) -> list[str]:
    """The products of the services a term is for; of the plan where those say nothing."""
    services = term.covers.service or list(plan.services)
    own = [word for name in services if name in plan.services
           for word in plan.services[name].products]  # fmt: skip
    return own or plan.products


def _alike(stated: Iterable[str], reached: Collection[str]) -> bool:
    """Whether one class lies in another, whichever is the wider."""
    return any(_within(a, b) or _within(b, a) for a in stated for b in reached)


def _within(product: str, wanted: str) -> bool:
    return product == wanted or product.startswith(wanted + ".")


def _below(term: Term, length: Duration) -> bool:
    return isinstance(term.length, Duration) and longer(length, term.length) is True
