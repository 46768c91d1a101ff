"""Where a due moment comes from, told anew for one commitment: the count, and before it the date
or season that the count goes by."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from aftercare.kit.durations import Duration, parse_duration
from aftercare.plans.language.document import Plan, Promise, Schedule, Season, Words
from aftercare.plans.language.wording import Speech
from aftercare.promises import sources
from aftercare.promises.models import Commitment
from aftercare.promises.rules import arithmetic, clocks, counting, recurrences, terms
from aftercare.promises.rules.counting import Due, Pause, Reading
from aftercare.promises.rules.deriving import Happening
from aftercare.promises.rules.terms import Target

Counted = tuple[tuple[Words, ...], Due]
INSTANT = timedelta(microseconds=1)
NOWHERE = Plan(plan="none", title=Words(zh="", en=""), catalogue="P00")


def counted(
    row: Commitment, promise: Promise | Schedule, compiled: terms.Terms, pauses: Sequence[Pause]
) -> Counted:
    """What stands before the sum in words, and the due moment with the lines of its sum."""
    if isinstance(promise, Schedule):
        return _of_schedule(row, promise, compiled)
    calendar, reading = compiled.calendar(promise.calendar), _reading(promise)
    if promise.by is not None:
        place = _place_of(row)
        target = Target("", dates=promise.by, nth=promise.nth)
        on = clocks.last_day(target, compiled.plan, row.started_at, place, calendar)
        told = _named(compiled.plan, promise.by, on)
        return told, counting.explain(row.started_at, on, calendar, pauses, reading=reading)
    if row.target.endswith(terms.AGREED):
        return _agreed(row, promise, pauses)
    length = parse_duration(row.target)
    return (), counting.explain(row.started_at, length, calendar, pauses, reading=reading)


def _place_of(row: Commitment) -> str:
    """Where it was when the promise began."""
    bounds = sources.source(row.agreement, row.subject).bounds
    own = [one for one in bounds if one.holds_at(row.started_at)]
    return own[0].place_at(row.started_at) if own else ""


def target_of(row: Commitment, promise: Promise | Schedule, plan: Plan) -> Words:
    """The time that was allowed, and the line of the time table it was taken from."""
    if isinstance(promise, Schedule):
        length = promise.once or promise.every or promise.by
        name = promise.each or promise.before
    elif promise.by is not None or row.target.endswith(terms.AGREED):
        length, name = promise.ahead, promise.by
    else:
        length, name = parse_duration(row.target), None
    told = spoken(length) if length is not None else Words(zh="", en="")
    zh, en = [told.zh], [told.en]
    if name is not None:
        title = (plan.dates.get(name) or plan.seasons[name]).title
        ahead = isinstance(promise, Schedule) and promise.before is not None
        zh, en = [f"{title.zh}{'之前' if ahead else ''}", *zh], [*en, "before" * ahead, title.en]
    elif row.target.endswith(terms.AGREED):
        zh, en = ["约定时间之前" if length else "约定时间", *zh], [*en, "before" * bool(length),
                                                          "the agreed time"]  # fmt: skip
    elif isinstance(promise, Schedule) and promise.every is not None:
        zh, en = ["每", *zh], ["every", *en]
    row_words = _row_words(row.row, plan)
    return Words(
        zh=" ".join(filter(None, zh)) + (f"（{row_words.zh}）" if row.row else ""),
        en=" ".join(filter(None, en)) + (f" ({row_words.en})" if row.row else ""),
    )


def _row_words(name: str, plan: Plan) -> Words:
    """What a line of a time table is called: a severity, a zone, or another word of the plan."""
    found = plan.severities.get(name) or plan.zones.get(name)
    if name == terms.REST:
        return Words(zh="其他", en="all others")
    return found.title if found is not None else Words(zh=name, en=name)


def spoken(length: Duration) -> Words:
    """A length in words."""
    return Words(zh=Speech(NOWHERE, "zh").length(length), en=Speech(NOWHERE, "en").length(length))


def _agreed(row: Commitment, promise: Promise, pauses: Sequence[Pause]) -> Counted:
    """The moment agreed with the customer, less what must lie ahead of it, then the pauses."""
    started = next(
        one
        for one in sources.happenings_of(sources.source(row.agreement, row.subject))
        if one.sequence == row.started_by
    )
    zone = terms.ALWAYS.zone
    agreed_for = datetime.fromisoformat(started.data["agreed_for"])
    at = arithmetic.moment(agreed_for, zone)
    told = [Words(zh=f"与客户约定的时间 {at}", en=f"agreed with the customer for {at}")]
    if promise.ahead is not None:
        due = arithmetic.moment(agreed_for - promise.ahead.clock_time, zone)
        ahead = spoken(promise.ahead)
        told.append(Words(zh=f"须提前 {ahead.zh}：{due}", en=f"{ahead.en} ahead: {due}"))
    return tuple(told), _with_pauses(started, agreed_for, promise.ahead, pauses)


def _with_pauses(
    started: Happening, agreed_for: datetime, ahead: Duration | None, pauses: Sequence[Pause]
) -> Due:
    moment = agreed_for - (ahead.clock_time if ahead else timedelta())
    if not pauses or moment <= started.at:
        return Due(moment)
    seconds = max(1, round((moment - started.at) / timedelta(seconds=1)))
    return counting.explain(started.at, parse_duration(f"{seconds} s"), terms.ALWAYS, pauses)


def _of_schedule(row: Commitment, schedule: Schedule, compiled: terms.Terms) -> Counted:
    """The n-th time from the anchor, once, or by its season."""
    calendar, reading = compiled.calendar(schedule.calendar), _reading(schedule)
    once = schedule.once
    if once is not None:
        return (), counting.explain(row.started_at, once, calendar, reading=reading)
    if schedule.every is not None:
        start, length = recurrences.counted_from(
            row.started_at, schedule.every, row.number, calendar, schedule.first_within
        )
        which = Words(
            zh=f"自起算第 {row.number} 次，每次都从起算日数起",
            en=f"time number {row.number} from the start, each counted from the start itself",
        )
        return (which,), counting.explain(start, length, calendar, reading=reading)
    if row.due_at is None:
        return (), Due(None)
    on = (row.due_at - INSTANT).astimezone(calendar.zone).date()
    told = list(_named(compiled.plan, schedule.each or schedule.before or "", None))
    if schedule.before is not None and schedule.by is not None:
        ahead = spoken(schedule.by)
        told.append(Words(zh=f"须提前 {ahead.zh}", en=f"{ahead.en} ahead of its first day"))
    return tuple(told), counting.explain(row.started_at, on, calendar)


def _named(plan: Plan, name: str, on: date | None) -> tuple[Words, ...]:
    """The list of dates or the season that a date was taken from."""
    if name in plan.dates:
        listed = "、".join(plan.dates[name].dates)
        return (
            Words(
                zh=f"按固定日期 {listed} 取其后的 {on}",
                en=f"of the fixed dates {listed.replace('、', ', ')} the coming one is {on}",
            ),
        )
    if name not in plan.seasons:
        return ()
    season = plan.seasons[name]
    title, spans = season.title, _spans(season)
    return (Words(zh=f"季节“{title.zh}”：{spans.zh}", en=f"season “{title.en}”: {spans.en}"),)


def _spans(season: Season) -> Words:
    """From when to when a season lasts, and where or in which year if that is said."""
    told = []
    for span in season.spans:
        where = [*span.places, *([str(span.year)] if span.year else [])]
        told.append(f"{span.begins}–{span.ends}" + (f" ({', '.join(where)})" if where else ""))
    return Words(zh="；".join(told), en="; ".join(told))


def _reading(promise: Promise | Schedule) -> Reading:
    return terms.reading_of(promise.reading, Reading.NARROW)
