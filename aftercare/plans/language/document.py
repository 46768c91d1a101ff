"""A service plan as a typed document: what a plan may say, section by section.

The shapes here are the grammar of the plan language (`docs/plan-language.md`). Whether the
words fit together (does the calendar exist, is the event known) is the work of `checking`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, Tag

from aftercare.plans.language.blanks import Use
from aftercare.plans.language.faults import Path
from aftercare.plans.language.frame import (
    Blank,
    Calendar,
    Dates,
    Season,
    SeasonSpan,
    Section,
    Service,
    Severity,
    Told,
    Words,
    Zone,
    with_always,
)
from aftercare.plans.language.values import (
    CATALOGUE,
    PERCENT,
    RATE,
    BlankName,
    Clause,
    Conditions,
    Flag,
    Kept,
    Length,
    Lifetime,
    Phase,
    Several,
    Slug,
    Within,
    listed,
    shape,
)

__all__ = [
    "AfterExpiry", "Approval", "ApprovalStep", "Assignee", "Blank", "Calendar", "Charge", "Clause",
    "Conditions", "Consequences", "Contact", "Covers", "Dates", "Duty", "Exclusion", "Fees",
    "Gate", "Length", "Party", "Paying", "Plan", "PriceSource", "Promise", "Rate", "Remedy",
    "Retention", "Satisfaction", "Schedule", "Season", "SeasonSpan", "Section", "Service",
    "Several", "Severity", "Slug", "Step", "Term", "Told", "Words", "Zone",
]  # fmt: skip


class Step(Section):
    """Actions some time after the due moment."""

    after: Length
    do: Several


Party = Literal["customer", "dealer", "company"]
Consequence = Annotated[Annotated[str, Tag("<length>")] | Annotated[Step, Tag("<table>")], shape()]
# "notify manager", or {after: 2 h, do: report to leaders}
Consequences = Annotated[list[Consequence], BeforeValidator(listed)]


class Promise(Told):
    """What starts a clock, what meets it, and what happens when it is late."""

    from_: str | None = Field(default=None, alias="from")
    chained: Slug | None = None  # starts when that promise is met
    until: Several
    to: Party = "customer"  # to whom it is promised; what is promised to the company is internal
    within: Within | None = None  # a table goes by zone, severity, …; `rest` is the others
    ahead: Length | None = None  # so long before the agreed moment; only with `within: agreed`
    by: Slug | None = None  # the next of these `dates`, or the end of this season
    nth: int = Field(default=1, ge=1)  # with `by`: the second season end, not the first
    calendar: Slug | None = None
    reading: Literal["wide", "narrow", "plain"] | None = (
        None  # what rolls a last day on: see clocks.md
    )
    when: Conditions = {}
    pause_while: Several = []
    warn_at: Several = []  # "50%", "30 min before"
    if_late: Consequences = []
    who: str | None = None  # the role that keeps it


class Schedule(Told):
    """A promise that comes back: every so long, once after an event, or each season."""

    every: Length | None = None
    once: Length | None = None
    each: Slug | None = None  # a season
    before: Slug | None = None  # a season, together with `by`
    by: Length | None = None
    from_: str | None = Field(default=None, alias="from")
    from_otherwise: Several = []
    until: Several
    to: Party = "customer"
    first_within: Length | None = None
    during: Phase = "forever"
    kind: Slug
    component: Several = []
    task: Words | None = None
    price: Literal["free", "cost", "list", "agreed"] | None = None  # paid for each occasion
    when: Conditions = {}
    calendar: Slug | None = None
    reading: Literal["wide", "narrow", "plain"] | None = None
    warn_at: Several = []
    if_late: Consequences = []
    who: str | None = None


class Covers(Section):
    """What a warranty term is about; an empty list means all."""

    service: Several = []
    component: Several = []
    cause: Several = []
    lines: list[Literal["parts", "labour", "travel"]] = ["parts", "labour", "travel"]


class Term(Told):
    """One warranty term; a unit may be under several."""

    name: Slug
    covers: Covers = Covers()
    length: Lifetime
    starts: str
    starts_otherwise: Several = []
    remedies: Several = []
    missing_papers: str | None = None  # the event that counts when no paper is found


class AfterExpiry(Told):
    """What is still free, or still served, when every term has run out."""

    name: Slug
    needs: str | None = None  # the event that proves it, such as appraisal.issued
    length: Lifetime = "lifetime"  # how long it is served
    covers: Covers = Covers()
    remedies: Several = []


class Exclusion(Told):
    """What a warranty does not cover, and what happens instead."""

    name: Slug
    cause: Several = []
    when: Conditions = {}
    then: Literal["charged", "advice only", "owner bears the loss", "not served"] = "charged"


class Rate(Section):
    """An amount by the hour, the visit or the piece; a cap or a floor."""

    rate: Annotated[str, Field(pattern=RATE)]
    is_: Literal["fixed", "cap", "floor"] = Field(default="fixed", alias="is")


PriceWord = Literal["free", "cost", "market", "list", "preferential", "agreed", "by class"]
Price = Annotated[Annotated[PriceWord, Tag("<length>")] | Annotated[Rate, Tag("<table>")], shape()]


class Charge(Told):
    """Who pays what under which conditions."""

    name: Slug
    when: Conditions = {}
    parts: Price | None = None
    labour: Price | None = None
    travel: Price | None = None
    service: Price | None = None
    freight: Price | None = None
    training: Price | None = None
    payer: Literal["company", "customer", "dealer", "supplier", "third person"] | None = None
    first_free: int | None = None  # so many are free, later ones are charged
    settle: Literal["in advance", "on completion", "by deduction"] | None = None


class PriceSource(Told):
    """Where the price of a class of parts comes from."""

    part_class: Slug
    price: Price


class Paying(Section):
    """How charging is done: quotation, consent, standard shown, receipt."""

    quote: list[Literal["parts", "labour", "travel", "service"]] = []
    consent: Literal["before work", "none"] = "none"
    show_standard: Flag = False
    receipt: Literal["always", "on request"] = "always"
    phone_price: Literal["answer", "route to sales"] = "answer"
    clauses: list[Clause] = []


class Fees(Section):
    """Charges (the first that fits decides each line), price sources, manner of paying."""

    charges: list[Charge] = []
    price_sources: list[PriceSource] = []
    paying: Paying = Paying()


class Remedy(Told):
    """A choice the customer gets when a promise or a repair has failed often enough."""

    name: Slug
    when: Conditions = {}
    from_: str | None = Field(default=None, alias="from")  # with `within`: a window after an event
    within: Length | None = None
    same_fault_repaired: int | None = None
    repair_days: int | None = None
    late: Slug | None = None  # the promise that was not kept
    during: Literal["warranty", "always"] = "warranty"
    offer: Several  # loan-unit, new-unit, replace-part, refund, continue-repair
    free: Flag = True


class ApprovalStep(Section):
    """One signature of a flow."""

    do: Literal["review", "approve", "decide", "confirm"]
    by: str


class Approval(Told):
    """Ordered signatures before something may be done."""

    when: Conditions = {}
    steps: list[ApprovalStep]


class Gate(Told):
    """What must have happened to a case before something else may be recorded on it."""

    before: str  # the event that is refused until then
    needs: Several  # the events that must have happened, all of them
    when: Conditions = {}
    unless: Slug | None = None  # an approval of this plan that opens the gate all the same


class Satisfaction(Told):
    """A figure below which something is considered."""

    of: str
    when: Conditions = {}
    below: Annotated[str, Field(pattern=PERCENT)]
    then: Several


class Retention(Told):
    """How long which records are kept, and from when."""

    name: Slug
    keep: Kept
    from_: str = Field(alias="from")
    file: list[Words] = []


class Contact(Told):
    """A named person the customer is given."""

    role: str
    when: Conditions = {}


class Assignee(Told):
    """Who is responsible by default. When they have gone elsewhere, with nothing of theirs near,
    somebody else is dispatched specially."""

    role: str
    otherwise: str  # the role that dispatches somebody specially
    when: Conditions = {}


class Duty(Told):
    """A standing obligation without a clock: conduct, records, organisation."""

    area: str
    when: Conditions = {}


class Plan(Section):
    """A whole service plan."""

    plan: Slug
    title: Words
    catalogue: Annotated[str, Field(pattern=CATALOGUE)]
    about: Words | None = None
    blanks: dict[BlankName, Blank] = {}
    services: dict[Slug, Service] = {}
    components: dict[Slug, Words] = {}
    faults: dict[Slug, Words] = {}
    calendar: Slug = "always"
    calendars: Annotated[dict[Slug, Calendar], AfterValidator(with_always)] = {"always": Calendar()}
    zones: dict[Slug, Zone] = {}
    severities: dict[str, Severity] = {}
    seasons: dict[Slug, Season] = {}
    dates: dict[Slug, Dates] = {}
    promises: dict[Slug, Promise] = {}
    schedules: dict[Slug, Schedule] = {}
    warranty: list[Term] = []
    after_expiry: list[AfterExpiry] = []
    exclusions: list[Exclusion] = []
    advice_only: list[Exclusion] = []
    floors: Several = []
    products: Several = []  # what the plan is about, in the words of the floors
    remedies: list[Remedy] = []
    fees: Fees = Fees()
    approvals: dict[Slug, Approval] = {}
    gates: dict[Slug, Gate] = {}
    satisfaction: list[Satisfaction] = []
    records: list[Retention] = []
    contacts: list[Contact] = []
    assignees: list[Assignee] = []
    duties: list[Duty] = []
    _blank_uses: dict[Path, Use] = PrivateAttr(default_factory=dict)

    @property
    def blank_uses(self) -> Mapping[Path, Use]:
        """The parts that a blank filled, by path: shown as labelled defaults everywhere."""
        return self._blank_uses

    def with_blank_uses(self, uses: Mapping[Path, Use]) -> "Plan":
        """The same plan that also remembers which of its parts came from blanks."""
        plan = self.model_copy()
        plan._blank_uses = dict(uses)
        return plan

    def is_default(self, *path: str | int) -> bool:
        """True when the value at `path`, or a part of it, came from a blank."""
        return any(use[: len(path)] == path for use in self._blank_uses)
