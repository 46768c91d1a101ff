"""Which skills a case asks for, and whether a certificate holds on a day. Days are those of the
company's zone; the last valid day still counts (P08-28)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WARNED = (30, 7)  # days before the last valid day on which somebody is told
LOOKS_BACK = 90  # days; what expired longer ago is no news


class Told(StrEnum):
    """What people are told of a certificate, each once."""

    SOON = "certificate.expiring"
    SOONER = "certificate.expiring-soon"
    EXPIRED = "certificate.expired"


class How(StrEnum):
    """How somebody stands with a skill on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True)
class Scope:
    """What a skill is for. Classes are words with dots: `farm` is for `farm.combine` too.

    Products are named by class or by model. Where products and causes are named, both must fit;
    where nothing is named it is for nothing, unless it is for `everything`.
    """

    everything: bool = False
    classes: Collection[str] = ()
    models: Collection[str] = ()
    causes: Collection[str] = ()


@dataclass(frozen=True)
class Paper:
    """One certificate: from which day to which, and the day from which it is withdrawn."""

    valid_from: date
    valid_until: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """How somebody stands with a skill. `day`: until when it holds, when it expired or was
    withdrawn, or from when it will hold; None for an open end and where there is no paper."""

    how: How
    day: date | None = None

    @property
    def holds(self) -> bool:
        """Whether they have it on that day."""
        return self.how == How.VALID


def is_for(scope: Scope, *, product_class: str, model: str, cause: str) -> bool:
    """Whether a case about such a product with such a cause asks for the skill."""
    if scope.everything:
        return True
    products = bool(scope.classes or scope.models)
    fits_product = model in scope.models or any(
        product_class == one or product_class.startswith(f"{one}.") for one in scope.classes
    )
    fits_cause = cause in scope.causes
    if products and scope.causes:
        return fits_product and fits_cause
    return fits_product if products else fits_cause


def holds(paper: Paper, on: date) -> bool:
    """Whether one certificate holds on a day; its first and its last valid day count."""
    if paper.withdrawn_on is not None and on >= paper.withdrawn_on:
        return False
    return paper.valid_from <= on and (paper.valid_until is None or on <= paper.valid_until)


def standing(papers: Iterable[Paper], on: date) -> Standing:
    """How somebody with these certificates of one skill stands on a day: the best there is."""
    known = list(papers)
    valid = [one.valid_until for one in known if holds(one, on)]
    if valid:
        ends = [end for end in valid if end is not None]
        return Standing(How.VALID, max(ends) if len(ends) == len(valid) else None)
    later = [one.valid_from for one in known if one.valid_from > on and not _gone(one, on)]
    if later:
        return Standing(How.LATER, min(later))
    over = [_ended(one) for one in known]
    ended = [one for one in over if one is not None]
    return max(ended, key=lambda one: one.day or date.min) if ended else Standing(How.NONE)


def expires_within(paper: Paper, on: date, days: int) -> bool:
    """Whether a certificate that holds on a day ends within so many days of it."""
    end = paper.valid_until
    return holds(paper, on) and end is not None and end <= on + timedelta(days=days)


def to_tell(valid_until: date, on: date) -> Told | None:
    """What is to be told on a day about a certificate with this last valid day.

    Only the nearest: after a time without a worker, one word and not three.
    """
    left = (valid_until - on).days
    if left < 0:
        return Told.EXPIRED if left >= -LOOKS_BACK else None
    first, second = WARNED
    if left <= second:
        return Told.SOONER
    return Told.SOON if left <= first else None


def _gone(paper: Paper, on: date) -> bool:
    return paper.withdrawn_on is not None and paper.withdrawn_on <= on


def _ended(paper: Paper) -> Standing | None:
    """How a certificate ended that does not hold."""
    if paper.withdrawn_on is not None and (
        paper.valid_until is None or paper.withdrawn_on <= paper.valid_until
    ):
        return Standing(How.WITHDRAWN, paper.withdrawn_on)
    return Standing(How.EXPIRED, paper.valid_until) if paper.valid_until is not None else None
