"""A service plan as a typed document: what a plan may say, section by section.

The shapes here are the grammar of the plan language (`docs/plan-language.md`). Whether the
words fit together (does the calendar exist, is the event known) is the work of `checking`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from aftercare.kit.durations import Duration, parse_duration


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _duration(value: Any) -> Any:
    return parse_duration(value) if isinstance(value, str) else value


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$", max_length=60)]
Clause = Annotated[str, Field(pattern=r"^P\d\d-\d\d$")]
Several = Annotated[list[str], BeforeValidator(_listed)]
Length = Annotated[Duration, BeforeValidator(_duration), PlainSerializer(str)]
Span = Annotated[str, Field(pattern=r"^\d\d:\d\d-\d\d:\d\d$")]  # "08:30-17:00"; "22:00-06:00" crosses midnight
DayOfYear = Annotated[str, Field(pattern=r"^\d\d-\d\d$")]  # "06-30"
Conditions = dict[str, Several]  # fact -> allowed values; "not virus" excludes one


class Section(BaseModel):
    """The ground of every part of a plan: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Section):
    """A text in both languages."""

    zh: str
    en: str


class Told(Section):
    """What every promise, term and rule carries: its clauses, where it was promised, a remark."""

    title: Words | None = None
    clauses: list[Clause] = []
    source: str | None = None
    note: Words | None = None


class Service(Section):
    """A line of business inside one plan (a door maker that also sells software)."""

    title: Words
    part: str | None = None  # the part of the source plan: A, B, C


class Calendar(Section):
    """Opening hours: `open: 24x7`, or weekday spans with lunch breaks, or across midnight."""

    title: Words | None = None
    zone: str = "Asia/Shanghai"
    open: Literal["24x7"] | dict[str, list[Span]] = "24x7"  # "mon-fri": ["08:30-12:00", "13:00-17:00"]
    holidays: Literal["CN"] | None = None  # closes on statutory days off, opens on make-up days
    makeup: list[Span] | None = None  # hours of a make-up working day; None: the hours of a Monday
    exceptions: dict[str, list[Span]] = {}  # "2026-05-03": [] closes, ["09:00-12:00"] opens
    clauses: list[Clause] = []


class Zone(Section):
    """Places by administrative area; the most specific wins, a zone without places is the rest."""

    title: Words
    places: list[str] = []
    clauses: list[Clause] = []


class Severity(Section):
    """A fault level with its definition."""

    title: Words
    means: Words
    clauses: list[Clause] = []


class SeasonSpan(Section):
    """One stretch of a season; a place and a year make it more specific."""

    begins: DayOfYear
    ends: DayOfYear
    places: list[str] = []
    year: int | None = None


class Season(Section):
    """A season as data per region and year."""

    title: Words
    spans: list[SeasonSpan]
    clauses: list[Clause] = []


class Dates(Section):
    """Fixed dates of the year, such as the cut-offs for old parts."""

    title: Words
    dates: list[DayOfYear]
    clauses: list[Clause] = []


class Step(Section):
    """Actions some time after the due moment."""

    after: Length
    do: Several


Consequences = list[str | Step]  # "notify manager", or {after: 2 h, do: report to leaders}


class Promise(Told):
    """What starts a clock, what meets it, and what happens when it is late."""

    from_: str | None = Field(default=None, alias="from")
    chained: Slug | None = None  # starts when that promise is met
    until: Several
    within: Length | Literal["agreed"] | dict[str, Length] | None = None  # a table goes by zone, severity, …
    ahead: Length | None = None  # so long before the agreed moment; only with `within: agreed`
    by: Slug | None = None  # the next of these `dates`, or the end of this season
    nth: int = Field(default=1, ge=1)  # with `by`: the second season end, not the first
    calendar: Slug | None = None
    reading: Literal["wide", "narrow", "plain"] | None = None  # what rolls a last day on: see clocks.md
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
    first_within: Length | None = None
    during: Literal["warranty", "agreement", "construction", "forever"] | Length = "forever"
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
    length: Length | Literal["lifetime", "design life"]
    starts: str
    starts_otherwise: Several = []
    remedies: Several = []
    missing_papers: str | None = None  # the event that counts when no paper is found


class AfterExpiry(Told):
    """What is still free, or still served, when every term has run out."""

    name: Slug
    needs: str | None = None  # the event that proves it, such as appraisal.issued
    length: Length | Literal["lifetime", "design life"] = "lifetime"  # how long it is served
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

    rate: Annotated[str, Field(pattern=r"^\d+(\.\d{1,2})? [A-Z]{3}/(h|visit|day|piece|km)$")]
    is_: Literal["fixed", "cap", "floor"] = Field(default="fixed", alias="is")


Price = Literal["free", "cost", "market", "list", "preferential", "agreed", "by class"] | Rate


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
    show_standard: bool = False
    receipt: Literal["always", "on request"] = "always"
    phone_price: Literal["answer", "route to sales"] = "answer"
    clauses: list[Clause] = []


class Fees(Section):
    """Charges by condition (the first that fits decides each line), price sources, manner of paying."""

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
    free: bool = True


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
    below: Annotated[str, Field(pattern=r"^\d+%$")]
    then: Several


class Retention(Told):
    """How long which records are kept, and from when."""

    name: Slug
    keep: Length | Literal["permanent", "agreement"]
    from_: str = Field(alias="from")
    file: list[Words] = []


class Contact(Told):
    """A named person the customer is given."""

    role: str
    when: Conditions = {}


class Duty(Told):
    """A standing obligation without a clock: conduct, records, organisation."""

    area: str
    when: Conditions = {}


class Plan(Section):
    """A whole service plan."""

    plan: Slug
    title: Words
    catalogue: str = Field(pattern=r"^P\d\d$")
    about: Words | None = None
    blanks: dict[Slug, str | None] = {}
    services: dict[Slug, Service] = {}
    components: dict[Slug, Words] = {}
    faults: dict[Slug, Words] = {}
    calendar: Slug = "always"
    calendars: dict[Slug, Calendar] = {"always": Calendar()}
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
    remedies: list[Remedy] = []
    fees: Fees = Fees()
    approvals: dict[Slug, Approval] = {}
    gates: dict[Slug, Gate] = {}
    satisfaction: list[Satisfaction] = []
    records: list[Retention] = []
    contacts: list[Contact] = []
    duties: list[Duty] = []
