"""Calendars, starts, lengths and pauses that hypothesis draws for the clock tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st

from aftercare.kit.durations import Duration, Unit
from aftercare.promises.rules import counting
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Pause, Reading
from aftercare.promises.tests.rules.given import ALWAYS, OFFICE, PLAIN_WEEK, WORKDAYS, built

SOME = settings(max_examples=100, deadline=None)
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)

# A handful of calendars, each awkward in its own way, so that laying out is not the work.
CALENDARS = [
    OFFICE,
    PLAIN_WEEK,
    ALWAYS,
    WORKDAYS,
    built(open={"mon-fri": ["22:00-06:00"], "sat": ["08:00-12:00"]}),
    built(open={"sun": ["10:00-10:01"]}, exceptions={"2026-03-03": ["00:00-24:00"]}),
    built(open="24x7", exceptions={"2026-05-01": [], "2026-05-02": ["09:00-12:00"]}),
    built(open={"mon-sun": ["00:00-24:00"]}, holidays="CN"),
    built(zone="America/New_York", open={"mon-sun": ["00:30-03:30", "12:00-20:00"]}),
    built(zone="America/Havana", open={"mon-sat": ["20:00-02:00"]}),
    built(zone="Australia/Lord_Howe", open={"mon-fri": ["01:00-09:00"]}),
    built(zone="Asia/Kathmandu", open={"sun-fri": ["10:00-17:00"]}, exceptions={"2026-10-20": []}),
]
HOURS_ONLY = [calendar for calendar in CALENDARS if not calendar.always]

moments = st.integers(0, 400 * 86_400_000_000).map(lambda us: BEGINS + timedelta(microseconds=us))
calendars = st.sampled_from(CALENDARS)
readings = st.sampled_from(Reading)
clock_lengths = st.one_of(
    st.builds(Duration, st.integers(1, 100_000), st.just(Unit.SECOND)),
    st.builds(Duration, st.integers(1, 3_000), st.just(Unit.MINUTE)),
    st.builds(Duration, st.integers(1, 60), st.just(Unit.HOUR)),
)
day_lengths = st.one_of(
    st.builds(Duration, st.integers(1, 60), st.sampled_from([Unit.DAY, Unit.WORKING_DAY])),
    st.builds(Duration, st.integers(1, 30), st.sampled_from([Unit.WEEK, Unit.MONTH])),
    st.builds(Duration, st.integers(1, 10), st.just(Unit.YEAR)),
)
lengths = st.one_of(clock_lengths, day_lengths)


Case = tuple[datetime, Duration, Calendar, list[Pause], Reading]


@st.composite
def finished(draw: st.DrawFn, near: datetime) -> Pause:
    """A pause that ended, somewhere around a start."""
    begins_at = near + timedelta(seconds=draw(st.integers(-200_000, 3_000_000)))
    lasts = draw(st.one_of(st.integers(0, 7_200), st.integers(0, 1_000_000)))
    return Pause(begins_at, begins_at + timedelta(seconds=lasts), "customer")


@st.composite
def cases(draw: st.DrawFn, lengths: st.SearchStrategy[Duration] = lengths) -> Case:
    start = draw(moments)
    pauses = draw(st.lists(finished(start), max_size=5))
    return start, draw(lengths), draw(calendars), pauses, draw(readings)


def due_at(
    start: datetime,
    within: Duration,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    reading: Reading = Reading.PLAIN,
) -> datetime:
    at = counting.due(start, within, calendar, pauses, reading=reading).at
    assert at is not None
    return at


def closed_stretch(
    calendar: Calendar, begin: datetime, days: int = 20
) -> tuple[datetime, datetime] | None:
    """The first stretch without open time after a moment."""
    openings = calendar.openings(begin, begin + timedelta(days=days))
    for (_, closes), (opens, _) in pairwise(openings):
        return closes, opens
    return None
