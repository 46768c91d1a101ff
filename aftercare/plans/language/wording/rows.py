"""One line of a plan's page, section by section: every part already in the reader's language."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """What every line has.

    key: the name in the plan. title: how it is called. clauses: the catalogue ids.
    note: remarks, closed as sentences. text: the whole line as one or more sentences.
    service: the line of business it belongs to; empty for all.
    """

    key: str
    title: str
    clauses: tuple[str, ...]
    note: str
    text: str
    service: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Time:
    """One time of a promise; `place` is the zone, severity, … it holds for, empty for all."""

    place: str
    text: str
    is_default: bool


@dataclass(frozen=True)
class PromiseRow(Row):
    """A promise: what starts it, what meets it, by when, and what follows when it is late.

    to: to whom it is promised when that is not the customer.
    """

    start: str
    end: str
    times: tuple[Time, ...]
    calendar: str
    reading: str
    conditions: tuple[str, ...]
    pauses: tuple[str, ...]
    warnings: tuple[str, ...]
    consequences: tuple[str, ...]
    who: str
    to: str


@dataclass(frozen=True)
class ScheduleRow(Row):
    """A recurring promise."""

    kind: str
    rhythm: str
    end: str
    during: str
    components: tuple[str, ...]
    task: str
    price: str
    conditions: tuple[str, ...]
    warnings: tuple[str, ...]
    consequences: tuple[str, ...]
    who: str
    to: str
    is_default: bool


@dataclass(frozen=True)
class TermRow(Row):
    """A warranty term, or what is still served after all terms have run out."""

    covers: tuple[str, ...]
    length: str
    start: str
    remedies: tuple[str, ...]
    is_default: bool


@dataclass(frozen=True)
class ExclusionRow(Row):
    """What is not covered, and what happens instead."""

    causes: tuple[str, ...]
    conditions: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class RemedyRow(Row):
    """A choice the customer gets."""

    trigger: str
    during: str
    offers: tuple[str, ...]
    is_default: bool


@dataclass(frozen=True)
class ChargeRow(Row):
    """A charge: prices by line (`parts`, `labour`, …), and who pays."""

    conditions: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    payer: str
    is_default: bool


@dataclass(frozen=True)
class ApprovalRow(Row):
    """Ordered signatures."""

    conditions: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class RecordRow(Row):
    """How long which records are kept."""

    keep: str
    start: str
    files: tuple[str, ...]
    is_default: bool
