"""The frame that promises stand in: texts, calendars, zones, severities, seasons, blanks."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Tag, model_serializer

from aftercare.plans.language.values import Clause, DayOfYear, Several, Span, shape


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
    products: Several = []  # in the words of the legal floors: farm, building.decoration


class Calendar(Section):
    """Opening hours: `open: 24x7`, or weekday spans with lunch breaks, or across midnight."""

    title: Words | None = None
    zone: str = "Asia/Shanghai"
    open: Annotated[
        Annotated[Literal["24x7"], Tag("<length>")]
        | Annotated[dict[str, list[Span]], Tag("<table>")],
        shape(),
    ] = "24x7"  # or "mon-fri": ["08:30-12:00", "13:00-17:00"]
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


def with_always(calendars: dict[str, Calendar]) -> dict[str, Calendar]:
    """The calendars of a plan with the one that never closes, which every plan has."""
    return calendars if "always" in calendars else {"always": Calendar(), **calendars}


def _spelled(value: Any) -> Any:
    return {"value": value} if value is None or isinstance(value, str) else value


class _Blank(Section):
    """A value the source left open, and what it stands for."""

    value: str | None = None
    means: Words | None = None

    @model_serializer(mode="wrap")
    def _short(self, full: Any) -> Any:
        return self.value if self.means is None else full(self)


Blank = Annotated[_Blank, BeforeValidator(_spelled)]
