"""A rule of law as a record: whom it reaches, what it grants, and how far it can be trusted.

The record says what the engine may do with it: a `period` grants free repair, `counting`
lengthens or restarts periods, `burden` moves the proof to the business, a `choice` opens a
remedy, a `bar` takes a ground of refusal away. `exclusion`, `deadline` and `duty` are facts
for people and for other rules; they grant and take nothing here. One deadline runs as a clock, see
`coverage.delays`.
"""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from aftercare.plans.language.document import Length, Section, Several, Slug, Words

Kind = Literal[
    "period", "counting", "burden", "choice", "bar", "exclusion", "deadline", "duty"
]  # fmt: skip
Confidence = Literal["V1", "V2", "V3", "OK-H", "OK-M", "OK-L"]
Party = Literal["seller", "producer", "repairer", "contractor", "customer", "business", "owner"]
WorkLine = Literal["parts", "labour", "travel"]

QUALITY = ["product", "supplier", "abnormal-life"]
RESTARTS = frozenset({"replacement", "unit-replacement", "repair"})
FAULT_CLASSES = frozenset({"light", "ordinary", "serious", "safety"})
# Words of the law for a standstill that no record of a case says yet: nothing stands still by them.
SAID_BY_NONE = frozenset({"refused", "custom-part-transport", "rescue-travel"})


class RuleNotInForce(LookupError):
    """A rule that is repealed, or not yet in force, was asked for as if it were law."""


class Instrument(Section):
    """The law, order or interpretation a rule stands in."""

    key: Slug
    title: Words
    number: str
    effective_from: date
    effective_to: date | None = None  # the last day in force
    superseded_by: Slug | None = None

    def in_force(self, on: date) -> bool:
        """Whether the instrument is law on a day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


class AppliesTo(Section):
    """Whom a rule reaches; an empty list means everyone, `not wear` leaves one class out."""

    product: Several = []
    component: Several = []
    customer: Several = []
    channel: Several = []
    exceptions: Several = []  # circumstances in which the rule does not reach
    after_repair: bool = False  # only what has been repaired, from that repair on


class Seasons(Section):
    """A length in seasons of a name, such as two heating seasons."""

    name: Slug
    count: int = Field(ge=1)


class Clock(Section):
    """From which event how long; the first event known counts. `km`: whichever comes first."""

    from_: Several = Field(alias="from")
    length: Length | Literal["design life"] | None = None
    seasons: Seasons | None = None
    km: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if (self.length is None) == (self.seasons is None):
            raise ValueError("a clock has a length or seasons")
        return self


class Counting(Section):
    """What stretches or restarts the periods of the products a rule reaches."""

    suspended_by: Several = []  # repair, or a reason for waiting: time that does not count
    restarted_by: Several = []  # of `RESTARTS`
    begins_later: Several = []  # events that move the count on when they come after the start


class Replaced(Section):
    """How often something was replaced."""

    scope: Literal["part", "assembly", "unit"]
    times: int = Field(ge=1)


class Trigger(Section):
    """What must have happened before a choice opens; everything stated must hold."""

    same_fault_repaired: int | None = Field(default=None, ge=1)
    repair_days_over: int | None = Field(default=None, ge=1)
    single_repair_over: Length | None = None
    leaves_out: Several = []  # waiting reasons that are not repair time
    replaced: Replaced | None = None
    after: Slug | None = None  # the remedy already given for this fault
    fault_class: Several = []  # of `FAULT_CLASSES`
    fault: Several = []
    circumstances: Several = []  # all of them
    first_season_days: int | None = Field(default=None, ge=1)
    in_warranty: bool = False
    quality_fault: bool = False  # the fault at hand is one of quality


class Bar(Section):
    """Grounds on which nobody may be refused."""

    causes: Several = []
    grounds: Several = []  # papers-lost, ownership-changed


class Floor(Section):
    """One rule of law. `mandatory: floor` means a contract can only improve on it."""

    id: str = Field(pattern=r"^[A-Z]+\d*-[0-9A-Za-z.]+$")
    set_: str = Field(alias="set", pattern=r"^CN(-[A-Za-z-]+)$")
    instrument: Instrument
    article: str
    says: Words
    kind: Kind
    jurisdiction: str = Field(default="CN", pattern=r"^CN(-[A-Z]{2})?$")
    applies_to: AppliesTo = AppliesTo()
    clock: Clock | None = None
    counting: Counting | None = None
    trigger: Trigger | None = None
    bars: Bar | None = None
    causes: Several = []
    lines: list[WorkLine] = ["parts", "labour", "travel"]
    preconditions: list[Words] = []
    documents_required: list[Words] = []
    remedies: Several = []
    scope: Literal["part", "assembly", "whole"] | None = None
    chooser: Literal["customer", "obligor"] | None = None
    obligor: Party | None = None
    cost_bearer: Party | None = None
    recourse_to: Party | None = None
    consequence_if_late: Words | None = None
    exclusions: Several = []
    mandatory: Literal["floor", "default", "procedural"] = "floor"
    confidence: Confidence
    status: Literal["verified", "unverified"]
    source: str

    @property
    def verified(self) -> bool:
        """Only a verified rule may be the ground of a refusal."""
        return self.status == "verified"

    @model_validator(mode="after")
    def _is_trusted_as_far_as_it_was_read(self) -> Self:
        if (self.confidence == "V1") != self.verified:
            raise ValueError("verified means V1, and nothing else does")
        return self

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        needed = NEEDED.get(self.kind, ())
        missing = [name for name in needed if not getattr(self, name)]
        if missing:
            raise ValueError(f"a {self.kind} rule states {', '.join(missing)}")
        return self


NEEDED: dict[str, tuple[str, ...]] = {
    "period": ("clock", "causes"),
    "counting": ("counting",),
    "choice": ("remedies", "chooser"),
    "bar": ("bars",),
    "exclusion": ("causes",),
    "deadline": ("clock",),
}
